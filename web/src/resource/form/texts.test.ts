import { expect, test } from "vitest";
import type { Row } from "../../api/types";
import { begin, clashes, follow, isDirty, textsOf, toSave } from "./texts";

const NAMES = ["overview", "problems"];
const row = (version: number, overview: string, problems = "") => ({ id: "r", version, overview, problems }) as unknown as Row;
const typed = (overview: string) => ({ ...begin(row(1, "甲"), NAMES), now: { overview, problems: "" } });

test("nobody types: the server's texts are shown", () => {
  expect(follow(begin(row(1, "甲"), NAMES), row(2, "乙", "丙"), NAMES)).toEqual({ version: 2, before: { overview: "乙", problems: "丙" }, now: { overview: "乙", problems: "丙" } });
});

test("different texts: both stay, and only one's own is sent", () => {
  const now = follow(typed("我写的"), row(2, "甲", "对方写的"), NAMES);
  expect(now.now).toEqual({ overview: "我写的", problems: "对方写的" });
  expect([now.version, toSave(now, NAMES)]).toEqual([2, { overview: "我写的" }]);
});

test("the same text: the version stays, so that the server refuses", () => {
  const there = row(2, "对方写的");
  const now = follow(typed("我写的"), there, NAMES);
  expect([now.version, now.now.overview, clashes(now, textsOf(there, NAMES), NAMES)]).toEqual([1, "我写的", ["overview"]]);
});

test("both wrote the same: there is nothing to choose", () => {
  const now = follow(typed("乙"), row(2, "乙"), NAMES);
  expect([isDirty(now, NAMES), now.version]).toEqual([false, 2]);
});
