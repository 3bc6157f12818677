import { DAY, dayNumber, minutesOf, textOf, weekdayOf } from "./time";
import type { Ahead } from "./types";

export interface Week {
  from: string;
  to: string;
  starting: Ahead[];
  going: Ahead[];
  ending: Ahead[];
  /** Milestones and deadlines of the week. */
  nodes: Ahead[];
}

/** The Monday of the week of `now`, as a day. */
export const mondayOf = (now: number) => textOf((dayNumber(now) - weekdayOf(dayNumber(now))) * DAY).slice(0, 10);

/** What the coming weeks bring, Monday to Sunday, beginning with the one of `now`. A task stands in a week once: as ending, else starting, else going on. */
export function lookahead(tasks: Ahead[], now: number, weeks = 3): Week[] {
  const monday = dayNumber(now) - weekdayOf(dayNumber(now));
  return Array.from({ length: weeks }, (_, i) => {
    const first = monday + i * 7;
    const week: Week = { from: textOf(first * DAY).slice(0, 10), to: textOf((first + 6) * DAY).slice(0, 10), starting: [], going: [], ending: [], nodes: [] };
    for (const task of tasks) place(week, task, first);
    for (const list of [week.starting, week.going, week.ending, week.nodes]) list.sort((a, b) => (a.start ?? "").localeCompare(b.start ?? ""));
    return week;
  });
}

function place(week: Week, task: Ahead, first: number): void {
  if (!task.start || !task.end || task.state === "done") return;
  const start = dayNumber(minutesOf(task.start));
  const end = dayNumber(minutesOf(task.end));
  if (end < first || start > first + 6) return;
  if (task.duration === 0) week.nodes.push(task);
  else if (end <= first + 6) week.ending.push(task);
  else if (start >= first) week.starting.push(task);
  else week.going.push(task);
}

/** Tasks that should be finished by now and are not. */
export function overdue(tasks: Ahead[], now: number): Ahead[] {
  return tasks.filter((task) => task.state !== "done" && task.end && minutesOf(task.end) < now).toSorted((a, b) => a.end!.localeCompare(b.end!));
}
