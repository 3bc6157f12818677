import type { Filter } from "../../../api/types";
import { addDays } from "../../../kit/days";
import { tk } from "../../../i18n";

export type BucketKey = "current" | "d1_30" | "d31_60" | "d61_90" | "over_90";
export type Group = "customer" | "unit" | "owner";
export type Direction = "income" | "expense";

interface Bucket {
  key: BucketKey;
  label: string;
  /** Days late, both included; null: no end. */
  from: number | null;
  to: number | null;
}

/** The same borders as the server's: zhuke/modules/collection/domain/ageing.py. */
export const BUCKETS: Bucket[] = [
  { key: "current", label: tk("未到期"), from: null, to: 0 },
  { key: "d1_30", label: tk("逾期 1–30 天"), from: 1, to: 30 },
  { key: "d31_60", label: tk("逾期 31–60 天"), from: 31, to: 60 },
  { key: "d61_90", label: tk("逾期 61–90 天"), from: 61, to: 90 },
  { key: "over_90", label: tk("逾期 90 天以上"), from: 91, to: null },
];

export type Sums = Record<BucketKey, string> & { total: string; overdue: string };

export interface Share {
  key: BucketKey;
  label: string;
  amount: string;
  /** Part of the whole, 0–100. Negative balances (paid too much) have no width. */
  percent: number;
}

/** The buckets of one row of sums, with the width that each has in the bar. */
export function sharesOf(sums: Sums): Share[] {
  const values = BUCKETS.map((bucket) => Math.max(0, Number(sums[bucket.key])));
  const whole = values.reduce((sum, value) => sum + value, 0);
  return BUCKETS.map((bucket, i) => ({ key: bucket.key, label: bucket.label, amount: sums[bucket.key], percent: whole ? (values[i]! / whole) * 100 : 0 }));
}

export interface Looking { direction: Direction; on: string; unit?: string; owner?: string; customer?: string }

/** The list behind a figure of today: open rows, of one group and one bucket. */
export function rowsLink(looking: Looking, bucket: BucketKey | "overdue" | null, group?: { by: Group; id: string | null }): string {
  const leaves: Filter[] = [["state", "in", ["open", "partial"]], ...dueLeaves(looking.on, bucket)];
  const by = group?.by;
  if (group) leaves.push(group.id ? [group.by, "in", [group.id]] : [group.by, "empty", true]);
  if (looking.unit && by !== "unit") leaves.push(["unit", "under", looking.unit]);
  if (looking.owner && by !== "owner") leaves.push(["owner", "in", [looking.owner]]);
  if (looking.customer && by !== "customer") leaves.push(["customer", "in", [looking.customer]]);
  const path = looking.direction === "income" ? "/receivables" : "/payables";
  return `${path}?${new URLSearchParams({ view: "all", filter: JSON.stringify({ and: leaves }) }).toString()}`;
}

function dueLeaves(on: string, bucket: BucketKey | "overdue" | null): Filter[] {
  if (bucket === null) return [];
  if (bucket === "overdue") return [["due_on", "<", on]];
  const of = BUCKETS.find((one) => one.key === bucket)!;
  const latest = of.from === null ? null : addDays(on, -of.from);
  const earliest = of.to === null ? null : addDays(on, -of.to);
  if (earliest && latest) return [["due_on", "between", [earliest, latest]]];
  return latest ? [["due_on", "<=", latest]] : [["due_on", ">=", earliest!]];
}
