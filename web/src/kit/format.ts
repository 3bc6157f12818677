import type { MoneyUnit } from "../api/types";
import { currentLanguage, t, tk } from "../i18n";

/** What an empty value looks like everywhere. */
export const EMPTY = "—";

const PLACES: Record<MoneyUnit, number> = { yuan: 0, wan: 4, yi: 8 };
export const MONEY_UNITS: MoneyUnit[] = ["yuan", "wan", "yi"];

/** Chinese names of the units; translate with t(). */
export const UNIT_LABELS: Record<MoneyUnit, string> = { yuan: tk("元"), wan: tk("万元"), yi: tk("亿元") };

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/**
 * Formats a decimal text with thousands separators, moved down by `shift` decimal places and rounded half away from
 * zero. Works on the text itself: a float would already lose cents at 90 trillion.
 */
export function formatDecimal(value: string | number, decimals = 2, shift = 0): string {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(String(value).trim());
  if (!match || !(match[2] || match[3])) return EMPTY;
  const whole = (match[2] ?? "").padStart(shift + 1, "0");
  const cut = whole.length - shift;
  const fraction = (whole.slice(cut) + (match[3] ?? "")).padEnd(decimals + 1, "0");
  let scaled = BigInt(whole.slice(0, cut) + fraction.slice(0, decimals));
  if (fraction.charCodeAt(decimals) >= 53) scaled += 1n;
  const digits = scaled.toString().padStart(decimals + 1, "0");
  const sign = match[1] && scaled > 0n ? "-" : "";
  const point = digits.length - decimals;
  return sign + group(digits.slice(0, point)) + (decimals ? `.${digits.slice(point)}` : "");
}

/** A sum of money in the given unit, two decimals, without the unit's name. */
export function formatMoney(value: string | number | null | undefined, unit: MoneyUnit = "yuan"): string {
  return value === null || value === undefined || value === "" ? EMPTY : formatDecimal(value, 2, PLACES[unit]);
}

/** The largest unit in which the sum still has a whole part: what a single figure is shown in. */
export function bestUnit(value: string | number): MoneyUnit {
  const whole = String(value).replace(/^-/, "").split(".")[0]!.replace(/^0+/, "");
  if (whole.length > PLACES.yi) return "yi";
  return whole.length > PLACES.wan ? "wan" : "yuan";
}

export function moneyWithUnit(value: string | number | null | undefined, unit?: MoneyUnit): string {
  if (value === null || value === undefined || value === "") return EMPTY;
  // 万 and 亿 are units of Chinese readers; in English the whole sum is written out.
  if (!unit && currentLanguage() === "en") return `¥ ${formatMoney(value)}`;
  const chosen = unit ?? bestUnit(value);
  return `${formatMoney(value, chosen)} ${t(UNIT_LABELS[chosen])}`;
}

const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});

/** A date as it stands; a moment as the date in Shanghai, wherever the browser is. */
export function formatDate(value: string | null | undefined): string {
  if (!value) return EMPTY;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? EMPTY : shanghai.format(moment).slice(0, 10);
}

/** `2026-11-21 14:03`, Shanghai time. */
export function formatDateTime(value: string | null | undefined): string {
  if (!value) return EMPTY;
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? EMPTY : shanghai.format(moment).replace("T", " ");
}

/** 刚刚 / 5 分钟前 / 3 小时前 / 昨天 14:03 / the date. */
export function formatAgo(value: string, now: Date = new Date()): string {
  const moment = new Date(value);
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes < 1) return t("刚刚");
  if (minutes < 60) return t("{{n}} 分钟前", { n: minutes });
  if (minutes < 24 * 60) return t("{{n}} 小时前", { n: Math.floor(minutes / 60) });
  const text = formatDateTime(value);
  const yesterday = formatDate(new Date(now.getTime() - 86_400_000).toISOString());
  if (text.startsWith(yesterday)) return t("昨天 {{time}}", { time: text.slice(11) });
  return text.slice(0, 10);
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function formatCount(count: number, exact = true): string {
  return count.toLocaleString(currentLanguage() === "en" ? "en-US" : "zh-CN") + (exact ? "" : "+");
}
