import { describe, expect, test } from "vitest";
import { addDays, dayOf, daysBetween, quickDays, weekday } from "./days";

const names = (iso: string) => quickDays(new Date(iso)).map((pick) => `${pick.label} ${pick.day}`);

describe("quick days for the next contact", () => {
  test("on a Monday: tomorrow, in three days, next Monday", () => {
    expect(names("2026-11-16T10:00:00+08:00")).toEqual(["明天 2026-11-17", "三天后 2026-11-19", "下周一 2026-11-23"]);
  });

  test("what falls on a weekend is Monday, and Monday stands there once", () => {
    // Thursday: in three days is Sunday.
    expect(names("2026-11-19T10:00:00+08:00")).toEqual(["明天 2026-11-20", "下周一 2026-11-23"]);
    // Friday: tomorrow is Saturday, in three days is Monday itself.
    expect(names("2026-11-20T10:00:00+08:00")).toEqual(["下周一 2026-11-23"]);
    expect(names("2026-11-21T10:00:00+08:00")).toEqual(["下周一 2026-11-23", "三天后 2026-11-24"]);
    expect(names("2026-11-22T10:00:00+08:00")).toEqual(["下周一 2026-11-23", "三天后 2026-11-25"]);
  });

  test("the day is Shanghai's, whatever the browser's clock says", () => {
    // 23:30 UTC on Monday is Tuesday morning in Shanghai.
    expect(names("2026-11-16T23:30:00Z")[0]).toBe("明天 2026-11-18");
  });

  test("each pick is within working hours", () => {
    for (const pick of quickDays(new Date("2026-11-16T10:00:00+08:00"))) {
      expect(pick.at).toBe(`${pick.day}T09:30:00+08:00`);
      expect(["周六", "周日"]).not.toContain(weekday(pick.day));
    }
  });
});

test("days are counted by the calendar", () => {
  expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  expect(daysBetween("2026-11-21", "2026-11-18")).toBe(-3);
  expect(dayOf("2026-11-20T16:00:00Z")).toBe("2026-11-21");
});
