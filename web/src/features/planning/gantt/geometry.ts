import { xOf, type Scale } from "../model/axis";
import { minutesOf } from "../model/time";
import type { TreeRow } from "../model/tree";
import type { LinkKind, Task } from "../model/types";

/** Height of one task, and of the two lines of dates above them. */
export const ROW = 30;
export const HEAD = 48;
export const BAR = 13;
const TOP = 8;

export interface Bar {
  x1: number;
  x2: number;
  y: number;
  kind: "task" | "summary" | "milestone";
}

/** Dates that stand for the task's own while one drags it or looks at consequences. */
export type Ghosts = ReadonlyMap<string, readonly [start: number, end: number]>;

export const isMilestone = (task: Task) => task.duration === 0 && task.kind !== "summary";

export function datesOf(task: Task, ghosts?: Ghosts): readonly [number, number] | null {
  const ghost = ghosts?.get(task.id);
  if (ghost) return ghost;
  return task.start && task.end ? [minutesOf(task.start), minutesOf(task.end)] : null;
}

/** Where a task's bar lies, from the left of the axis and the top of all rows. */
export function barOf(scale: Scale, row: TreeRow, index: number, ghosts?: Ghosts): Bar | null {
  const dates = datesOf(row.task, ghosts);
  if (!dates) return null;
  const x1 = xOf(scale, dates[0]);
  const kind = row.task.kind === "summary" || row.branch ? "summary" : isMilestone(row.task) ? "milestone" : "task";
  return { x1, x2: kind === "milestone" ? x1 : Math.max(x1 + 3, xOf(scale, dates[1])), y: index * ROW + TOP, kind };
}

export type Point = [x: number, y: number];

const OUT = 7;
const IN = 10;

/** The corners of a link between two bars: out of an end, down or up beside it, into the other. */
export function route(kind: LinkKind, from: Bar, to: Bar): Point[] {
  const y1 = from.y + BAR / 2;
  const y2 = to.y + BAR / 2;
  const leavesEnd = kind[0] === "F";
  const entersStart = kind[1] === "S";
  const wide = (bar: Bar) => (bar.kind === "milestone" ? 6 : 0);
  const x1 = leavesEnd ? from.x2 + wide(from) : from.x1 - wide(from);
  const x2 = entersStart ? to.x1 - wide(to) : to.x2 + wide(to);
  const a = x1 + (leavesEnd ? OUT : -OUT);
  const b = x2 + (entersStart ? -IN : IN);
  if (leavesEnd !== entersStart) {
    const c = leavesEnd ? Math.max(a, b) : Math.min(a, b);
    return [[x1, y1], [c, y1], [c, y2], [x2, y2]];
  }
  if (leavesEnd ? a <= b : a >= b) return [[x1, y1], [a, y1], [a, y2], [x2, y2]];
  const middle = y1 + (y2 >= y1 ? ROW / 2 : -ROW / 2);
  return [[x1, y1], [a, y1], [a, middle], [b, middle], [b, y2], [x2, y2]];
}
