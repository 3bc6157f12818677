import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import type { Page, Ref, Row } from "../../api/types";
import type { Ahead, EditResult, Network, Operation, PlanMaterials } from "./model/types";

const path = (id: string, what: string) => `/r/plans/${id}/${what}`;

/** The plans of a project: the one in force first, then its scenarios. */
export const plansQuery = (project: string) =>
  queryOptions({
    queryKey: ["list", "plans", "of", project],
    queryFn: async ({ signal }) => {
      const page = await api.get<Page>("/r/plans", { filter: JSON.stringify(["project", "=", project]), limit: 50 }, signal);
      return page.items.toSorted((a, b) => rank(a) - rank(b));
    },
  });

const rank = (plan: Row) => (plan.kind === "live" ? 0 : 1);

export const networkQuery = (id: string, baseline: string | null) =>
  queryOptions({
    queryKey: ["plan-network", id, baseline],
    queryFn: ({ signal }) => api.get<Network>(path(id, "network"), { baseline }, signal),
    enabled: Boolean(id),
    // Its own edits and the live event keep it fresh; ten thousand tasks are not fetched again on every look.
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  });

/** An open issue at a task; `bad`: urgent or past its day. */
export interface Mark { task: string; resource: string; id: string; label: string; level: "warn" | "bad"; due_on: string | null }
export type Marks = ReadonlyMap<string, Mark[]>;

function byTask(marks: Mark[]): Marks {
  const found = new Map<string, Mark[]>();
  for (const mark of marks) found.set(mark.task, [...(found.get(mark.task) ?? []), mark]);
  return found;
}

/** What has to be put right at the tasks of a plan, the worst first; asked anew when an issue has changed (see refreshResource). */
export const marksQuery = (id: string) => queryOptions({ queryKey: ["options", "issues", "marks", id], queryFn: ({ signal }) => api.get<Mark[]>(path(id, "marks"), undefined, signal), select: byTask, staleTime: 60_000 });

export const editPlan = (id: string, revision: number, operations: Operation[], preview: boolean) => api.post<EditResult>(path(id, "edit"), { revision, preview, operations });
export const stepPlan = (id: string, step: "undo" | "redo") => api.post<EditResult>(path(id, step));

/** The coming weeks as the server sees them; asked anew whenever the plan has changed. */
export const lookaheadQuery = (id: string, revision: number, since: string, weeks: number) =>
  queryOptions({ queryKey: ["options", "material_needs", "plan-lookahead", id, revision, since, weeks], queryFn: ({ signal }) => api.get<{ tasks: Ahead[] }>(path(id, "lookahead"), { since, weeks }, signal), placeholderData: keepPreviousData });

/** What materials a plan needs; asked anew when a need has changed (see refreshResource), and on every look, since plans move. */
export const materialsQuery = (id: string, by: "week" | "month") =>
  queryOptions({ queryKey: ["options", "material_needs", "plan", id, by], queryFn: ({ signal }) => api.get<PlanMaterials>(path(id, "materials"), { by }, signal), staleTime: 0, placeholderData: keepPreviousData });

export interface EarnedPoint { on: string; pv: string | number; ev: string | number | null; ac: string | number | null }
export interface Earned {
  on: string;
  /** Money where tasks or the project have budgets, else hours of work; percent for those who do not see amounts. */
  unit: "money" | "hours" | "percent";
  /** Amounts are closed to the person: costs are left out. */
  masked: boolean;
  bac: string | null; pv: string | null; ev: string | null; ac: string | null; sv: string | null; cv: string | null;
  spi: number | null; cpi: number | null; eac: string | null; etc: string | null; vac: string | null;
  curve: EarnedPoint[];
}

export const useEarned = (plan: string, on: string | null) =>
  useQuery({ queryKey: ["plan-earned", plan, on], queryFn: ({ signal }) => api.get<Earned>(path(plan, "earned"), { on }, signal), placeholderData: keepPreviousData });

/** The answer of levelling: an edit, where there is still more asked than there is, whether nothing ends earlier, why it was not sought. */
export interface LevelResult extends EditResult { levelling: { rule: string; delayed: number; over: { resource: Ref; kind: string; skills: string[]; task: Ref }[]; proven: boolean; note: string } }

export const fileUrl = (plan: string, format: "mspdi" | "xlsx") => `${API}${path(plan, "file")}?format=${format}`;
export const printUrl = (plan: string, wish: Record<string, string | number | boolean | null>) =>
  `${API}${path(plan, "print")}?${new URLSearchParams(Object.entries(wish).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])))}`;
export const planPath = path;
export type { Ref };

export interface Compared {
  id: string;
  wbs: string;
  name: string;
  here: [start: string, end: string] | null;
  there: [start: string, end: string] | null;
  /** Days by which it ends later here. */
  days: number | null;
}

export interface Comparison { finish: [here: string | null, there: string | null]; tasks: Compared[] }

export const compareQuery = (plan: string, other: string | null) =>
  queryOptions({ queryKey: ["plan-compare", plan, other], queryFn: ({ signal }) => api.get<Comparison>(path(plan, "compare"), { with: other }, signal), enabled: Boolean(other) });

export interface PlanChange { id: number; revision: number; kind: string; text: string; at: string; by: string; undone: boolean; added: number; changed: number; removed: number }

export const changesQuery = (plan: string) =>
  queryOptions({ queryKey: ["plan-changes", plan], queryFn: ({ signal }) => api.get<{ items: PlanChange[]; next: number | null }>(path(plan, "changes"), { limit: 100 }, signal), staleTime: 0 });

export interface Finding { kind: "warning" | "note"; code: string; message: string; task: string | null }
export interface FileRead {
  format: string;
  name: string;
  /** Several projects in one file: which of them is shown is chosen by `project`. */
  projects: { id: string; name: string }[];
  counts: { tasks: number; milestones: number; links: number; calendars: number; resources: number; assignments: number; baselines: number };
  start: string | null;
  finish: string | null;
  findings: Finding[];
  /** Tasks for which the file says other dates than our calculation. */
  differing?: { count: number; rows: { name: string; file: [string, string]; ours: [string, string] }[] };
}
