import type { TimelineItem } from "../api";
import { dayOf, daysBetween } from "../../../kit/days";

export interface TimeGroup {
  /** A day `2026-11-21`, or a month `2026-08` for what is longer ago. */
  key: string;
  items: TimelineItem[];
}

/** Days for the last thirty days, months before that. Items come newest first and stay so. */
export function groupByTime(items: TimelineItem[], now: Date): TimeGroup[] {
  const today = dayOf(now);
  const groups: TimeGroup[] = [];
  for (const item of items) {
    const day = dayOf(item.at);
    const key = daysBetween(day, today) <= 30 ? day : day.slice(0, 7);
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups;
}
