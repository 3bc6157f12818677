import { expect, test } from "vitest";
import type { SheetLine, Week } from "../api";
import { copied, dayTotal, emptyRow, lastWorked, linesOf, monday, rowsOf, total, withCell } from "./week";

const DAYS = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08"];
const line = (id: string, day: string, hours: string, more: Partial<SheetLine> = {}): SheetLine => ({
  id, day, project: { id: "p", label: "东湖" }, task: null, resource: null, hours, overtime: "0.00", note: "", state: "draft", late_days: 0, ...more,
});
const week = (lines: SheetLine[], before: SheetLine[] = []): Week => ({
  monday: DAYS[0]!, days: DAYS.map((day) => ({ day, workday: true, late_days: 0, open: true })), hours_per_day: 8, most_days: null, report: null, lines, before,
  projects: [], tasks: [], resources: [],
});

test("weeks begin on Monday", () => {
  expect(monday("2026-03-08")).toBe("2026-03-02");
  expect(monday("2026-03-09")).toBe("2026-03-09");
});

test("entries of one project and task are one row", () => {
  const rows = rowsOf(week([line("1", DAYS[0]!, "8.00"), line("2", DAYS[1]!, "7.50"), line("3", DAYS[1]!, "1.00", { task: { id: "t", label: "放线" } })]));
  expect(rows.map((row) => row.cells.slice(0, 2).map((cell) => cell.hours))).toEqual([["8", "7.5"], ["", "1"]]);
  expect([dayTotal(rows, 1), total(rows)]).toEqual([8.5, 16.5]);
});

test("what nobody touched is sent as it was, what was emptied is not sent", () => {
  const lines = [line("1", DAYS[0]!, "8.00", { note: "放线" }), line("2", DAYS[0]!, "1.00"), line("3", DAYS[1]!, "8.00")];
  const rows = rowsOf(week(lines));
  expect(linesOf(rows, DAYS).map((one) => one.id)).toEqual(["1", "2", "3"]);
  const emptied = withCell(rows, rows[0]!.key, 1, { hours: "" });
  expect(linesOf(emptied, DAYS).map((one) => one.id)).toEqual(["1", "2"]);
  const changed = withCell(rows, rows[0]!.key, 0, { hours: "6" });
  expect(linesOf(changed, DAYS)).toMatchObject([{ id: "1", hours: "6", note: "放线" }, { id: "3", hours: "8.00" }]);
});

test("a new row has no id", () => {
  const rows = withCell([emptyRow({ id: "q", label: "西山" })], "q//", 2, { hours: "4" });
  expect(linesOf(rows, DAYS)).toEqual([{ day: DAYS[2], project: "q", task: null, resource: null, hours: "4", overtime: "0", note: "" }]);
});

test("yesterday is copied where nothing stands yet", () => {
  const before = [line("9", "2026-02-27", "8.00", { note: "扎筋", overtime: "1.00" })];
  const open = week([], before);
  expect(lastWorked(open, DAYS[0]!)).toBe("2026-02-27");
  const rows = copied([], before, "2026-02-27", DAYS[0]!);
  expect(rows[0]!.cells[0]).toMatchObject({ hours: "8", overtime: "1", note: "扎筋", lines: [] });
  const kept = copied(withCell(rows, rows[0]!.key, 0, { hours: "3" }), before, "2026-02-27", DAYS[0]!);
  expect(kept[0]!.cells[0]!.hours).toBe("3");
  expect(lastWorked(week([]), DAYS[0]!)).toBeNull();
});
