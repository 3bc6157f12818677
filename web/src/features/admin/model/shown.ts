import type { T } from "../../../i18n";
import { grouped, type Group } from "./groups";
import type { MatrixAction, MatrixResource } from "./matrix";

/** The actions that every resource may have, in the order in which the resources name them. */
export function columnsOf(resources: MatrixResource[]): MatrixAction[] {
  const found = new Map<string, MatrixAction>();
  for (const resource of resources) for (const action of resource.actions) if (action.standard && !found.has(action.name)) found.set(action.name, action);
  return [...found.values()];
}

/** Resources under translated headings; with a text only those whose own label, actions or masked fields hold it. */
export function shownGroups(resources: MatrixResource[], text: string, t: T): Group<MatrixResource>[] {
  const wanted = text.trim().toLowerCase();
  const holds = (label: string) => label.toLowerCase().includes(wanted);
  const fits = (one: MatrixResource) => holds(one.label) || one.actions.some((action) => !action.standard && holds(action.label)) || one.fields.some((field) => holds(field.label));
  return grouped(wanted ? resources.filter(fits) : resources).map((group) => ({ ...group, label: t(group.label) }));
}
