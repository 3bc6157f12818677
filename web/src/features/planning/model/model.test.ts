import { beforeAll, describe, expect, test } from "vitest";
import { startI18n } from "../../../i18n";
import { makeTask, network } from "../../../test/fixture/plan";
import { scaleOf, ticks, xOf } from "./axis";
import { columns, stepsTo } from "./board";
import { shiftDays, workDays } from "./calendar";
import { changes, draftOf } from "./form";
import { lookahead, mondayOf, overdue } from "./lookahead";
import { harmless, merged } from "./merge";
import { indent, linkable, nudge, outdent, swap } from "./moves";
import { lanes } from "./owners";
import { DAY, lengthText, minutesOf, parseLength, textOf, weekdayOf } from "./time";
import type { TaskState } from "./types";
import { collapsedFrom, pathOf, treeOf, visibleRows, withBelow } from "./tree";

beforeAll(() => startI18n("zh-hans"));

const plan = network();
const tree = treeOf(plan.tasks);
const days = workDays(plan.calendars[0]);
const task = (id: string) => tree.byId.get(id)!;

describe("times", () => {
  test("texts and minutes are the same moment in any zone", () => {
    expect(textOf(minutesOf("2026-03-02T08:00"))).toBe("2026-03-02T08:00");
    expect(weekdayOf(minutesOf("2026-03-02") / DAY)).toBe(0);
    expect(weekdayOf(minutesOf("2026-03-01") / DAY)).toBe(6);
  });

  test("lengths are read in days, hours and weeks, and nothing else", () => {
    expect(parseLength("5", 480)).toBe(2400);
    expect(parseLength("1.5天", 480)).toBe(720);
    expect(parseLength("4 小时", 480)).toBe(240);
    expect(parseLength("2w", 480)).toBe(4800);
    expect(parseLength("-1d", 480)).toBe(-480);
    expect(parseLength("五天", 480)).toBeNull();
    expect(parseLength("", 480)).toBeNull();
    expect(lengthText(2400, 480)).toBe("5天");
    expect(lengthText(120, 480)).toBe("2小时");
  });
});

describe("working days", () => {
  test("weekends and holidays are free, a make-up day inside them is not", () => {
    const works = (day: string) => days.works(minutesOf(day) / DAY);
    expect(works("2026-03-07")).toBe(false);
    expect(works("2026-03-04")).toBe(true);
    expect(works("2026-04-06")).toBe(false);
    expect(works("2026-04-04")).toBe(true);
  });

  test("a day later skips what is free and keeps the hour", () => {
    expect(textOf(shiftDays(days, minutesOf("2026-03-06T08:00"), 1))).toBe("2026-03-09T08:00");
    expect(textOf(shiftDays(days, minutesOf("2026-03-09T13:00"), -1))).toBe("2026-03-06T13:00");
  });

  test("a calendar without any working day ends the search", () => {
    const never = workDays({ ...plan.calendars[0]!, week: [[], [], [], [], [], [], []], exceptions: [] });
    expect(shiftDays(never, 0, 1)).toBeGreaterThan(0);
  });
});

describe("tree", () => {
  test("rows follow position, folded branches hide what is under them", () => {
    expect(visibleRows(tree, new Set()).map((row) => row.task.id)).toEqual(["a", "a1", "a2", "b"]);
    expect(visibleRows(tree, new Set(["a"])).map((row) => row.task.id)).toEqual(["a", "b"]);
    expect([...collapsedFrom(tree, 0)]).toEqual(["a"]);
  });

  test("a search shows what it finds and the way to it, unfolded", () => {
    const rows = visibleRows(tree, new Set(["a"]), (one) => one.id === "a2");
    expect(rows.map((row) => [row.task.id, row.depth])).toEqual([["a", 0], ["a2", 1]]);
  });

  test("a task whose parent is missing stands at the top", () => {
    expect(treeOf([makeTask("x", { parent: "gone" })]).roots.map((one) => one.id)).toEqual(["x"]);
  });

  test("what lies under a task, and what it lies under", () => {
    expect([...withBelow(tree, "a")]).toEqual(["a", "a1", "a2"]);
    expect(pathOf(tree, task("a2"))).toBe("基础");
  });
});

