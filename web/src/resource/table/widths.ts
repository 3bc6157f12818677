import type { Field } from "../../api/types";

export interface Wish { width: number; least: number }

const CELL = 20;
const SORT = 22;
const TAG = 24;
const HEADER_CAP = 156;
/** So far a text may shrink before the list scrolls sideways; a number or a date may not shrink at all. */
const SHRINK: Record<string, number> = { text: 0.74, longtext: 0.6, ref: 0.74, refs: 0.7, email: 0.7, url: 0.6, json: 0.8, tags: 0.7, choices: 0.7 };

/** Texts that are worthless when they are cut. */
const CODES = new Set(["number", "code"]);

/** About how wide a text is at 13 px: Chinese characters fill a square. */
export function textWidth(text: string): number {
  let width = 0;
  for (const one of text) width += one.charCodeAt(0) > 0x2e80 ? 13.1 : 7.5;
  return width;
}

/** What a column would like, and what it needs: never less than its header, nor than its longest option. */
export function wishOf(field: Field, wanted: number, unit: string): Wish {
  const title = field.type === "money" ? `${field.label}/${unit}` : field.label;
  const header = Math.min(HEADER_CAP, textWidth(title)) + CELL + (field.sortable ? SORT : 0);
  const option = Math.max(0, ...(field.options ?? []).map((one) => Math.min(120, textWidth(one.label)) + TAG + CELL));
  const least = Math.ceil(Math.max(header, field.type === "choice" ? option : 0));
  const width = Math.max(wanted, least);
  const share = CODES.has(field.name) ? 1 : (SHRINK[field.type] ?? (field.type === "choice" ? 0 : 1));
  return { width, least: Math.max(least, Math.round(width * share)) };
}

/** The widths of columns within `room`: as wished where there is room, narrower as far as each can be, else the list scrolls. */
export function fitWidths(wishes: Wish[], room: number): number[] {
  const wanted = wishes.reduce((sum, one) => sum + one.width, 0);
  const slack = wishes.reduce((sum, one) => sum + one.width - one.least, 0);
  const over = wanted - room;
  if (over <= 0 || slack <= 0 || over > slack) return wishes.map((one) => one.width);
  return wishes.map((one) => Math.floor(one.width - ((one.width - one.least) * over) / slack));
}

/** How many of these tags fit side by side into `room` pixels, counting the "+n" for the others; at least one. */
export function fits(names: string[], room: number): number {
  const more = 28, gap = 4;
  let used = 0;
  for (const [index, name] of names.entries()) {
    used += textWidth(name) + TAG - 8 + (index ? gap : 0);
    const rest = index + 1 < names.length ? more : 0;
    if (used + rest > room && index > 0) return index;
  }
  return names.length;
}
