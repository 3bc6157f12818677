import type { LoadCell, LoadRow } from "../api";

/** How dark a week is: by percent of capacity; over it red, without capacity hatched. */
export function shade(cell: LoadCell): "" | "l1" | "l2" | "l3" | "l4" | "over" | "off" {
  if (cell.percent === null) return "off";
  if (cell.percent > 100) return "over";
  if (cell.percent === 0) return "";
  return cell.percent <= 25 ? "l1" : cell.percent <= 50 ? "l2" : cell.percent <= 80 ? "l3" : "l4";
}

/** Rows under their unit, in the order in which they came. */
export function byUnit(rows: LoadRow[]): [string, LoadRow[]][] {
  const found = new Map<string, LoadRow[]>();
  for (const row of rows) found.set(row.unit.label, [...(found.get(row.unit.label) ?? []), row]);
  return [...found];
}

export const overloaded = (rows: LoadRow[]): number => rows.filter((row) => row.cells.some((cell) => (cell.percent ?? 0) > 100)).length;
