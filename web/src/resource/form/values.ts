import type { Field, Me, Meta, Ref, Row } from "../../api/types";

export type Values = Record<string, unknown>;

/** A value of an answer in the shape of a request: references become ids. */
export function toRequest(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return field.type === "refs" || field.type === "choices" || field.type === "tags" ? [] : null;
  if (field.type === "ref") return typeof value === "object" ? (value as Ref).id : value;
  if (field.type === "refs") return (value as (Ref | string)[]).map((one) => (typeof one === "object" ? one.id : one));
  return value;
}

/** The fields that a form shows: those of meta.form that the person may write. */
export function formFields(meta: Meta): Field[] {
  return meta.form.flatMap((name) => meta.fields.find((field) => field.name === name && !field.readonly && !field.masked) ?? []);
}

export function valuesOf(fields: Field[], row: Row): Values {
  return Object.fromEntries(fields.filter((field) => field.name in row).map((field) => [field.name, toRequest(field, row[field.name])]));
}

export function defaultsOf(fields: Field[]): Values {
  return Object.fromEntries(fields.filter((field) => field.default !== null && field.default !== undefined).map((field) => [field.name, field.default]));
}

/** Where a new record belongs when nothing else is said: to the person's own unit, in the person's own hands. */
export function homeValues(fields: Field[], me: Me | undefined): Values {
  const values: Values = {};
  for (const field of fields) {
    if (field.type === "ref" && field.name === "unit" && field.ref === "units" && me?.unit) values.unit = me.unit.id;
    if (field.type === "ref" && field.name === "owner" && field.ref === "users" && me) values.owner = me.id;
  }
  return values;
}

/** References whose labels a row already carries. */
export function knownRefs(field: Field, row: Row | null, me?: Me): Ref[] {
  const value = row?.[field.name];
  if (!row && me && field.type === "ref") return [{ id: me.id, label: me.name }, ...(me.unit ? [me.unit] : [])];
  if (field.type === "ref" && value && typeof value === "object") return [value as Ref];
  return field.type === "refs" && Array.isArray(value) ? (value as Ref[]) : [];
}

export function sameValue(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => (value === undefined || value === "" ? null : value);
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** Only what differs from the row that the form started from. */
export function changedValues(fields: Field[], before: Values, now: Values): Values {
  return Object.fromEntries(fields.filter((f) => !sameValue(before[f.name], now[f.name])).map((f) => [f.name, clean(f, now[f.name])]));
}

/** What a new record sends: filled fields only. */
export function filledValues(fields: Field[], now: Values): Values {
  return Object.fromEntries(fields.filter((f) => !sameValue(now[f.name], null)).map((f) => [f.name, clean(f, now[f.name])]));
}

function clean(field: Field, value: unknown): unknown {
  if (typeof value === "string") {
    const text = value.trim();
    return text === "" && field.type !== "text" && field.type !== "longtext" ? null : text;
  }
  return value === undefined ? null : value;
}

export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && !value.trim()) || (Array.isArray(value) && !value.length);
}