describe("moves", () => {
  test("indent goes under the neighbour above, outdent behind the parent", () => {
    expect(indent(tree, task("a2"))).toEqual({ op: "move", task: "a2", parent: "a1", after: null });
    expect(indent(tree, task("b"))).toEqual({ op: "move", task: "b", parent: "a", after: "a2" });
    expect(indent(tree, task("a1"))).toBeNull();
    expect(outdent(tree, task("a2"))).toEqual({ op: "move", task: "a2", parent: null, after: "a" });
    expect(outdent(tree, task("a"))).toBeNull();
  });

  test("up and down stay inside the level", () => {
    expect(swap(tree, task("a2"), -1)).toEqual({ op: "move", task: "a2", parent: "a", after: null });
    expect(swap(tree, task("a1"), 1)).toEqual({ op: "move", task: "a1", parent: "a", after: "a2" });
    expect(swap(tree, task("a2"), 1)).toBeNull();
  });

  test("a day later by keyboard is a wish for the start", () => {
    expect(nudge(days, task("a1"), 5)).toEqual({ op: "set", task: "a1", version: 1, values: { start: "2026-03-09T08:00" } });
    expect(nudge(days, makeTask("x", { start: null }), 1)).toBeNull();
  });

  test("no link to itself, twice, or between a task and what it stands under", () => {
    expect(linkable(plan, tree, "a1", "a1")).toBe(false);
    expect(linkable(plan, tree, "a1", "a2")).toBe(false);
    expect(linkable(plan, tree, "a", "a1")).toBe(false);
    expect(linkable(plan, tree, "a2", "b")).toBe(true);
  });
});

describe("after an edit", () => {
  const result = {
    revision: 8, changed: [makeTask("a2", { parent: "a", position: 2, start: "2026-03-12T08:00" })], added: [makeTask("c", { position: 3 })], removed: ["b"],
    links: { added: [], changed: [], removed: ["l1"] },
    consequences: { finish: ["2026-03-10T17:00", "2026-03-12T17:00"] as [string, string], moved: 2, days: 2, late: [], newly_critical: 0 },
  };

  test("changed, added and removed tasks are taken over, untouched ones stay the same objects", () => {
    const after = merged(plan, result);
    expect(after.tasks.map((one) => one.id)).toEqual(["a", "a1", "a2", "c"]);
    expect(after.tasks[2]!.start).toBe("2026-03-12T08:00");
    expect(after.tasks[1]).toBe(plan.tasks[1]);
    expect(after.links).toEqual([]);
    expect(after.plan.revision).toBe(8);
    expect(after.plan.finish).toBe("2026-03-12T17:00");
  });

  test("only what moves nobody else and breaks nothing is saved without asking", () => {
    expect(harmless(result)).toBe(false);
    const own = { ...result, consequences: { ...result.consequences, finish: ["a", "a"] as [string, string], moved: 0 } };
    expect(harmless(own)).toBe(true);
    expect(harmless({ ...own, consequences: { ...own.consequences, late: [{ task: { id: "a", label: "" }, deadline: "", end: "" }] } })).toBe(false);
  });
});

describe("axis", () => {
  test("a week of the axis begins on Monday, months carry their name", () => {
    const scale = scaleOf("week", minutesOf("2026-03-02"), minutesOf("2026-06-30"));
    const { major, minor } = ticks(scale, xOf(scale, minutesOf("2026-03-02")), xOf(scale, minutesOf("2026-03-31")));
    expect(minor.find((tick) => tick.label === "3/9")!.x).toBe(xOf(scale, minutesOf("2026-03-09")));
    expect(major.map((tick) => tick.label)).toContain("2026年3月");
  });

  test("quarters begin in January, April, July and October, also across the year", () => {
    const scale = scaleOf("quarter", minutesOf("2026-01-01"), minutesOf("2028-01-01"));
    const { major, minor } = ticks(scale, 0, scale.width);
    expect(minor.find((tick) => tick.x === xOf(scale, minutesOf("2026-07-01")))!.label).toBe("Q3");
    expect(minor.find((tick) => tick.x === xOf(scale, minutesOf("2027-01-01")))!.label).toBe("Q1");
    expect(major.map((tick) => tick.label)).toEqual(expect.arrayContaining(["2026", "2027", "2028"]));
  });
});

