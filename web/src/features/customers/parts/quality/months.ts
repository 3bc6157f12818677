import type { Communication } from "../../api";
import { dayOf } from "../../../../kit/days";

type Month = Communication["months"][number];

/** The last months without gaps: a month without any talk is a column of its own, not a hole in time. */
export function everyMonth(found: Month[], count: number, now: Date = new Date()): Month[] {
  const [year = 0, month = 1] = dayOf(now).split("-").map(Number);
  return Array.from({ length: count }, (_, i) => {
    const at = year * 12 + month - 1 - (count - 1 - i);
    const name = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    return found.find((one) => one.month === name) ?? { month: name, count: 0, forward: 0 };
  });
}

export function percent(part: number, whole: number): string {
  return whole ? `${Math.round((part / whole) * 100)}%` : "—";
}
