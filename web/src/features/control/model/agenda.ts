/** One item of an agenda while it is edited; `key` keeps rows apart. */
export interface Item {
  key: string;
  title: string;
  who: string;
  minutes: number | null;
  note: string;
}

interface Stored {
  title?: unknown;
  who?: unknown;
  minutes?: unknown;
  note?: unknown;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function toItems(stored: unknown): Item[] {
  const list = Array.isArray(stored) ? (stored as Stored[]) : [];
  return list.map((one, i) => ({ key: `s${i}`, title: text(one.title), who: text(one.who), minutes: typeof one.minutes === "number" ? one.minutes : null, note: text(one.note) }));
}

/** What is sent: rows without a title were begun and left. */
export function toSend(items: Item[]): Record<string, unknown>[] {
  return items.filter((one) => one.title.trim()).map(({ title, who, minutes, note }) => ({ title: title.trim(), who: who.trim(), minutes, note: note.trim() }));
}

export const sameAgenda = (a: Item[], b: Item[]): boolean => JSON.stringify(toSend(a)) === JSON.stringify(toSend(b));

/** How long all items take together. */
export const total = (items: Item[]): number => items.reduce((sum, one) => sum + (one.minutes ?? 0), 0);

export function moved(items: Item[], at: number, by: -1 | 1): Item[] {
  const to = at + by;
  if (to < 0 || to >= items.length) return items;
  const next = [...items];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}
