import type { Field, Meta, Row } from "../../../api/types";
import { grouped } from "./groups";

export interface Entry extends Row {
  dictionary: string;
  code: string;
  label: string;
  label_en: string;
  color: string;
  position: number;
  active: boolean;
}

export interface Dictionary {
  name: string;
  /** What people call it: the label of the field that uses it, or its name where no field does. */
  title: string;
  /** `客户·行业`: every field that offers it. */
  uses: string[];
  /** `客户`, `合作历史`: the records that have such a field. */
  users: string[];
  entries: Entry[];
}

/** Dictionaries with their entries in order, titled by the fields that use them. */
export function dictionariesOf(entries: Entry[], metas: Meta[]): Dictionary[] {
  const uses = new Map<string, { meta: Meta; field: Field }[]>();
  for (const meta of grouped(metas).flatMap((group) => group.items)) {
    for (const field of meta.fields) if (field.dictionary) uses.set(field.dictionary, [...(uses.get(field.dictionary) ?? []), { meta, field }]);
  }
  // As the records that use them come, not by the alphabet of their names; unused ones last.
  const names = [...new Set([...uses.keys(), ...entries.map((entry) => entry.dictionary)])];
  return names.map((name) => {
    const found = uses.get(name) ?? [];
    return {
      name,
      title: titleOf(found) ?? name,
      uses: found.map(({ meta, field }) => `${meta.label}·${field.label}`),
      users: [...new Set(found.map(({ meta }) => meta.label))],
      entries: entries.filter((entry) => entry.dictionary === name).toSorted((a, b) => a.position - b.position || a.code.localeCompare(b.code)),
    };
  });
}

/** A short label such as 方式 says nothing without its record. */
function titleOf(uses: { meta: Meta; field: Field }[]): string | undefined {
  const [first] = uses;
  if (!first) return undefined;
  return first.field.label.length < 3 && !first.field.label.startsWith(first.meta.label) ? first.meta.label + first.field.label : first.field.label;
}

/** The list with one row moved up or down. Past the ends nothing moves. */
export function moved<T>(rows: T[], from: number, by: number): T[] {
  const to = from + by;
  if (to < 0 || to >= rows.length) return rows;
  const next = [...rows];
  const [row] = next.splice(from, 1);
  next.splice(to, 0, row!);
  return next;
}

/** The rows whose position has to be written so that this order stands: as few as possible. */
export function renumbered<T extends { position: number }>(rows: T[]): { row: T; position: number }[] {
  const inOrder = rows.every((row, i) => i === 0 || rows[i - 1]!.position < row.position);
  return inOrder ? [] : rows.flatMap((row, i) => (row.position === i ? [] : [{ row, position: i }]));
}
