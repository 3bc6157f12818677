import type { Dimension, Plan } from "./api";

/** What the person at the screen has chosen so far. `stay`: nobody gets it. */
export interface Choice {
  to: string | null;
  openOnly: boolean;
  by: Dimension | "";
  /** Receiver by value of the dimension. */
  groups: Record<string, string>;
  /** Receiver, or `stay`, by resource. */
  resources: Record<string, string>;
  deactivate: boolean;
  endRoles: boolean;
}

export const STAY = "stay";
/** Somebody else is to get it, and nobody has been chosen yet. */
export const NOBODY = "$";
export const EMPTY: Choice = { to: null, openOnly: false, by: "", groups: {}, resources: {}, deactivate: false, endRoles: false };

/** The choices as the server takes them: what stays first, then groups of customers, then resources, then everything else. */
export function planOf(choice: Choice): Plan {
  const resources = Object.entries(choice.resources).filter(([, to]) => to !== NOBODY).map(([resource, to]) => ({ resource, to: to === STAY ? null : to, by: "" as const, value: "" }));
  const groups = choice.by ? Object.entries(choice.groups).map(([value, to]) => ({ resource: "", to, by: choice.by, value })) : [];
  return {
    to: choice.to,
    rules: [...resources.filter((rule) => rule.to === null), ...groups, ...resources.filter((rule) => rule.to !== null)],
    open_only: choice.openOnly,
    deactivate: choice.deactivate,
    end_roles: choice.endRoles,
  };
}

/** Whether anybody would get anything, or anything would be ended; no receiver is missing. */
export function isUseful(choice: Choice): boolean {
  const plan = planOf(choice);
  if (Object.values(choice.resources).includes(NOBODY)) return false;
  return Boolean(plan.to) || plan.rules.some((rule) => rule.to) || plan.deactivate || plan.end_roles;
}

/** Without the key, where there is no value. */
export function put(map: Record<string, string>, key: string, value: string | null): Record<string, string> {
  const next = { ...map };
  if (value) next[key] = value;
  else delete next[key];
  return next;
}
