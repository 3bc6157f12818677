import type { Ref, Row } from "../../../api/types";

/** A change as somebody types it. */
export interface TypedChange {
  project: Ref | null; title: string; kind: string; origin: string; contact: Ref | null; asked_on: string; reason: string; description: string;
  variation: Ref | null; contract: Ref | null; income_amount: string; days: string; cost_item: Ref | null; cost_amount: string;
  task_effect: string; task: Ref | null; task_days: string; new_task: string;
}

const text = (value: unknown) => (value === null || value === undefined ? "" : String(value));
const ref = (value: unknown) => (value as Ref | null | undefined) ?? null;

export function typedOf(row: Partial<Row>, today: string): TypedChange {
  return {
    project: ref(row.project), title: text(row.title), kind: text(row.kind), origin: text(row.origin) || "customer", contact: ref(row.contact), asked_on: text(row.asked_on) || today,
    reason: text(row.reason), description: text(row.description), variation: ref(row.variation), contract: ref(row.contract), income_amount: text(row.income_amount), days: text(row.days),
    cost_item: ref(row.cost_item), cost_amount: text(row.cost_amount), task_effect: text(row.task_effect) || "none", task: ref(row.task), task_days: text(row.task_days), new_task: text(row.new_task),
  };
}

const NUMBERS = ["income_amount", "cost_amount", "days", "task_days"] as const;
const WHOLE = new Set(["days", "task_days"]);
const plain = (value: string) => value.trim().replace(/[,，\s¥]/g, "").replace(/^[−－]/, "-");

/** Fields whose number cannot be read. */
export function unreadable(typed: TypedChange): string[] {
  return NUMBERS.filter((name) => typed[name].trim() && !(WHOLE.has(name) ? /^-?\d{1,4}$/ : /^-?\d{1,12}(\.\d{1,2})?$/).test(plain(typed[name])));
}

/** What is sent: only what differs from `before`, references by id, empty numbers as null. What the person may not see is never sent. */
export function changed(typed: TypedChange, before: TypedChange | null, hidden: string[]): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const name of Object.keys(typed) as (keyof TypedChange)[]) {
    if (hidden.includes(name)) continue;
    const value = valueOf(typed, name);
    if (!before || value !== valueOf(before, name)) sent[name] = value;
  }
  return sent;
}

function valueOf(typed: TypedChange, name: keyof TypedChange): unknown {
  const value = typed[name];
  if (typeof value !== "string") return value?.id ?? null;
  if (WHOLE.has(name)) return value.trim() ? Number(plain(value)) : null;
  return (NUMBERS as readonly string[]).includes(name) ? (value.trim() ? plain(value) : null) : value.trim();
}
