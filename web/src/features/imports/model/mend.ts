import type { Detail, Line, Target } from "../api";

/** Field → wording → what it stands for: a choice's value, a record's id, or "" for nothing. */
export type Means = Record<string, Record<string, string>>;

/** Kinds of remarks that are settled by saying what a wording means, or by giving what is missing; leaving it empty helps neither. */
const SETTLED_OTHERWISE = new Set(["unknown_choice", "unknown_reference", "ambiguous_reference", "required"]);

/** The fields with cells that cannot be read, of the rows in error that are at hand; a field that must be given cannot stay empty. */
export function faultyFields(batch: Detail, lines: Line[]): Target[] {
  const names = new Set(lines.flatMap((line) => line.findings.filter((one) => one.kind === "error" && !SETTLED_OTHERWISE.has(one.code)).map((one) => one.field)));
  const mapped = new Set(Object.values(batch.mapping));
  return batch.targets.filter((one) => names.has(one.name) && mapped.has(one.name) && !one.required && one.role !== "key");
}

/** The wordings of a field with those that have no meaning yet left empty. */
export function restBlank(texts: string[], chosen: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(texts.map((text) => [text, chosen[text] ?? ""]));
}

/** The options of an import with further meanings and fields that may stay empty. */
export function optionsWith(options: Record<string, unknown>, means: Means, blank: string[]): Record<string, unknown> {
  const known = (options.value_map ?? {}) as Means;
  const merged = Object.fromEntries([...new Set([...Object.keys(known), ...Object.keys(means)])].map((name) => [name, { ...known[name], ...means[name] }]));
  return { ...options, value_map: merged, blank_on_error: [...new Set([...((options.blank_on_error ?? []) as string[]), ...blank])] };
}

export interface Wrong { field: string; label: string; text: string; said: string[] }

/** The cells of a row that are wrong or missing and have a column in the file, in its order. */
export function wrongCells(batch: Detail, line: Line): Wrong[] {
  return Object.entries(batch.mapping).flatMap(([column, field]) => {
    const said = line.findings.filter((one) => one.field === field && one.kind === "error").map((one) => one.message);
    const label = batch.targets.find((one) => one.name === field)?.label ?? field;
    return said.length ? [{ field, label, text: line.raw[column] ?? "", said }] : [];
  });
}
