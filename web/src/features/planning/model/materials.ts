import type { MaterialTotal, Need } from "./types";

/** `12.500` as people write it: 12.5, with commas from a thousand on. */
export const figure = (value: string | number): string => Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 3 });

/** What nobody has confirmed of a quantity. */
export const missing = (one: { quantity: string; confirmed: string }): number => Math.max(0, Math.round((Number(one.quantity) - Number(one.confirmed)) * 1000) / 1000);

/** A need that nobody has confirmed although its day is near or past, of a task that is not done. */
export function pressing(need: Need, today: string, within = 21): boolean {
  if (need.state === "confirmed" || need.done || !need.needed_on) return false;
  return (Date.parse(need.needed_on) - Date.parse(today)) / 86_400_000 <= within;
}

/** `03-09` for a week, `2026-03` for a month. */
export const periodName = (first: string, by: "week" | "month"): string => (by === "month" ? first.slice(0, 7) : first.slice(5));

/** The periods in which a material is needed, with how much, in their order. */
export const cellsOf = (line: MaterialTotal): [string, { quantity: string; confirmed: string }][] =>
  Object.entries(line.cells).toSorted(([a], [b]) => (a || "9999").localeCompare(b || "9999"));
