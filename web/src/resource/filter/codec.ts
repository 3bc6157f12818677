import type { Filter, Leaf, Op } from "../../api/types";

/**
 * What the filter bar edits: conditions that must all hold, one group of which any must hold, and parts that it cannot
 * edit (nested groups that came by a link) and keeps as they are.
 */
export interface FilterModel {
  all: Leaf[];
  any: Leaf[];
  extra: Filter[];
}

export const NO_FILTER: FilterModel = { all: [], any: [], extra: [] };

export function isLeaf(filter: unknown): filter is Leaf {
  return Array.isArray(filter) && filter.length === 3 && typeof filter[0] === "string" && typeof filter[1] === "string";
}

function isFilter(value: unknown): value is Filter {
  if (isLeaf(value)) return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const [key, ...others] = Object.keys(value);
  if (others.length || !key) return false;
  const inner = (value as Record<string, unknown>)[key];
  if (key === "not") return isFilter(inner);
  return (key === "and" || key === "or") && Array.isArray(inner) && inner.every(isFilter);
}

/** Reads a filter from a URL. A text that is no filter counts as none: a mangled link should still open the list. */
export function parseFilter(text: string | null | undefined): Filter | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isFilter(value) ? value : null;
  } catch {
    return null;
  }
}

export function toModel(filter: Filter | null): FilterModel {
  if (!filter) return NO_FILTER;
  const model: FilterModel = { all: [], any: [], extra: [] };
  const parts = !isLeaf(filter) && "and" in filter ? filter.and : [filter];
  for (const part of parts) {
    if (isLeaf(part)) model.all.push(part);
    else if ("or" in part && part.or.length && part.or.every(isLeaf) && !model.any.length) model.any = part.or;
    else model.extra.push(part);
  }
  return model;
}

export function toFilter(model: FilterModel): Filter | null {
  const parts: Filter[] = [...model.all, ...anyPart(model.any), ...model.extra];
  if (!parts.length) return null;
  return parts.length === 1 ? parts[0]! : { and: parts };
}

function anyPart(leaves: Leaf[]): Filter[] {
  if (!leaves.length) return [];
  return leaves.length === 1 ? [leaves[0]!] : [{ or: leaves }];
}

/** Whether a condition says anything yet: half-written ones are not sent. */
export function isComplete([field, op, value]: Leaf): boolean {
  if (!field || !op) return false;
  if (op === "empty") return typeof value === "boolean";
  if (Array.isArray(value)) return op === "between" ? value.some((part) => part !== null && part !== "") : value.length > 0;
  return value !== null && value !== undefined && value !== "";
}

/** The value that the quick filter of a field holds under one op. */
export function leafValue(model: FilterModel, field: string, op: Op): unknown {
  return model.all.find((leaf) => leaf[0] === field && leaf[1] === op)?.[2];
}

/** Sets (or with an empty value removes) the one condition on `field` under `op`, at its place. */
export function withLeaf(model: FilterModel, leaf: Leaf): FilterModel {
  const same = (other: Leaf) => other[0] === leaf[0] && other[1] === leaf[1];
  const complete = isComplete(leaf);
  const at = model.all.findIndex(same);
  if (at < 0) return complete ? { ...model, all: [...model.all, leaf] } : model;
  const all = complete ? model.all.map((other, i) => (i === at ? leaf : other)) : model.all.filter((_, i) => i !== at);
  return { ...model, all };
}

/** A half-open range is written with the one comparison that it is. */
export function rangeLeaf(field: string, from: unknown, to: unknown): Leaf | null {
  const has = (value: unknown) => value !== null && value !== undefined && value !== "";
  if (has(from) && has(to)) return [field, "between", [from, to]];
  if (has(from)) return [field, ">=", from];
  return has(to) ? [field, "<=", to] : null;
}
