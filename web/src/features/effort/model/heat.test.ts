import { expect, test } from "vitest";
import type { LoadCell, LoadRow } from "../api";
import { byUnit, overloaded, shade } from "./heat";

const cell = (percent: number | null): LoadCell => ({ monday: "2026-03-02", capacity: 40, load: 0, percent, away: 0, projects: [] });
const row = (name: string, unit: string, percent: number | null): LoadRow => ({ id: name, name, kind: "person", unit: { id: unit, label: unit }, position: "", skills: [], city: "", cells: [cell(percent)] });

test("the shade follows the load", () => {
  expect([null, 0, 25, 50, 80, 100, 101].map((percent) => shade(cell(percent)))).toEqual(["off", "", "l1", "l2", "l3", "l4", "over"]);
});

test("rows stand under their unit; who has too much is counted", () => {
  const rows = [row("甲", "一部", 120), row("乙", "二部", null), row("丙", "一部", 100)];
  expect(byUnit(rows).map(([unit, of]) => [unit, of.map((one) => one.name)])).toEqual([["一部", ["甲", "丙"]], ["二部", ["乙"]]]);
  expect(overloaded(rows)).toBe(1);
});
