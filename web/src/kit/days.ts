import { formatDate } from "./format";
import { tk } from "../i18n";

const DAY = 86_400_000;
/** When the working day has settled enough for a call. */
export const CALL_AT = "09:30";

const WEEKDAYS = [tk("周日"), tk("周一"), tk("周二"), tk("周三"), tk("周四"), tk("周五"), tk("周六")];

/** The day in Shanghai of a moment, `2026-11-21`. */
export function dayOf(moment: Date | string): string {
  return formatDate(typeof moment === "string" ? moment : moment.toISOString());
}

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);
}

/** Days from one day to another; negative when the second lies before the first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

function weekdayNumber(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** Chinese source text of the weekday; translate with t(). */
export function weekday(day: string): string {
  return WEEKDAYS[weekdayNumber(day)]!;
}

export interface QuickDay {
  /** Chinese source text; translate with t(). */
  label: string;
  day: string;
  /** ISO moment at the hour when calls start. */
  at: string;
}

/**
 * 明天, 三天后, 下周一, each on a working day: what falls on a weekend moves to Monday. Picks that come to the same day
 * appear once, under the name that is true of it.
 */
export function quickDays(now: Date): QuickDay[] {
  const today = dayOf(now);
  const monday = addDays(today, ((8 - weekdayNumber(today)) % 7) || 7);
  const wanted: [string, string][] = [[tk("下周一"), monday], [tk("明天"), addDays(today, 1)], [tk("三天后"), addDays(today, 3)]];
  const found = new Map<string, string>();
  for (const [label, day] of wanted) {
    const free = [0, 6].includes(weekdayNumber(day));
    if (!free && !found.has(day)) found.set(day, label);
  }
  return [...found].map(([day, label]) => ({ label, day, at: at(day) })).toSorted((a, b) => a.day.localeCompare(b.day));
}

export function at(day: string, time = CALL_AT): string {
  return `${day}T${time}:00+08:00`;
}
