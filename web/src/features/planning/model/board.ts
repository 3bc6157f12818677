import type { Tree } from "./tree";
import type { Operation, Task, TaskState } from "./types";
import { textOf } from "./time";

/** What work is done on: no summaries, nothing switched off. */
export function leaves(tree: Tree): Task[] {
  return [...tree.byId.values()].filter((task) => !tree.below.has(task.id) && task.kind !== "summary" && !task.inactive);
}

/** Cards of each column: what is due first stands on top, what is done last on top of what is done. */
export function columns(tasks: Task[]): Record<TaskState, Task[]> {
  const found: Record<TaskState, Task[]> = { todo: [], doing: [], paused: [], done: [] };
  for (const task of tasks) found[task.state].push(task);
  for (const list of [found.todo, found.doing, found.paused]) list.sort((a, b) => (a.start ?? "9").localeCompare(b.start ?? "9"));
  found.done.sort((a, b) => (b.actual_end ?? b.end ?? "").localeCompare(a.actual_end ?? a.end ?? ""));
  return found;
}

/** What is to be written so that a task comes to stand in a column; null where it already does. */
export function toState(task: Task, state: TaskState, now: number): Operation | null {
  if (task.state === state) return null;
  const at = textOf(now);
  const begun = task.actual_start ?? at;
  const reopened = { actual_end: null, progress: task.progress >= 100 ? 95 : task.progress };
  const values: Record<TaskState, Record<string, unknown>> = {
    todo: { progress: 0, actual_start: null, actual_end: null, paused: false },
    doing: { actual_start: begun, paused: false, ...reopened },
    paused: { actual_start: begun, paused: true, ...reopened },
    done: { actual_start: begun < at ? begun : at, actual_end: at, progress: 100, paused: false },
  };
  return { op: "set", task: task.id, version: task.version, values: values[state] };
}

/** Days until the end, negative once it has passed; null without a date or when done. */
export function daysLeft(task: Task, today: string): number | null {
  if (!task.end || task.state === "done") return null;
  return Math.round((Date.parse(`${task.end.slice(0, 10)}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000);
}
