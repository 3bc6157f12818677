import { currentLanguage } from "../../../i18n";
import { DAY, dayNumber, monthLabel, shortMonth, weekdayLabel, weekdayOf } from "./time";

export type Zoom = "day" | "week" | "month" | "quarter";

export const ZOOMS: Zoom[] = ["day", "week", "month", "quarter"];

const FIELDS = { day: "day", week: "weekOfYear", month: "month", quarter: "quarter" } as const;

/** 日, 周, 月, 季 as the language itself calls them. */
export function zoomLabel(zoom: Zoom): string {
  const chinese = currentLanguage() !== "en";
  const name = new Intl.DisplayNames(chinese ? "zh-CN" : "en", { type: "dateTimeField" }).of(FIELDS[zoom]) ?? zoom;
  return chinese ? name.slice(0, 1) : name.slice(0, 1).toUpperCase() + name.slice(1);
}

const WIDTH: Record<Zoom, number> = { day: 34, week: 7, month: 3, quarter: 1 };

export interface Scale {
  zoom: Zoom;
  /** Minutes where the axis begins, a midnight. */
  from: number;
  to: number;
  pixelsPerDay: number;
  width: number;
}

/** The axis around all dates of a plan, with room before and after. */
export function scaleOf(zoom: Zoom, first: number, last: number): Scale {
  const room = zoom === "day" ? 14 : zoom === "week" ? 28 : 62;
  const from = (dayNumber(first) - room) * DAY;
  const to = (dayNumber(last) + room * 2) * DAY;
  const pixelsPerDay = WIDTH[zoom];
  return { zoom, from, to, pixelsPerDay, width: Math.ceil(((to - from) / DAY) * pixelsPerDay) };
}

export const xOf = (scale: Scale, at: number) => ((at - scale.from) / DAY) * scale.pixelsPerDay;
export const minutesAt = (scale: Scale, x: number) => scale.from + (x / scale.pixelsPerDay) * DAY;

export interface Tick {
  x: number;
  width: number;
  label: string;
}

const dayOfMonth = (day: number) => new Date(day * 86_400_000).getUTCDate();
const monthOf = (day: number) => new Date(day * 86_400_000).getUTCMonth();
const yearOf = (day: number) => new Date(day * 86_400_000).getUTCFullYear();
const monthStart = (year: number, month: number) => Date.UTC(year, month, 1) / 86_400_000;

function months(scale: Scale, from: number, to: number, step: number, label: (day: number) => string): Tick[] {
  const ticks: Tick[] = [];
  let year = yearOf(from);
  let month = Math.floor(monthOf(from) / step) * step;
  for (let day = monthStart(year, month); day <= to; ) {
    month += step;
    if (month >= 12) [year, month] = [year + 1, month - 12];
    const next = monthStart(year, month);
    const x = xOf(scale, day * DAY);
    ticks.push({ x, width: xOf(scale, next * DAY) - x, label: label(day) });
    day = next;
  }
  return ticks;
}

function days(scale: Scale, from: number, to: number, label: (day: number) => string, every: (day: number) => boolean, width: number): Tick[] {
  const ticks: Tick[] = [];
  for (let day = from; day <= to; day++) if (every(day)) ticks.push({ x: xOf(scale, day * DAY), width: width * scale.pixelsPerDay, label: label(day) });
  return ticks;
}

/** The two lines above the bars, for the part of the axis between two positions. */
export function ticks(scale: Scale, left: number, right: number): { major: Tick[]; minor: Tick[] } {
  const from = dayNumber(minutesAt(scale, left)) - 7;
  const to = dayNumber(minutesAt(scale, right)) + 1;
  const major = (step: number, label: (day: number) => string) => months(scale, from, to, step, label);
  switch (scale.zoom) {
    case "day":
      return { major: major(1, (day) => monthLabel(day * DAY)), minor: days(scale, from, to, (day) => `${dayOfMonth(day)} ${weekdayLabel(day * DAY)}`, () => true, 1) };
    case "week":
      return { major: major(1, (day) => monthLabel(day * DAY)), minor: days(scale, from, to, (day) => `${monthOf(day) + 1}/${dayOfMonth(day)}`, (day) => weekdayOf(day) === 0, 7) };
    case "month":
      return { major: major(12, (day) => String(yearOf(day))), minor: major(1, (day) => shortMonth(day * DAY)) };
    default:
      return { major: major(12, (day) => String(yearOf(day))), minor: major(3, (day) => `Q${monthOf(day) / 3 + 1}`) };
  }
}
