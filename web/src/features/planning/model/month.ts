import { DAY, minutesOf, textOf, weekdayOf } from "./time";
import type { Task } from "./types";

const number = (day: string) => minutesOf(day) / DAY;
const text = (day: number) => textOf(day * DAY).slice(0, 10);

/** The weeks, Monday to Sunday, that a month `2026-03` touches. */
export function monthWeeks(month: string): string[][] {
  const first = number(`${month}-01`);
  const next = number(`${shiftMonth(month, 1)}-01`);
  const weeks: string[][] = [];
  for (let day = first - weekdayOf(first); day < next; day += 7) weeks.push(Array.from({ length: 7 }, (_, i) => text(day + i)));
  return weeks;
}

export function shiftMonth(month: string, by: number): string {
  const [year = 0, at = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, at - 1 + by, 1)).toISOString().slice(0, 7);
}

export interface DayEvent {
  task: Task;
  what: "start" | "end" | "node";
}

const RANK = { node: 0, end: 1, start: 2 };

/** By day what begins and ends on it; milestones first. Work of one day stands there once, as its end. */
export function days(tasks: Task[]): Map<string, DayEvent[]> {
  const found = new Map<string, DayEvent[]>();
  const put = (day: string, event: DayEvent) => {
    const list = found.get(day);
    if (list) list.push(event);
    else found.set(day, [event]);
  };
  for (const task of tasks) {
    if (!task.start || !task.end) continue;
    const [start, end] = [task.start.slice(0, 10), task.end.slice(0, 10)];
    put(end, { task, what: task.duration === 0 ? "node" : "end" });
    if (start !== end) put(start, { task, what: "start" });
  }
  for (const list of found.values()) list.sort((a, b) => RANK[a.what] - RANK[b.what] || Number(b.task.critical) - Number(a.task.critical));
  return found;
}
