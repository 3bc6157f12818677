import { parseLength } from "./time";
import type { Task } from "./types";

/** What the form of a task holds: texts and ids as controls have them. */
export interface TaskDraft {
  name: string;
  owner: string | null;
  start: string | null;
  end: string | null;
  length: string;
  constraint: string;
  constraint_at: string | null;
  deadline: string | null;
  calendar: string | null;
  priority: number;
  manual: boolean;
  inactive: boolean;
  tag: string;
  note: string;
  cost_item: string | null;
  budget: string | null;
}

/** What the record of a task holds beside what the plan brings. */
export type Beside = Pick<TaskDraft, "note" | "cost_item" | "budget">;

export function draftOf(task: Task, length: string, beside: Beside): TaskDraft {
  return {
    name: task.name, owner: task.owner?.id ?? null, start: task.start, end: task.end, length, constraint: task.constraint || "asap", constraint_at: task.constraint_at,
    deadline: task.deadline, calendar: task.calendar, priority: task.priority, manual: task.manual, inactive: task.inactive, tag: task.tag, ...beside,
  };
}

/** Only what was changed, as the server wants it; null when the length cannot be read. */
export function changes(before: TaskDraft, now: TaskDraft, perDay: number): Record<string, unknown> | null {
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(now) as (keyof TaskDraft)[]) {
    if (now[key] !== before[key]) values[key === "length" ? "duration" : key] = now[key];
  }
  if ("duration" in values) {
    const minutes = parseLength(now.length, perDay);
    if (minutes === null || minutes < 0) return null;
    values.duration = minutes;
  }
  if ("constraint" in values && ["asap", "alap"].includes(now.constraint)) values.constraint_at = null;
  return values;
}
