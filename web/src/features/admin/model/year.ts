import type { Row } from "../../../api/types";

export interface Holiday extends Row {
  /** `2026-10-01` */
  day: string;
  kind: "off" | "work";
  name: string;
}

export interface Month {
  /** 1–12 */
  month: number;
  /** Weeks from Monday; null: a day of a neighbouring month. */
  weeks: (string | null)[][];
}

const SPEECH = { "zh-hans": "zh-CN", en: "en-US" } as const;
type Speech = keyof typeof SPEECH;

/** 10月, October: of the long Chinese names people read only the figures quickly. */
export function monthName(month: number, language: Speech): string {
  return new Intl.DateTimeFormat(SPEECH[language], { month: language === "en" ? "long" : "short", timeZone: "UTC" }).format(Date.UTC(2026, month - 1, 1));
}

/** 10月1日, Oct 1; with `full` the year and the weekday too. */
export function dayName(day: string, language: Speech, full = false): string {
  return new Intl.DateTimeFormat(SPEECH[language], { month: full ? "long" : "short", day: "numeric", timeZone: "UTC", ...(full ? { year: "numeric", weekday: "long" } : {}) }).format(Date.parse(`${day}T00:00:00Z`));
}

const two = (n: number) => String(n).padStart(2, "0");

/** 0 Monday … 6 Sunday. */
export function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function monthsOf(year: number): Month[] {
  return Array.from({ length: 12 }, (_, at) => {
    const month = at + 1;
    const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const days = Array.from({ length: count }, (_, i) => `${year}-${two(month)}-${two(i + 1)}`);
    const cells: (string | null)[] = [...Array<null>(weekday(days[0]!)).fill(null), ...days];
    while (cells.length % 7) cells.push(null);
    return { month, weeks: Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7)) };
  });
}

/** Days are red when off by announcement, blue when worked instead of a weekend day. */
export type DayKind = "off" | "work" | "weekend" | "plain";

export function kindOf(day: string, holidays: Map<string, Holiday>): DayKind {
  return holidays.get(day)?.kind ?? (weekday(day) >= 5 ? "weekend" : "plain");
}

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

export interface Span {
  name: string;
  first: string;
  last: string;
  /** Days worked to make up for it. */
  made: string[];
}

/** 国庆节 10-01 – 10-07 and its make-up days, in the order of the year. */
export function spansOf(holidays: Holiday[]): Span[] {
  const spans: Span[] = [];
  for (const { day, name, kind } of holidays.toSorted((a, b) => a.day.localeCompare(b.day))) {
    if (kind !== "off") continue;
    const last = spans.at(-1);
    if (last && last.name === name && addDays(last.last, 1) === day) last.last = day;
    else spans.push({ name, first: day, last: day, made: [] });
  }
  for (const { day, name, kind } of holidays) {
    if (kind === "work") spans.filter((span) => span.name === name).toSorted((a, b) => distance(day, a) - distance(day, b))[0]?.made.push(day);
  }
  return spans;
}

function distance(day: string, span: Span): number {
  return Math.min(Math.abs(Date.parse(day) - Date.parse(span.first)), Math.abs(Date.parse(day) - Date.parse(span.last)));
}

/** How many days of the year are worked. */
export function workdays(year: number, holidays: Map<string, Holiday>): number {
  return monthsOf(year).flatMap((month) => month.weeks.flat()).filter((day) => day !== null && ["plain", "work"].includes(kindOf(day, holidays))).length;
}
