import { expect, test } from "vitest";
import type { Entry } from "../api";
import { byDay, daysOf, monday, movedTo, placed, turned } from "./grid";

const entry = (start: string, end: string | null = null, more: Partial<Entry> = {}): Entry => ({
  key: start, kind: "visit", title: "x", start, end, all_day: start.length === 10, resource: "visits", object_id: "1", person: null, done: false,
  overdue: false, note: "", place: "", move: null, ...more,
});

test("weeks begin on Monday", () => {
  expect(monday("2026-11-22")).toBe("2026-11-16");
  expect(monday("2026-11-23")).toBe("2026-11-23");
  expect(daysOf("week", "2026-11-22")).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]);
});

test("a month is whole weeks and no more than it needs", () => {
  const november = daysOf("month", "2026-11-22");
  expect([november[0], november.at(-1), november.length]).toEqual(["2026-10-26", "2026-12-06", 42]);
  expect(daysOf("month", "2027-02-10")).toHaveLength(28);
  expect(daysOf("list", "2026-11-22")).toHaveLength(30);
});

test("turning pages keeps the day of the month where there is one", () => {
  expect(turned("month", "2026-01-31", 1)).toBe("2026-02-28");
  expect(turned("month", "2026-03-31", -1)).toBe("2026-02-28");
  expect(turned("month", "2026-12-15", 1)).toBe("2027-01-15");
  expect(turned("week", "2026-11-22", -1)).toBe("2026-11-15");
  expect(turned("day", "2026-11-30", 1)).toBe("2026-12-01");
});

test("entries stand on their day in Shanghai", () => {
  const days = byDay([entry("2026-11-22T23:30:00+00:00"), entry("2026-11-22")]);
  expect([...days.keys()]).toEqual(["2026-11-23", "2026-11-22"]);
});

test("what overlaps stands side by side, what follows stands alone", () => {
  const found = placed([
    entry("2026-11-22T09:00:00+08:00", "2026-11-22T10:30:00+08:00"),
    entry("2026-11-22T10:00:00+08:00", "2026-11-22T11:00:00+08:00"),
    entry("2026-11-22T10:30:00+08:00", "2026-11-22T11:00:00+08:00"),
    entry("2026-11-22T14:00:00+08:00"),
    entry("2026-11-22"),
  ]);
  expect(found.map((one) => [one.from, one.to, one.lane, one.lanes])).toEqual([[540, 630, 0, 2], [600, 660, 1, 2], [630, 660, 0, 2], [840, 870, 0, 1]]);
});

test("an entry that lasts past midnight ends with the day", () => {
  expect(placed([entry("2026-11-22T23:00:00+08:00", "2026-11-23T01:00:00+08:00")])[0]).toMatchObject({ from: 1380, to: 1440 });
});

test("moving keeps the hour, or takes the quarter that was hit", () => {
  const visit = entry("2026-11-22T09:20:00+08:00");
  expect(movedTo(visit, "2026-11-25")).toBe("2026-11-25T09:20:00+08:00");
  expect(movedTo(visit, "2026-11-25", 14 * 60 + 8)).toBe("2026-11-25T14:15:00+08:00");
  expect(movedTo(visit, "2026-11-25", 24 * 60)).toBe("2026-11-25T23:45:00+08:00");
  expect(movedTo(entry("2026-11-22"), "2026-11-25", 600)).toBe("2026-11-25");
});
