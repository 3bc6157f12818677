import { shiftDays, type WorkDays } from "./calendar";
import { minutesOf, textOf } from "./time";
import { siblings, type Tree } from "./tree";
import type { Network, Operation, Task } from "./types";

/** One level deeper: under the neighbour above. Null for the first of its level. */
export function indent(tree: Tree, task: Task): Operation | null {
  const level = siblings(tree, task);
  const above = level[level.findIndex((one) => one.id === task.id) - 1];
  if (!above) return null;
  return { op: "move", task: task.id, parent: above.id, after: tree.below.get(above.id)?.at(-1)?.id ?? null };
}

/** One level up: behind what it stands under. Null at the top. */
export function outdent(tree: Tree, task: Task): Operation | null {
  const parent = task.parent ? tree.byId.get(task.parent) : undefined;
  return parent ? { op: "move", task: task.id, parent: parent.parent, after: parent.id } : null;
}

/** Up or down among its neighbours. Null at the end of the level. */
export function swap(tree: Tree, task: Task, by: 1 | -1): Operation | null {
  const level = siblings(tree, task);
  const at = level.findIndex((one) => one.id === task.id);
  const target = at + by;
  if (target < 0 || target >= level.length) return null;
  const after = by > 0 ? level[target]! : level[target - 1];
  return { op: "move", task: task.id, parent: task.parent, after: after?.id ?? null };
}

/** Later or earlier by working days of its calendar. Null while the task has no dates. */
export function nudge(days: WorkDays, task: Task, by: number): Operation | null {
  if (!task.start) return null;
  return { op: "set", task: task.id, version: task.version, values: { start: textOf(shiftDays(days, minutesOf(task.start), by)) } };
}

/** What may not be moved by hand: summaries follow what is under them, finished work has happened. */
export function movable(task: Task): boolean {
  return task.kind !== "summary" && !task.actual_end && !task.inactive && Boolean(task.start);
}

/** Whether a link of two tasks can be drawn at all; a circle only the server finds. */
export function linkable(network: Network, tree: Tree, from: string, to: string): boolean {
  if (from === to || network.links.some((link) => link.from === from && link.to === to)) return false;
  const stands = (below: string, above: string) => {
    for (let at = tree.byId.get(below); at; at = at.parent ? tree.byId.get(at.parent) : undefined) if (at.parent === above) return true;
    return false;
  };
  return !stands(from, to) && !stands(to, from);
}
