import { currentLanguage, t } from "../../../i18n";

/** Minutes since 1970 of a local time text; the plan's clock is Shanghai's wherever the browser stands. */
export const DAY = 1440;

export function minutesOf(text: string): number {
  return Date.parse(`${text.length > 10 ? text.slice(0, 16) : `${text}T00:00`}Z`) / 60_000;
}

/** `2026-03-02T08:00` */
export function textOf(minutes: number): string {
  return new Date(minutes * 60_000).toISOString().slice(0, 16);
}

export function dayNumber(minutes: number): number {
  return Math.floor(minutes / DAY);
}

/** Monday is 0. 1 January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function nowMinutes(now: Date = new Date()): number {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).format(now);
  return minutesOf(parts.replace(" ", "T"));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = currentLanguage() === "en" ? "en-GB" : "zh-CN";
  const name = `${locale} ${key}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  formats.set(name, known);
  return known;
}

const dateOf = (minutes: number) => new Date(minutes * 60_000);

export const monthLabel = (minutes: number) => format("month", { year: "numeric", month: "short" }).format(dateOf(minutes));
export const shortMonth = (minutes: number) => format("short", { month: "short" }).format(dateOf(minutes));
export const weekdayLabel = (minutes: number) => format("weekday", { weekday: "narrow" }).format(dateOf(minutes));

/** `26-05-24`: what fits into a column. */
export function shortDay(text: string | null): string {
  return text ? text.slice(2, 10) : "—";
}

/** A working length in days of the calendar, or in hours below half a day. */
export function lengthText(minutes: number, perDay: number): string {
  if (minutes === 0) return t("{{n}}天", { n: 0 });
  if (Math.abs(minutes) < perDay / 2) return t("{{n}}小时", { n: round(minutes / 60) });
  return t("{{n}}天", { n: round(minutes / perDay) });
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}

const UNITS: [RegExp, (perDay: number) => number][] = [
  [/^(天|日|工作日|d|day|days|)$/i, (perDay) => perDay],
  [/^(小时|时|h|hour|hours)$/i, () => 60],
  [/^(周|w|week|weeks)$/i, (perDay) => perDay * 5],
  [/^(分|分钟|min|m)$/i, () => 1],
];

/** `5`, `5天`, `4小时`, `2周`, `-1d` as working minutes; null when it is no length. */
export function parseLength(text: string, perDay: number): number | null {
  const match = /^\s*([+-]?\d+(?:[.,]\d+)?)\s*(\S*)\s*$/.exec(text);
  const unit = match && UNITS.find(([pattern]) => pattern.test(match[2]!));
  if (!match || !unit) return null;
  return Math.round(Number(match[1]!.replace(",", ".")) * unit[1](perDay));
}
