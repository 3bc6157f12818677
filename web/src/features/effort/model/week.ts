import { addDays } from "../../../kit/days";
import type { LineInput, SheetLine, Week } from "../api";

/** One row of the grid: what somebody works on, with the hours of the seven days. */
export interface GridRow {
  key: string;
  project: { id: string; label: string };
  task: { id: string; label: string } | null;
  resource: { id: string; label: string } | null;
  cells: Cell[];
}
/** Several entries of one day stay apart when the grid is saved; the grid edits the first and shows the sum. */
export interface Cell { hours: string; overtime: string; note: string; lines: SheetLine[] }

const EMPTY: Cell = { hours: "", overtime: "", note: "", lines: [] };

export function monday(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

export const keyOf = (line: { project: { id: string }; task: { id: string } | null; resource: { id: string } | null }) => [line.project.id, line.task?.id ?? "", line.resource?.id ?? ""].join("/");

export function rowsOf(week: Week): GridRow[] {
  const rows = new Map<string, GridRow>();
  for (const line of week.lines) {
    const row = rows.get(keyOf(line)) ?? emptyRow(line.project, line.task, line.resource);
    rows.set(row.key, row);
    const n = week.days.findIndex((one) => one.day === line.day);
    if (n < 0) continue;
    const lines = [...row.cells[n]!.lines, line];
    row.cells[n] = { hours: short(sum(lines.map((one) => one.hours))), overtime: short(sum(lines.map((one) => one.overtime))), note: lines.map((one) => one.note).filter(Boolean).join("；"), lines };
  }
  return [...rows.values()];
}

export function emptyRow(project: GridRow["project"], task: GridRow["task"] = null, resource: GridRow["resource"] = null): GridRow {
  return { key: keyOf({ project, task, resource }), project, task, resource, cells: Array.from({ length: 7 }, () => EMPTY) };
}

/** The grid with one cell changed. */
export function withCell(rows: GridRow[], key: string, day: number, change: Partial<Cell>): GridRow[] {
  return rows.map((row) => (row.key === key ? { ...row, cells: row.cells.map((cell, n) => (n === day ? { ...cell, ...change } : cell)) } : row));
}

/** What goes to the server. Entries that nobody touched are sent as they were; a changed cell becomes one entry, an emptied one none. */
export function linesOf(rows: GridRow[], days: string[]): LineInput[] {
  return rows.flatMap((row) => row.cells.flatMap((cell, n) => {
    const of = { day: days[n]!, project: row.project.id, task: row.task?.id ?? null, resource: row.resource?.id ?? null };
    const same = cell.lines.length > 0 && short(sum(cell.lines.map((one) => one.hours))) === short(cell.hours) && short(sum(cell.lines.map((one) => one.overtime))) === short(cell.overtime)
      && cell.lines.map((one) => one.note).filter(Boolean).join("；") === cell.note;
    if (same) return cell.lines.map((one) => ({ id: one.id, ...of, hours: one.hours, overtime: one.overtime, note: one.note }));
    if (!(Number(cell.hours) > 0)) return [];
    const first = cell.lines[0]?.id;
    return [{ ...(first ? { id: first } : {}), ...of, hours: short(cell.hours), overtime: short(cell.overtime || "0"), note: cell.note.slice(0, 200) }];
  }));
}

/** The rows of the week before, with its hours on the days that may still be filled in and are empty; or one day from the last that has hours. */
export function copied(rows: GridRow[], before: SheetLine[], from: string, to: string): GridRow[] {
  const on = before.filter((line) => line.day === from);
  let next = rows;
  for (const line of on) {
    const key = keyOf(line);
    if (!next.some((row) => row.key === key)) next = [...next, emptyRow(line.project, line.task, line.resource)];
    const n = (Date.parse(to) - Date.parse(monday(to))) / 86_400_000;
    const cell = next.find((row) => row.key === key)!.cells[n]!;
    if (!cell.hours) next = withCell(next, key, n, { hours: short(line.hours), overtime: Number(line.overtime) ? short(line.overtime) : "", note: line.note });
  }
  return next;
}

/** The last day before `day` that has hours, in this week or the one before. */
export function lastWorked(week: Week, day: string): string | null {
  return [...week.before, ...week.lines].map((line) => line.day).filter((one) => one < day).toSorted().at(-1) ?? null;
}

export const dayTotal = (rows: GridRow[], n: number): number => sum(rows.map((row) => row.cells[n]!.hours));
export const total = (rows: GridRow[]): number => sum(rows.flatMap((row) => row.cells.map((cell) => cell.hours)));

export function sum(values: (string | number)[]): number {
  return Math.round(values.reduce<number>((all, one) => all + (Number(one) || 0), 0) * 100) / 100;
}

/** `8.00` → `8`, `7.50` → `7.5`. */
export function short(value: string | number): string {
  return value === "" ? "" : String(Number(value));
}
