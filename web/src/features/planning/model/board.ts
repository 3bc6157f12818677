import type { Tree } from "./tree";
import type { Task, TaskState } from "./types";

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

export interface Step {
  verb: "start" | "finish" | "pause" | "resume" | "set_progress";
  inputs: Record<string, unknown>;
}

const step = (verb: Step["verb"], inputs: Record<string, unknown> = {}): Step => ({ verb, inputs });
const NOTHING_DONE = step("set_progress", { progress: 0 });
/** What was done and turns out not to be: nearly. */
const NEARLY = step("set_progress", { progress: 95 });

/** What has to be reported, in order, so that a task comes to stand in a column. */
export function stepsTo(task: Pick<Task, "state" | "actual_start">, state: TaskState): Step[] {
  if (task.state === state) return [];
  const rested = task.state === "paused" ? [step("resume")] : [];
  if (state === "done") return [...rested, step("finish")];
  if (state === "todo") return task.actual_start || task.state === "done" ? [...rested, NOTHING_DONE] : rested;
  if (task.state === "done") return state === "paused" ? [NEARLY, step("pause")] : [NEARLY];
  if (state === "paused") return [step("pause")];
  return task.actual_start ? rested : [...rested, step("start")];
}

/** Days until the end, negative once it has passed; null without a date or when done. */
export function daysLeft(task: Task, today: string): number | null {
  if (!task.end || task.state === "done") return null;
  return Math.round((Date.parse(`${task.end.slice(0, 10)}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000);
}
