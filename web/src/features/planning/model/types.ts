import type { Ref } from "../../../api/types";

export type LinkKind = "FS" | "SS" | "FF" | "SF";
export type TaskState = "todo" | "doing" | "done" | "paused";

export interface Assigned {
  id: string;
  resource: Ref;
  /** Per cent of what the resource can do. */
  units: number;
}

/** One task as `GET /r/plans/{id}/network` brings it. Times are local, `2026-03-02T08:00`; lengths are working minutes. */
export interface Task {
  id: string;
  parent: string | null;
  position: number;
  wbs: string;
  name: string;
  kind: string;
  owner: Ref | null;
  priority: number;
  /** Kind of node: delivery, acceptance, key node …; empty for ordinary work. */
  tag: string;
  state: TaskState;
  duration: number;
  start: string | null;
  end: string | null;
  late_start: string | null;
  late_end: string | null;
  total_float: number | null;
  free_float: number | null;
  critical: boolean;
  constraint: string;
  constraint_at: string | null;
  deadline: string | null;
  progress: number;
  actual_start: string | null;
  actual_end: string | null;
  calendar: string | null;
  inactive: boolean;
  manual: boolean;
  version: number;
  assigned: Assigned[];
}

export interface TaskLink {
  id: string;
  from: string;
  to: string;
  kind: LinkKind;
  /** Working minutes of the later task's calendar, or minutes of the clock where `elapsed`. */
  lag: number;
  elapsed: boolean;
}

export type Shift = [from: string, to: string];

export interface PlanCalendar {
  id: string;
  name: string;
  minutes_per_day: number;
  /** Monday first. */
  week: Shift[][];
  /** From day, to day (both included), the hours worked on them; none: free. */
  exceptions: [from: string, to: string, shifts: Shift[]][];
}

export interface PlanHead {
  id: string;
  name: string;
  project: Ref;
  kind: "live" | "scenario";
  starts_on: string;
  status_on: string | null;
  revision: number;
  finish: string | null;
  calendar: string | null;
  can: string[];
}

export interface BaselineHead {
  id: string;
  name: string;
  taken_at: string;
}

export interface Network {
  plan: PlanHead;
  calendars: PlanCalendar[];
  tasks: Task[];
  links: TaskLink[];
  baselines: BaselineHead[];
  /** The dates of the chosen baseline by task. */
  baseline: Record<string, [start: string, end: string]> | null;
}

export type Operation =
  | { op: "add"; id: string; parent: string | null; after: string | null; name: string; kind: string; duration?: number }
  | { op: "set"; task: string; version?: number; values: Record<string, unknown> }
  | { op: "remove"; tasks: string[] }
  | { op: "move"; task: string; parent: string | null; after: string | null }
  | { op: "link"; id: string; from: string; to: string; kind: LinkKind; lag: number; elapsed: boolean }
  | { op: "relink"; id: string; kind: LinkKind; lag: number; elapsed: boolean }
  | { op: "unlink"; id: string }
  | { op: "assign"; id: string; task: string; resource: string; units: number }
  | { op: "unassign"; id: string };

export interface Consequences {
  finish: [before: string | null, after: string | null];
  /** How many tasks get other dates, beside those that one has changed oneself. */
  moved: number;
  /** By how many working days the end moves; negative: earlier. */
  days: number;
  late: { task: Ref; deadline: string; end: string }[];
  newly_critical: number;
}

export interface EditResult {
  revision: number;
  changed: Task[];
  added: Task[];
  removed: string[];
  links: { added: TaskLink[]; changed: TaskLink[]; removed: string[] };
  consequences: Consequences;
}

/** A task of the coming weeks, with what it waits for. */
export interface Ahead extends Task {
  waits_for: Ref[];
  /** Materials that nobody has confirmed. */
  materials?: { id: string; label: string; missing: string; measure: string }[];
}

export interface Need {
  id: string;
  version: number;
  task: Ref;
  wbs: string;
  done: boolean;
  material: Ref;
  name: string;
  measure: string;
  quantity: string;
  confirmed: string;
  state: "open" | "part" | "confirmed";
  needed_on: string | null;
  /** The day was given for this need; else it is the one on which the task begins. */
  own_day: boolean;
  amount: string | null;
  note: string;
}

export interface MaterialTotal {
  id: string;
  name: string;
  code: string;
  spec: string;
  measure: string;
  price: string | null;
  quantity: string;
  confirmed: string;
  amount: string | null;
  /** By the first day of the week or month; needs without a day under "". */
  cells: Record<string, { quantity: string; confirmed: string }>;
}

export interface PlanMaterials {
  by: "week" | "month";
  periods: string[];
  needs: Need[];
  materials: MaterialTotal[];
  /** Null: prices are closed to the person. */
  amount: string | null;
  can: string[];
}
