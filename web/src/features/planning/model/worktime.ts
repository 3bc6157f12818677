import { tk } from "../../../i18n";
import type { Shift } from "./types";

/** An own exception of a calendar: from day to day (both included) these shifts; none: rest. */
export interface OwnException {
  from: string;
  to: string;
  shifts: Shift[];
  name: string;
}

export const DAYS = [tk("周一"), tk("周二"), tk("周三"), tk("周四"), tk("周五"), tk("周六"), tk("周日")];
export const DAY_SHIFTS: Shift[] = [["08:00", "12:00"], ["13:00", "17:00"]];
const LENGTH = DAYS.length;

/** Seven days, Monday first, out of what the field holds. */
export function weekOf(value: unknown): Shift[][] {
  const days = Array.isArray(value) ? (value as Shift[][]) : [];
  if (!days.length) return Array.from({ length: LENGTH }, (_, day) => (day < 5 ? DAY_SHIFTS : []));
  return Array.from({ length: LENGTH }, (_, day) => (Array.isArray(days[day]) ? days[day] : []));
}

export function exceptionsOf(value: unknown): OwnException[] {
  if (!Array.isArray(value)) return [];
  return (value as [string, string, Shift[], string?][]).map(([from, to, shifts, name]) => ({ from, to, shifts: shifts ?? [], name: name ?? "" }));
}

export const toValue = (rows: OwnException[]): unknown[] => rows.map((row) => [row.from, row.to, row.shifts, row.name]);

/** "8" → "08:00", "830" → "08:30", "１８：００" → "18:00"; what is no time of the day stays as it was typed. */
export function tidyClock(typed: string): string {
  const text = typed.normalize("NFKC").trim();
  const found = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  if (!found) return text;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  if (minutes > 59 || hours * 60 + minutes > 1440) return text;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** Minutes of the day; null where the text is no time. "24:00" is the end of the day. */
export function clockMinutes(text: string): number | null {
  const found = /^(\d{2}):(\d{2})$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** Chinese source text of what is wrong with the shifts of a day, or null. */
export function wrongShifts(shifts: Shift[]): string | null {
  for (const [from, to] of shifts) {
    const [begin, end] = [clockMinutes(from), clockMinutes(to)];
    if (begin === null || end === null) return tk("写成 08:00 这样的时间，一天的结束写 24:00。");
    if (begin >= end) return tk("结束要晚于开始。跨夜的班次分两天写：今天到 24:00，第二天从 00:00 起。");
  }
  return null;
}

export function hoursOf(shifts: Shift[]): number {
  const minutes = shifts.reduce((sum, [from, to]) => sum + Math.max(0, (clockMinutes(to) ?? 0) - (clockMinutes(from) ?? 0)), 0);
  return Math.round(minutes / 6) / 10;
}

export const shiftsText = (shifts: Shift[]): string => shifts.map(([from, to]) => `${from}–${to}`).join("、");

/** Days that follow each other with the same shifts told together: [first, last, shifts]. */
export function alike(week: Shift[][]): [first: number, last: number, shifts: Shift[]][] {
  const found: [number, number, Shift[]][] = [];
  week.forEach((shifts, day) => {
    const before = found.at(-1);
    if (before && shiftsText(before[2]) === shiftsText(shifts)) before[1] = day;
    else found.push([day, day, shifts]);
  });
  return found;
}
