import { tk } from "../../../i18n";
import type { PersonTally } from "../api";

export type Month = "this" | "last" | "quarter";

export const MONTHS: [Month, string][] = [["this", tk("本月")], ["last", tk("上月")], ["quarter", tk("近三个月")]];

/** First and last day of a period; the current one ends today. */
export function monthSpan(month: Month, today: string): { since: string; until: string } {
  const [year, number] = today.split("-").map(Number) as [number, number];
  const day = (months: number, date: number) => new Date(Date.UTC(year, number - 1 + months, date)).toISOString().slice(0, 10);
  if (month === "last") return { since: day(-1, 1), until: day(0, 0) };
  return { since: day(month === "quarter" ? -2 : 0, 1), until: today };
}

/** Whoever has most that is missing or late comes first; else as the server tells them. */
export function worstFirst(items: PersonTally[]): PersonTally[] {
  const bad = (one: PersonTally) => one.missing + one.late + one.late_talks;
  return items.toSorted((a, b) => bad(b) - bad(a));
}
