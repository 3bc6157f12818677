import type { Field, Filter, Leaf, Row } from "../../../api/types";
import { isComplete, NO_FILTER, toFilter, toModel, type FilterModel } from "../../../resource/filter/codec";

export interface Action {
  kind: string;
  to: string[];
  title: string;
  body: string;
  due_in: number | string | null;
  category: string;
  tag: string;
  what: string;
  values: Record<string, unknown>;
}

export interface NumberDef {
  name: string;
  label: string;
  default: number;
  min?: number;
  max?: number;
  unit?: string;
}

export type Trigger = { every: number } | { daily: number } | { weekly: { day: number; hour: number } } | { monthly: { day: number; hour: number; every: number } } | { events: string[] };

/** A rule while it is being written. `adjustable`: labels of values that each company may have otherwise, by condition. */
export interface Draft {
  name: string;
  why: string;
  resource: string;
  trigger: Trigger;
  condition: FilterModel;
  adjustable: Record<string, string>;
  /** Numbers of a condition that came from elsewhere and stays as it is. */
  kept: NumberDef[];
  /** Null: chosen by itself, the days and times in the condition. */
  occurrence: string[] | null;
  actions: Action[];
}

export const NO_ACTION: Action = { kind: "notify", to: ["owner"], title: "", body: "", due_in: 1, category: "task", tag: "", what: "", values: {} };

export const emptyDraft = (resource: string): Draft => ({
  name: "", why: "", resource, trigger: { daily: 8 }, condition: NO_FILTER, adjustable: {}, kept: [], occurrence: null, actions: [{ ...NO_ACTION }],
});

export const keyOf = (leaf: Leaf) => `${leaf[0]} ${leaf[1]}`;
const SPAN = /^(\d+)([dwmy])$/;
const DAYS: Record<string, number> = { d: 1, w: 7, m: 30, y: 365 };

/** The whole number in a condition that could be left to each company: days of a span, or a plain whole number. */
export function numberIn(leaf: Leaf): number | null {
  const span = typeof leaf[2] === "string" ? SPAN.exec(leaf[2]) : null;
  if (span && ["older_than", "within", "next"].includes(leaf[1])) return Number(span[1]) * DAYS[span[2]!]!;
  const plain = [">", ">=", "<", "<="].includes(leaf[1]) && /^\d{1,9}$/.test(String(leaf[2])) ? Number(leaf[2]) : null;
  return plain;
}

export const isSpan = (leaf: Leaf) => ["older_than", "within", "next"].includes(leaf[1]);

/** The fields whose change makes a record count anew: by itself the days and times that the condition names. */
export function occurrenceOf(draft: Draft, fields: Field[]): string[] {
  if (draft.occurrence) return draft.occurrence;
  const timed = (name: string) => ["date", "datetime"].includes(fields.find((field) => field.name === name)?.type ?? "");
  return [...new Set([...draft.condition.all, ...draft.condition.any].filter(isComplete).map((leaf) => leaf[0]))].filter(timed);
}

/** Sums are yuan; other numbers count something. */
const unitOf = (leaf: Leaf, fields: Field[]) => (fields.find((field) => field.name === leaf[0])?.type === "money" ? "yuan" : "times");

/** What the server stores: adjustable values become numbers of the rule. */
export function bodyOf(draft: Draft, fields: Field[]) {
  const numbers: NumberDef[] = [...draft.kept];
  const put = (leaf: Leaf): Leaf => {
    const label = draft.adjustable[keyOf(leaf)];
    const value = numberIn(leaf);
    if (label === undefined || value === null) return leaf;
    let n = 1;
    while (numbers.some((one) => one.name === name(n))) n += 1;
    numbers.push({ name: name(n), label, default: value, min: 0, max: isSpan(leaf) ? 3650 : 999_999_999, unit: isSpan(leaf) ? "days" : unitOf(leaf, fields) });
    return [leaf[0], leaf[1], `$${name(n)}`];
  };
  const whole = (leaves: Leaf[]) => leaves.filter(isComplete).map(put);
  const condition = toFilter({ all: whole(draft.condition.all), any: whole(draft.condition.any), extra: draft.condition.extra });
  return {
    resource: draft.resource, trigger: draft.trigger, condition: condition ?? {}, numbers,
    occurrence: "events" in draft.trigger ? [] : occurrenceOf(draft, fields), actions: draft.actions.map(clean),
  };
}

const name = (n: number) => `n_${"abcdefghij"[n - 1] ?? `x${"i".repeat(n - 10)}`}`;

/** Only what the kind of action knows. */
function clean(action: Action): Partial<Action> & { kind: string } {
  const { kind, to, title, body, due_in, category, tag, what, values } = action;
  switch (kind) {
    case "notify": return { kind, to, title, body };
    case "todo": return { kind, to, title, body, due_in, category };
    case "tag": return { kind, tag };
    case "letter": return { kind, to, what };
    case "create":
    case "webhook": return { kind, what, values };
    default: return { kind, what, title };
  }
}

/** An action that says enough to be tried. */
export function isReady(action: Action): boolean {
  if (action.kind === "tag") return Boolean(action.tag.trim());
  if (action.kind === "notify" || action.kind === "todo") return action.to.length > 0 && Boolean(action.title.trim());
  if (action.kind === "letter") return action.to.length > 0 && Boolean(action.what);
  return Boolean(action.what);
}

/** A stored rule, opened for editing; `$names` in its conditions become the numbers that they stand for. */
export function draftOf(row: Row): Draft {
  const numbers = (row.numbers as NumberDef[]) ?? [];
  const stored = row.condition as Filter | Record<string, never> | null;
  const model = toModel(stored && Object.keys(stored).length ? (stored as Filter) : null);
  const adjustable: Record<string, string> = {};
  const used = new Set<string>();
  const open = (leaf: Leaf): Leaf => {
    const found = numbers.find((n) => leaf[2] === `$${n.name}`);
    if (!found) return leaf;
    used.add(found.name);
    const plain: Leaf = [leaf[0], leaf[1], isSpan(leaf) ? `${found.default}d` : found.default];
    adjustable[keyOf(plain)] = found.label;
    return plain;
  };
  const condition = { all: model.all.map(open), any: model.any.map(open), extra: model.extra };
  const actions = (row.actions as Partial<Action>[]).map((action) => ({ ...NO_ACTION, to: [], ...action }));
  return {
    name: String(row.name), why: String(row.why ?? ""), resource: String(row.resource), trigger: row.trigger as Trigger, condition, adjustable,
    kept: numbers.filter((n) => !used.has(n.name)), occurrence: (row.occurrence as string[]) ?? [], actions,
  };
}
