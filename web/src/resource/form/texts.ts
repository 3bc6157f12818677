import type { Row } from "../../api/types";

export type Texts = Record<string, string>;

export const textsOf = (row: Row, names: readonly string[]): Texts => Object.fromEntries(names.map((name) => [name, String(row[name] ?? "")]));

/** What is being typed, and what stood there when the typing began. */
export interface Typing {
  version: number;
  before: Texts;
  now: Texts;
}

export const begin = (row: Row, names: readonly string[]): Typing => ({ version: row.version, before: textsOf(row, names), now: textsOf(row, names) });

const touched = (typing: Typing, name: string) => typing.now[name] !== typing.before[name];

export const isDirty = (typing: Typing, names: readonly string[]): boolean => names.some((name) => touched(typing, name));

/**
 * What is typed, on the row as the server has it now. Texts that nobody types follow the server; a text that only the person here has
 * touched stays as typed. While a text stands differently on both sides, the typing keeps the version that it began from, so that the
 * server refuses to overwrite it unseen.
 */
export function follow(typing: Typing, row: Row, names: readonly string[]): Typing {
  if (typing.version >= row.version) return typing;
  const there = textsOf(row, names);
  if (clashes(typing, there, names).length) return typing;
  const now = Object.fromEntries(names.map((name) => [name, touched(typing, name) ? typing.now[name]! : there[name]!]));
  return { version: row.version, before: there, now };
}

/** The texts that both have changed, each in another way. */
export const clashes = (typing: Typing, there: Texts, names: readonly string[]): string[] =>
  names.filter((name) => touched(typing, name) && there[name] !== typing.before[name] && there[name] !== typing.now[name]);

/** Only what was touched is sent. */
export const toSave = (typing: Typing, names: readonly string[]): Texts => Object.fromEntries(names.filter((name) => touched(typing, name)).map((name) => [name, typing.now[name]!]));
