import { tk } from "../../../i18n";

export type Scope = "own" | "department" | "below" | "company" | "group";

/** From the narrowest to the widest. */
export const SCOPES: Scope[] = ["own", "department", "below", "company", "group"];

export interface MatrixAction {
  name: string;
  label: string;
  /** One of the actions that every resource has. */
  standard: boolean;
}

export interface MatrixResource {
  name: string;
  label: string;
  /** Rows of the whole group: there is no narrower scope than 全集团. */
  shared: boolean;
  actions: MatrixAction[];
  /** Masked fields; `may_give`: the asking person sees it and so may open it to others. */
  fields: { name: string; label: string; may_give: boolean }[];
}

export type Grants = Record<string, Record<string, Scope>>;
export type OpenFields = Record<string, string[]>;

/** The answer of `/roles/{id}/matrix`. */
export interface Matrix {
  role: { id: string; label: string; code: string; preset: boolean; active: boolean };
  version: number;
  scopes: { value: Scope; label: string }[];
  resources: MatrixResource[];
  grants: Grants;
  fields: OpenFields;
  /** The widest scope that the asking person may give: `group` any, `own` only 本人; absent: nothing new. */
  may_give: Grants;
  can_edit: boolean;
}

/** What the screen edits: both halves of a role. */
export interface Draft {
  grants: Grants;
  fields: OpenFields;
}

export interface Change {
  resource: string;
  /** An action, or a masked field. */
  kind: "action" | "field";
  name: string;
  before: Scope | boolean | null;
  after: Scope | boolean | null;
}

export function draftOf(matrix: Pick<Matrix, "grants" | "fields">): Draft {
  return structuredClone({ grants: matrix.grants, fields: matrix.fields });
}

export function scopeOf(draft: Draft, resource: string, action: string): Scope | null {
  return draft.grants[resource]?.[action] ?? null;
}

export function isOpen(draft: Draft, resource: string, field: string): boolean {
  return draft.fields[resource]?.includes(field) ?? false;
}

/**
 * Sets one cell. Whoever may do anything with a record must be able to see it: the first right of a row brings 查看 along,
 * and without 查看 the row's other rights and open fields go.
 */
export function setScope(draft: Draft, resource: string, action: string, scope: Scope | null): Draft {
  const row: Record<string, Scope> = { ...draft.grants[resource] };
  if (scope) row[action] = scope;
  else delete row[action];
  if (!scope && action === "read") return { grants: without(draft.grants, resource), fields: without(draft.fields, resource) };
  if (scope && !row.read) row.read = scope;
  return { ...draft, grants: Object.keys(row).length ? { ...draft.grants, [resource]: row } : without(draft.grants, resource) };
}

/** Opens or closes a masked field. An open field needs 查看 first, which is not given silently. */
export function setField(draft: Draft, resource: string, field: string, open: boolean): Draft {
  const others = (draft.fields[resource] ?? []).filter((name) => name !== field);
  const names = open ? [...others, field] : others;
  return { ...draft, fields: names.length ? { ...draft.fields, [resource]: names } : without(draft.fields, resource) };
}

/** Every cell that differs from what is saved, in the order of the screen. */
export function diff(matrix: Matrix, draft: Draft): Change[] {
  return matrix.resources.flatMap((resource) => [
    ...resource.actions.flatMap(({ name }): Change[] => {
      const [before, after] = [matrix.grants[resource.name]?.[name] ?? null, scopeOf(draft, resource.name, name)];
      return before === after ? [] : [{ resource: resource.name, kind: "action", name, before, after }];
    }),
    ...resource.fields.flatMap(({ name }): Change[] => {
      const [before, after] = [matrix.fields[resource.name]?.includes(name) ?? false, isOpen(draft, resource.name, name)];
      return before === after ? [] : [{ resource: resource.name, kind: "field", name, before, after }];
    }),
  ]);
}

/** The same changes upon what somebody else has saved meanwhile. */
export function rebase(fresh: Matrix, changes: Change[]): Draft {
  let draft = draftOf(fresh);
  for (const { resource, kind, name, after } of changes) {
    draft = kind === "action" ? setScope(draft, resource, name, after as Scope | null) : setField(draft, resource, name, Boolean(after));
  }
  return draft;
}

/** What is sent: the whole matrix, but only resources that exist now (the server keeps those of switched-off modules). */
export function body(matrix: Matrix, draft: Draft): { version: number; grants: Grants; fields: OpenFields } {
  const known = new Set(matrix.resources.map((resource) => resource.name));
  const kept = <V>(half: Record<string, V>) => Object.fromEntries(Object.entries(half).filter(([name]) => known.has(name)));
  return { version: matrix.version, grants: kept(draft.grants), fields: kept(draft.fields) };
}

/** The scopes that make sense for a cell, and why one of them may not be chosen. */
export function choices(matrix: Matrix, resource: MatrixResource, action: string): { scope: Scope | null; why: string | null }[] {
  const saved = matrix.grants[resource.name]?.[action] ?? null;
  const givable = matrix.may_give[resource.name]?.[action];
  const offered = resource.shared ? (["group"] as Scope[]) : SCOPES;
  // A scope that is saved stays on offer, also where it makes no sense: nobody's rights vanish from the screen.
  const scopes = SCOPES.filter((scope) => offered.includes(scope) || scope === saved);
  const mayTake = (scope: Scope) => (saved && SCOPES.indexOf(scope) <= SCOPES.indexOf(saved)) || givable === "group" || (givable === "own" && scope === "own");
  return [{ scope: null, why: null }, ...scopes.map((scope) => ({ scope, why: mayTake(scope) ? null : tk("超出您自己的权限，不能授予") }))];
}

function without<V>(record: Record<string, V>, key: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
