import type { Task } from "./types";

export interface TreeRow {
  task: Task;
  depth: number;
  /** Has tasks below it. */
  branch: boolean;
  open: boolean;
}

export interface Tree {
  roots: Task[];
  below: Map<string, Task[]>;
  byId: Map<string, Task>;
}

/** Tasks by what they stand under, in their order. A parent that is not there counts as none. */
export function treeOf(tasks: Task[]): Tree {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const below = new Map<string, Task[]>();
  const roots: Task[] = [];
  for (const task of tasks) {
    const parent = task.parent && byId.has(task.parent) ? task.parent : null;
    if (!parent) roots.push(task);
    else if (below.has(parent)) below.get(parent)!.push(task);
    else below.set(parent, [task]);
  }
  roots.sort(inOrder);
  for (const list of below.values()) list.sort(inOrder);
  return { roots, below, byId };
}

const inOrder = (a: Task, b: Task) => a.position - b.position;

/** The rows that show, top to bottom. With `keep`, only what it wants and the way to it, unfolded. */
export function visibleRows(tree: Tree, collapsed: ReadonlySet<string>, keep?: (task: Task) => boolean): TreeRow[] {
  const wanted = keep ? wantedIds(tree, keep) : null;
  const rows: TreeRow[] = [];
  const walk = (tasks: Task[], depth: number) => {
    for (const task of tasks) {
      if (wanted && !wanted.has(task.id)) continue;
      const children = tree.below.get(task.id);
      const open = Boolean(wanted) || !collapsed.has(task.id);
      rows.push({ task, depth, branch: Boolean(children), open });
      if (children && open) walk(children, depth + 1);
    }
  };
  walk(tree.roots, 0);
  return rows;
}

function wantedIds(tree: Tree, keep: (task: Task) => boolean): Set<string> {
  const wanted = new Set<string>();
  for (const task of tree.byId.values()) {
    if (!keep(task)) continue;
    for (let at: Task | undefined = task; at && !wanted.has(at.id); at = at.parent ? tree.byId.get(at.parent) : undefined) wanted.add(at.id);
  }
  return wanted;
}

/** Everything at this depth and deeper folds away; `Infinity` unfolds all. */
export function collapsedFrom(tree: Tree, depth: number): Set<string> {
  const found = new Set<string>();
  const walk = (tasks: Task[], level: number) => {
    for (const task of tasks) {
      const children = tree.below.get(task.id);
      if (!children) continue;
      if (level >= depth) found.add(task.id);
      walk(children, level + 1);
    }
  };
  walk(tree.roots, 0);
  return found;
}

export function siblings(tree: Tree, task: Task): Task[] {
  return (task.parent && tree.below.get(task.parent)) || tree.roots;
}

/** The task and everything under it. */
export function withBelow(tree: Tree, id: string): Set<string> {
  const found = new Set([id]);
  for (const one of found) for (const child of tree.below.get(one) ?? []) found.add(child.id);
  return found;
}

/** Names of what a task stands under, from the top: 地下室 / 一段. */
export function pathOf(tree: Tree, task: Task): string {
  const names: string[] = [];
  for (let at = task.parent ? tree.byId.get(task.parent) : undefined; at; at = at.parent ? tree.byId.get(at.parent) : undefined) names.unshift(at.name);
  return names.join(" / ");
}
