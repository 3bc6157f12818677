import type { Network, PlanCalendar, Shift, Task } from "./types";
import { DAY, dayNumber, minutesOf, weekdayOf } from "./time";

/** Tells working days and hours of one calendar; what it has found out about a day it keeps. */
export interface WorkDays {
  minutesPerDay: number;
  shifts: (day: number) => Shift[];
  works: (day: number) => boolean;
}

export function workDays(calendar: PlanCalendar | undefined): WorkDays {
  const known = new Map<number, Shift[]>();
  const exceptions = (calendar?.exceptions ?? []).map(([from, to, shifts]) => ({ from: dayNumber(minutesOf(from)), to: dayNumber(minutesOf(to)), shifts }));
  const find = (day: number): Shift[] => {
    // The later exception wins, as where a make-up day lies inside a holiday.
    const special = exceptions.findLast((one) => one.from <= day && day <= one.to);
    return special?.shifts ?? calendar?.week[weekdayOf(day)] ?? [];
  };
  const shifts = (day: number) => {
    const found = known.get(day) ?? find(day);
    known.set(day, found);
    return found;
  };
  return { minutesPerDay: calendar?.minutes_per_day || 480, shifts, works: (day) => shifts(day).length > 0 };
}

/** The calendar of a task, else the plan's. */
export function calendarOf(network: Network, task?: Task | null): PlanCalendar | undefined {
  const id = task?.calendar ?? network.plan.calendar;
  return network.calendars.find((one) => one.id === id) ?? network.calendars[0];
}

/** A moment moved by working days, the time of day kept; from a free day it first goes to the next working one. */
export function shiftDays(days: WorkDays, at: number, by: number): number {
  const step = Math.sign(by);
  let left = Math.abs(by);
  let day = dayNumber(at);
  // A calendar without any working day must not turn this into an endless search.
  for (let tries = 0; left > 0 && tries < 4000; tries++) {
    day += step;
    if (days.works(day)) left -= 1;
  }
  return at + (day - dayNumber(at)) * DAY;
}
