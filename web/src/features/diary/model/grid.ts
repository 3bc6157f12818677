import { addDays } from "../../../kit/days";
import { formatDateTime } from "../../../kit/format";
import type { Entry } from "../api";

export type View = "month" | "week" | "day" | "list";
export const VIEWS: View[] = ["month", "week", "day", "list"];
/** The hours that the week shows before one scrolls. */
export const FIRST_HOUR = 7;
const LIST_DAYS = 30;
const STEP = 15;

/** Monday of the week of a day. */
export function monday(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** The days that a view shows; a month is whole weeks. */
export function daysOf(view: View, day: string): string[] {
  if (view === "day") return [day];
  if (view === "list") return range(day, LIST_DAYS);
  if (view === "week") return range(monday(day), 7);
  const first = monday(`${day.slice(0, 8)}01`);
  const next = nextMonth(day, 1);
  let weeks = 4;
  while (addDays(first, weeks * 7) < next) weeks += 1;
  return range(first, weeks * 7);
}

function range(first: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => addDays(first, i));
}

/** The first of the month that lies `by` months away. */
function nextMonth(day: string, by: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10);
}

/** The day to show after one page forward or back. A month keeps the day of the month where there is one. */
export function turned(view: View, day: string, by: number): string {
  if (view === "day") return addDays(day, by);
  if (view === "week") return addDays(day, 7 * by);
  if (view === "list") return addDays(day, LIST_DAYS * by);
  const first = nextMonth(day, by);
  const last = addDays(nextMonth(first, 1), -1);
  const same = first.slice(0, 8) + day.slice(8);
  return same > last ? last : same;
}

/** The day in Shanghai on which an entry stands. */
export function dayOfEntry(entry: Entry): string {
  return entry.all_day ? entry.start : formatDateTime(entry.start).slice(0, 10);
}

/** `14:03`; empty for whole days. */
export function timeOf(entry: Entry): string {
  return entry.all_day ? "" : formatDateTime(entry.start).slice(11);
}

export function byDay(entries: Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayOfEntry(entry);
    found.set(day, [...(found.get(day) ?? []), entry]);
  }
  return found;
}

export function minutesOf(moment: string): number {
  const [hour = 0, minute = 0] = formatDateTime(moment).slice(11).split(":").map(Number);
  return hour * 60 + minute;
}

export interface Placed { entry: Entry; from: number; to: number; lane: number; lanes: number }

/** Entries with hours side by side where they overlap; minutes of the day, at least half an hour high. */
export function placed(entries: Entry[]): Placed[] {
  const timed = entries.filter((entry) => !entry.all_day).map((entry) => {
    const from = minutesOf(entry.start);
    const sameDay = entry.end && formatDateTime(entry.end).slice(0, 10) === dayOfEntry(entry);
    const to = Math.max(from + 30, sameDay ? minutesOf(entry.end!) : entry.end ? 24 * 60 : 0);
    return { entry, from, to: Math.min(to, 24 * 60), lane: 0, lanes: 1 };
  }).toSorted((a, b) => a.from - b.from || b.to - a.to);
  let cluster: Placed[] = [];
  let end = 0;
  const close = () => {
    const lanes = Math.max(1, ...cluster.map((one) => one.lane + 1));
    cluster.forEach((one) => { one.lanes = lanes; });
    cluster = [];
  };
  for (const one of timed) {
    if (one.from >= end) close();
    const taken = new Set(cluster.filter((other) => other.to > one.from).map((other) => other.lane));
    while (taken.has(one.lane)) one.lane += 1;
    cluster.push(one);
    end = Math.max(end, one.to);
  }
  close();
  return timed;
}

/** What the field of an entry becomes on another day; `minutes` of the day where an hour was chosen as well. */
export function movedTo(entry: Entry, day: string, minutes?: number): string {
  if (entry.all_day) return day;
  const wanted = minutes === undefined ? minutesOf(entry.start) : Math.min(24 * 60 - STEP, Math.max(0, Math.round(minutes / STEP) * STEP));
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${day}T${pad(Math.floor(wanted / 60))}:${pad(wanted % 60)}:00+08:00`;
}

/** The keys that walk over a grid of days: how far each goes. */
export const WALK: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
