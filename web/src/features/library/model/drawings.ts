import type { Filter } from "../../../api/types";
import type { Doc, Status } from "./types";

/** In force; being drawn or checked; no longer in force. */
export type Which = "current" | "coming" | "old" | "all";

const STATES: Record<Exclude<Which, "all">, Status[]> = { current: ["released"], coming: ["draft", "in_review"], old: ["superseded", "void"] };

interface Wanted {
  which: Which;
  discipline: string | null;
  project: string | null;
  within?: Filter;
}

export function drawingFilter({ which, discipline, project, within }: Wanted): Filter {
  const all: Filter[] = [["kind", "=", "drawing"]];
  if (project) all.push(["project", "=", project]);
  if (which !== "all") all.push(["status", "in", STATES[which]]);
  if (discipline) all.push(["discipline", "=", discipline]);
  if (within) all.push(within);
  return all.length === 1 ? all[0]! : { and: all };
}

/** In the order of the dictionary; drawings without a discipline come last. By number as people count: A-2 before A-10. */
export function byDiscipline(docs: Doc[], order: string[]): { discipline: string; docs: Doc[] }[] {
  const groups = new Map<string, Doc[]>();
  for (const doc of docs) {
    const discipline = String(doc.discipline ?? "");
    groups.set(discipline, [...(groups.get(discipline) ?? []), doc]);
  }
  const place = (discipline: string) => (order.includes(discipline) ? order.indexOf(discipline) : order.length);
  const number = (doc: Doc) => String(doc.drawing_number ?? "");
  return [...groups]
    .map(([discipline, of]) => ({ discipline, docs: of.toSorted((a, b) => number(a).localeCompare(number(b), "zh-Hans-CN", { numeric: true })) }))
    .toSorted((a, b) => place(a.discipline) - place(b.discipline));
}
