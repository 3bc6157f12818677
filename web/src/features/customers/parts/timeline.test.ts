import { expect, test } from "vitest";
import type { TimelineItem } from "../api";
import { everyMonth } from "./quality/months";
import { groupByTime } from "./timeline";

const now = new Date("2026-11-21T10:00:00+08:00");
const item = (at: string): TimelineItem => ({ kind: "event", id: at, at, entered_at: at, title: "", body: "", person: "" });

test("days for the last month, months before that, in the order of the answer", () => {
  const moments = ["2026-11-21T09:00:00+08:00", "2026-11-21T00:10:00+08:00", "2026-11-20T16:30:00Z", "2026-11-20T12:00:00+08:00", "2026-10-02T12:00:00+08:00", "2026-10-01T12:00:00+08:00", "2025-10-01T12:00:00+08:00"];
  const groups = groupByTime(moments.map(item), now);
  // 16:30 UTC on the 20th is the 21st in Shanghai.
  expect(groups.map((group) => `${group.key}×${group.items.length}`)).toEqual(["2026-11-21×3", "2026-11-20×1", "2026-10×2", "2025-10×1"]);
  expect(groups.flatMap((group) => group.items.map((one) => one.at))).toEqual(moments);
});

test("a month without talks is a column of its own", () => {
  const found = everyMonth([{ month: "2026-09", count: 4, forward: 1 }, { month: "2025-01", count: 9, forward: 9 }], 13, now);
  expect(found.map((one) => one.month)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]);
  expect(found.filter((one) => one.count).map((one) => one.month)).toEqual(["2026-09"]);
});
