import { minutesOf } from "./time";
import type { Task } from "./types";

export interface OwnerLane {
  id: string;
  label: string;
  /** Lines of bars that do not overlap. */
  lines: Task[][];
  count: number;
  late: number;
}

/** Tasks by the person who answers for them; in each lane as few lines as do without overlaps. `nobody` stands last. */
export function lanes(tasks: Task[], nobody: string, now: number): OwnerLane[] {
  const groups = new Map<string, { label: string; tasks: Task[] }>();
  for (const task of tasks) {
    if (!task.start || !task.end) continue;
    const key = task.owner?.id ?? "";
    const group = groups.get(key) ?? { label: task.owner?.label ?? nobody, tasks: [] };
    group.tasks.push(task);
    groups.set(key, group);
  }
  return [...groups].map(([id, group]) => laneOf(id, group.label, group.tasks, now)).toSorted((a, b) => Number(!a.id) - Number(!b.id) || a.label.localeCompare(b.label, "zh-Hans-CN"));
}

function laneOf(id: string, label: string, tasks: Task[], now: number): OwnerLane {
  const lines: Task[][] = [];
  const free: number[] = [];
  for (const task of tasks.toSorted((a, b) => a.start!.localeCompare(b.start!))) {
    const start = minutesOf(task.start!);
    const at = free.findIndex((end) => end <= start);
    const line = at < 0 ? lines.length : at;
    (lines[line] ??= []).push(task);
    free[line] = Math.max(minutesOf(task.end!), start + 1);
  }
  return { id, label, lines, count: tasks.length, late: tasks.filter((task) => task.state !== "done" && minutesOf(task.end!) < now).length };
}
