import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import type { Counter, Item, Workbench } from "./api";
import { moved, toggled } from "./edit/order";
import { changeOf, daysUntil, dueText, greeting, shownValue } from "./figures";
import { HomePage } from "./HomePage";
import { linkTo } from "./links";
import { shapes } from "./parts/funnelShapes";

const counter = (more: Partial<Counter>): Counter => ({ key: "c", label: "本月新增客户", unit: "count", better: "more", value: "12", previous: "10", link: null, ...more });
const item = (more: Partial<Item>): Item => ({ resource: "customers", id: "1", title: "江苏新筑", hint: "赵一 · 3 天前联系过", due: "2026-11-20T02:00:00Z", tone: "danger", actions: ["call", "follow"], phone: "138 0013 8000", customer: { id: "1", label: "江苏新筑" }, version: 1, about: null, ...more });

const bench: Workbench = {
  today: { date: "2026-11-22", workday: false, name: "" },
  compared: { since: "2026-11-01", until: "2026-11-22", before_since: "2026-10-01", before_until: "2026-10-22" },
  layout: { blocks: ["counters", "lists", "funnel", "shortcuts"], lists: ["customers.today", "todos.open"], counters: ["c"], hidden: [], shortcuts: ["menu:home"], custom: false },
  available: { lists: [{ key: "customers.today", label: "今日需联系" }, { key: "todos.open", label: "待办事项" }], counters: [{ key: "c", label: "本月新增客户" }], blocks: [{ key: "funnel", label: "商机漏斗" }] },
  counters: [counter({})],
  lists: [
    { key: "empty", label: "遗忘提醒", empty: "没有。", count: 0, count_exact: true, items: [], link: null },
    { key: "customers.today", label: "今日需联系", empty: "", count: 1, count_exact: true, items: [item({})], link: { resource: "customers", filter: ["owner", "=", "$me"], sort: "name", path: "" } },
    { key: "todos.open", label: "待办事项", empty: "", count: 2, count_exact: true, items: [item({ resource: "todos", id: "9", title: "取图纸", actions: ["done"], tone: "", due: "2026-11-22" })], link: null },
  ],
  blocks: [{ key: "funnel", label: "商机漏斗", kind: "funnel", data: { steps: [{ key: "potential", label: "潜在客户", count: 9, amount: "100", link: null }, { key: "start", label: "项目启动", count: 1, amount: null, link: null }], note: "", link: null } }],
};

describe("figures", () => {
  test("a change says which way is good", () => {
    expect(changeOf(counter({}))).toEqual({ direction: "up", good: true, percent: "20.0%" });
    expect(changeOf(counter({ better: "less" }))?.good).toBe(false);
    expect(changeOf(counter({ value: "5" }))).toEqual({ direction: "down", good: false, percent: "50.0%" });
    expect(changeOf(counter({ previous: "0" }))?.percent).toBeNull();
    expect(changeOf(counter({ previous: "12" }))?.direction).toBe("same");
    expect(changeOf(counter({ previous: null }))).toBeNull();
  });
  test("sums stand in the unit that fits", () => {
    expect(shownValue("123456789.00", "yuan")).toEqual({ value: "1.23", unit: "亿元" });
    expect(shownValue("45600", "yuan")).toEqual({ value: "4.56", unit: "万元" });
    expect(shownValue("1234", "count")).toEqual({ value: "1,234", unit: "个" });
  });
  test("days are those of Shanghai", () => {
    expect(daysUntil("2026-11-21T17:00:00Z", "2026-11-22")).toBe(0);
    expect(dueText("2026-11-21", "2026-11-22")).toBe("昨天");
    expect(dueText("2026-11-22", "2026-11-22")).toBe("今天");
    expect(dueText("2026-12-03", "2026-11-22")).toBe("12-03");
    expect(dueText("2026-11-12", "2026-11-22", true)).toBe("逾期 10 天");
    expect(dueText("2027-01-03", "2026-11-22")).toBe("2027-01-03");
    expect([greeting(3), greeting(9), greeting(20)]).toEqual(["夜深了", "上午好", "晚上好"]);
  });
  test("a funnel never widens and hides no step", () => {
    const points = shapes([100, 400, 1, 0]).map((one) => one.split(" ").map((pair) => Number(pair.split(",")[0])));
    const tops = points.map(([left, right]) => right! - left!);
    expect(tops).toEqual(tops.toSorted((a, b) => b - a));
    expect(Math.min(...tops)).toBeGreaterThan(20);
  });
});

test("moving and hiding keep every entry once", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, -5)).toEqual(["c", "a", "b"]);
  expect(toggled(["list:a"], "list:a")).toEqual([]);
  expect(toggled([], "list:a")).toEqual(["list:a"]);
});

test("a figure leads to the records behind it", () => {
  expect(linkTo({ resource: "customers", filter: ["owner", "=", "$me"], sort: "-name", path: "" })).toContain("view=all&filter=%5B%22owner%22");
  expect(linkTo({ resource: "", filter: null, sort: "", path: "/sales-analysis" })).toBe("/sales-analysis");
});

describe("the page", () => {
  let server: FixtureServer;
  const sent: { method: string; path: string; body: Record<string, unknown> }[] = [];
  beforeEach(() => {
    sent.length = 0;
    server = withFixture(5);
    const handle = server.handle.bind(server);
    server.handle = (method: string, path: string, body: Record<string, unknown>) => {
      sent.push({ method, path, body });
      if (path === "/api/v1/workbench") return { status: 200, body: bench };
      if (path.includes("/do/done")) return { status: 200, body: { id: "9", version: 2 } };
      return handle(method, path, body);
    };
  });
  afterEach(() => vi.unstubAllGlobals());

  test("opens with the first list that holds something and offers a call", async () => {
    draw(<HomePage />);
    expect((await screen.findByRole("tab", { name: /今日需联系/ })).getAttribute("aria-selected")).toBe("true");
    expect(screen.getByRole("link", { name: /打电话给 江苏新筑/ }).getAttribute("href")).toBe("tel:13800138000");
  });

  test("a to-do is done with one tap", async () => {
    draw(<HomePage />);
    await userEvent.click(await screen.findByRole("tab", { name: /待办事项/ }));
    await userEvent.click(screen.getByRole("button", { name: "完成：取图纸" }));
    await waitFor(() => expect(sent.some((one) => one.method === "POST" && one.path === "/api/v1/r/todos/9/do/done")).toBe(true));
  });

  test("what is hidden and moved in the edit mode is kept", async () => {
    draw(<HomePage />);
    await userEvent.click(await screen.findByRole("button", { name: "编辑工作台" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(await within(dialog).findByRole("button", { name: "下移：今日需联系" }));
    await userEvent.click(within(dialog).getByRole("switch", { name: "显示商机漏斗" }));
    await userEvent.click(within(dialog).getByRole("button", { name: /保\s*存/ }));
    await waitFor(() => expect(sent.some((one) => one.method === "PATCH")).toBe(true));
    const kept = sent.find((one) => one.method === "PATCH")!.body.workbench as Workbench["layout"];
    expect(kept.lists).toEqual(["todos.open", "customers.today"]);
    expect(kept.hidden).toEqual(["block:funnel"]);
    expect("custom" in kept).toBe(false);
  });
});