describe("views", () => {
  const now = minutesOf("2026-03-04T10:00");

  test("the board puts each task into the column of its state", () => {
    expect(columns(plan.tasks).doing.map((one) => one.id)).toEqual(["a1"]);
  });

  test("a card that is moved reports what has happened", () => {
    const verbs = (values: object, to: TaskState) => stepsTo(makeTask("x", values), to).map((one) => one.verb);
    expect(verbs({}, "todo")).toEqual([]);
    expect(verbs({}, "doing")).toEqual(["start"]);
    expect(verbs({}, "done")).toEqual(["finish"]);
    expect(verbs({ state: "doing", actual_start: "2026-03-02T08:00" }, "todo")).toEqual(["set_progress"]);
    expect(verbs({ state: "paused", actual_start: "2026-03-02T08:00" }, "doing")).toEqual(["resume"]);
    expect(verbs({ state: "paused" }, "doing")).toEqual(["resume", "start"]);
    expect(verbs({ state: "paused" }, "todo")).toEqual(["resume"]);
    expect(verbs({ state: "done", actual_start: "2026-03-02T08:00" }, "paused")).toEqual(["set_progress", "pause"]);
    expect(stepsTo(makeTask("x", { state: "done" }), "doing")).toEqual([{ verb: "set_progress", inputs: { progress: 95 } }]);
  });

  test("three weeks from Monday on, each task once a week", () => {
    const ahead = plan.tasks.filter((one) => one.id !== "a").map((one) => ({ ...one, waits_for: [] }));
    const weeks = lookahead(ahead, now);
    expect(mondayOf(now)).toBe("2026-03-02");
    expect(weeks.map((week) => [week.from, week.to])).toEqual([["2026-03-02", "2026-03-08"], ["2026-03-09", "2026-03-15"], ["2026-03-16", "2026-03-22"]]);
    expect(weeks[0]!.ending.map((one) => one.id)).toEqual(["a1"]);
    expect(weeks[1]!.ending.map((one) => one.id)).toEqual(["a2"]);
    expect(weeks[1]!.nodes.map((one) => one.id)).toEqual(["b"]);
    expect(overdue(ahead, minutesOf("2026-03-07")).map((one) => one.id)).toEqual(["a1"]);
  });

  test("bars of one person share a line unless they overlap", () => {
    const tasks = [makeTask("x", { start: "2026-03-02T08:00", end: "2026-03-05T17:00" }), makeTask("y", { start: "2026-03-04T08:00", end: "2026-03-06T17:00" }), makeTask("z", { start: "2026-03-06T08:00", end: "2026-03-07T17:00" })];
    const [lane] = lanes(tasks, "未分配", now);
    expect(lane!.lines.map((line) => line.map((one) => one.id))).toEqual([["x", "z"], ["y"]]);
    expect(lane!.label).toBe("未分配");
  });
});

describe("form of a task", () => {
  const before = draftOf(task("a1"), "5天", { note: "", cost_item: null, budget: null });

  test("sends only what was changed, the length in minutes", () => {
    expect(changes(before, before, 480)).toEqual({});
    expect(changes(before, { ...before, length: "6天", name: "挖土" }, 480)).toEqual({ duration: 2880, name: "挖土" });
    expect(changes(before, { ...before, length: "很久" }, 480)).toBeNull();
  });

  test("a limit without a date drops the date", () => {
    const limited = draftOf(makeTask("x", { constraint: "snet", constraint_at: "2026-03-02T08:00" }), "1天", { note: "", cost_item: null, budget: null });
    expect(changes(limited, { ...limited, constraint: "asap" }, 480)).toEqual({ constraint: "asap", constraint_at: null });
  });
});
