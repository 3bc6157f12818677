import type { Row } from "../../../api/types";

/** What changes when a row moves up or down in its group: positions in tens, only where they differ. */
export function reordered(group: Row[], id: string, step: 1 | -1): { id: string; version: number; position: number }[] {
  const at = group.findIndex((row) => row.id === id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= group.length) return [];
  const next = [...group];
  [next[at], next[to]] = [next[to]!, next[at]!];
  const places = group.map((row) => Number(row.position));
  // Places of their own are kept where they already differ, so that two changes suffice.
  const distinct = new Set(places).size === places.length;
  return next.map((row, i) => ({ id: row.id, version: row.version, position: distinct ? places[i]! : (i + 1) * 10 })).filter((change, i) => Number(next[i]!.position) !== change.position);
}

/** The place of a new row: behind all others of its group. */
export function placeAfter(rows: Row[]): number {
  return Math.min(1000, Math.max(0, ...rows.map((row) => Number(row.position))) + 10);
}
