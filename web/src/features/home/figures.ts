import { bestUnit, formatCount, formatDecimal, formatMoney, moneyWithUnit, UNIT_LABELS } from "../../kit/format";
import { currentLanguage, t } from "../../i18n";
import type { Counter } from "./api";

export interface Shown {
  value: string;
  unit: string;
}

/** `¥ 138.6B`: English has no 万 and 亿, and a sum written out does not fit where many stand side by side. */
function shortSum(value: string): string {
  return `¥ ${new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(Number(value))}`;
}

export function sumText(value: string): string {
  return currentLanguage() === "en" ? shortSum(value) : moneyWithUnit(value);
}

/** A counter as people read it: sums in the unit that fits their size. */
export function shownValue(value: string, unit: Counter["unit"]): Shown {
  if (unit === "percent") return { value: formatDecimal(value, 1), unit: "%" };
  if (unit === "count") return { value: formatCount(Number(value)), unit: currentLanguage() === "en" ? "" : t("个") };
  if (currentLanguage() === "en") return { value: shortSum(value), unit: "" };
  const best = bestUnit(value);
  return { value: formatMoney(value, best), unit: t(UNIT_LABELS[best]) };
}

export interface Change {
  direction: "up" | "down" | "same";
  good: boolean;
  /** Null: last month had nothing, so there is no share to tell. */
  percent: string | null;
}

/** This month to date against the same days of last month. */
export function changeOf(counter: Counter): Change | null {
  if (counter.previous === null) return null;
  const now = Number(counter.value);
  const before = Number(counter.previous);
  const direction = now === before ? "same" : now > before ? "up" : "down";
  const good = direction === "same" || (direction === "up") === (counter.better === "more");
  return { direction, good, percent: before === 0 ? null : `${((Math.abs(now - before) / Math.abs(before)) * 100).toFixed(1)}%` };
}

/** Days from today to a day, in Shanghai: below zero it is over. */
export function daysUntil(due: string, today: string): number {
  const day = due.length > 10 ? new Date(new Date(due).getTime() + 8 * 3_600_000).toISOString().slice(0, 10) : due;
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
}

/** `late`: a day that has passed is one too late, not just one in the past. */
export function dueText(due: string, today: string, late = false): string {
  const days = daysUntil(due, today);
  if (days === 0) return t("今天");
  if (days === 1) return t("明天");
  if (days === -1) return t("昨天");
  if (days < 0 && late) return t("逾期 {{n}} 天", { n: -days });
  const day = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day;
}

export function greeting(hour: number): string {
  if (hour < 6) return t("夜深了");
  if (hour < 11) return t("上午好");
  if (hour < 13) return t("中午好");
  return hour < 18 ? t("下午好") : t("晚上好");
}
