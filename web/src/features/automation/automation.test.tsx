import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import InboxDrawer from "../../app/InboxDrawer";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import type { Rule, Run, Todo } from "./api";
import { filterOf, grouped, groupOf } from "./groups";
import { Component as AutomationPage } from "./pages/AutomationPage";
import { Component as TodosPage } from "./pages/TodosPage";
import { TodoItem } from "./parts/TodoItem";

const ok = (body: unknown) => ({ status: 200, body });
const RULE: Rule = {
  id: "r1", version: 4, builtin: true, code: "customers.silent", name: "久未联系的客户", why: "免得忘记", resource: "customers", resource_label: "客户", trigger: "每天 8 点检查", timed: true,
  condition: "最近联系已超过 14 天（或从未）", numbers: [{ name: "a", label: "A 类客户", unit: "天", default: 14, min: 1, max: 365, value: 14 }], values: {},
  actions: [{ kind: "notify", label: "发消息", to: ["负责人"], title: "客户 {name} 已 {last_contact_at|days} 天没有联系" }], active: true,
  overrides: [{ id: "o1", version: 2, unit: { id: "u1", label: "西南公司" }, active: true, values: { a: 20 } }], last_at: null, last_fired: 0, next_at: null, error: "", _can: ["update", "pause", "run"],
};
const RUN: Run = {
  id: 9, rule: { id: "r1", label: "久未联系的客户" }, why: "免得忘记", trigger: "每天 8 点检查", condition: "最近联系已超过 14 天（或从未）", numbers: [{ name: "a", label: "A 类客户", value: 14, unit: "天" }],
  values: [{ label: "最近联系", value: "2026-11-01 09:00" }], resource: "customers", object: { id: "c1", label: "江城城投" }, at: "2026-11-21T08:00:00+08:00", waiting: false,
  steps: [{ kind: "notify", label: "发消息", recipient: { id: "p1", label: "王建国" }, outcome: "done", outcome_label: "已完成", detail: "" }],
};
const META = {
  name: "todos", label: "待办", label_field: "title", ordering: "due_on", can: ["read", "create", "update", "done"], list_display: ["title"], list_filter: [], form: ["title"], search: false, actions: [],
  fields: [{ name: "kind", label: "类别", type: "choice", options: [{ value: "contact", label: "需要联系", color: "", active: true }], ops: ["="] }, { name: "title", label: "事项", type: "text", ops: [] }], importable: false, team: false, natural_key: [],
};
let server: FixtureServer;
let todo: Todo;
const sent = (method: string, path: string) => server.asked.filter((one) => one.method === method && one.path === path);

beforeEach(() => {
  server = withFixture(3);
  todo = { id: "t1", version: 1, title: "联系客户 江城城投", body: "价值等级：A 类", kind: "contact", due_on: "2020-01-01", state: "open", assignee: { id: server.me.id, label: "王建国" }, resource: "customers", object_id: "c1", object_label: "江城城投", rule: { id: "r1", label: "久未联系的客户" }, created_by: null };
  server.instead.set("GET /automation/rules", ok([RULE]));
  server.instead.set("GET /automation/why", ok([RUN]));
  server.instead.set("GET /meta/todos", ok(META));
  server.instead.set("GET /r/todos", ok({ items: [todo], next: null, count: 1, count_exact: true }));
  server.me.grants.automation_overrides = ["read", "create", "update", "archive"];
});
afterEach(() => vi.unstubAllGlobals());

describe("groups of to-dos", () => {
  test("by day", () => {
    expect(["2026-11-20", "2026-11-21", "2026-11-28", "2026-11-29", null].map((day) => groupOf(day, "2026-11-21"))).toEqual(["late", "today", "week", "later", "none"]);
    expect(grouped([todo], "2026-11-21").map((group) => [group.key, group.rows.length])).toEqual([["late", 1]]);
  });

  test("each view asks for its own", () => {
    expect(filterOf("mine", "contact")).toEqual({ and: [["state", "=", "open"], ["assignee", "=", "$me"], ["kind", "=", "contact"]] });
    expect(filterOf("given", null)).toEqual({ and: [["state", "=", "open"], ["created_by", "=", "$me"], ["assignee", "!=", "$me"]] });
  });
});

describe("to-dos", () => {
  test("are done with one click, and it can be taken back", async () => {
    server.instead.set("POST /r/todos/t1/do/done", ok({ ...todo, version: 2, state: "done" }));
    draw(<TodosPage />, "/todos");
    expect(await screen.findByRole("heading", { name: /已过期/ })).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: /完成/ }));
    await waitFor(() => expect(sent("POST", "/r/todos/t1/do/done").map((one) => one.body)).toEqual([{ version: 1, inputs: {} }]));
    await userEvent.click(await screen.findByRole("button", { name: "撤销" }));
    await waitFor(() => expect(sent("POST", "/r/todos/t1/do/reopen")).toHaveLength(1));
  });

  test("are dismissed only with a reason", async () => {
    server.instead.set("POST /r/todos/t1/do/dismiss", ok({ ...todo, version: 2, state: "dismissed" }));
    draw(<TodosPage />, "/todos");
    await userEvent.click(await screen.findByRole("button", { name: /忽略/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: /忽略/ }));
    expect(await within(dialog).findByText("请写明原因，主管会看到。")).toBeTruthy();
    expect(sent("POST", "/r/todos/t1/do/dismiss")).toHaveLength(0);
    await userEvent.type(within(dialog).getByLabelText(/原因/), "客户已注销");
    await userEvent.click(within(dialog).getByRole("button", { name: /忽略/ }));
    await waitFor(() => expect(sent("POST", "/r/todos/t1/do/dismiss")[0]!.body).toEqual({ version: 1, inputs: { reason: "客户已注销" } }));
  });

  test("say why they came", async () => {
    draw(<TodosPage />, "/todos");
    await userEvent.click(await screen.findByRole("button", { name: /为什么收到/ }));
    expect(await screen.findByText("最近联系已超过 14 天（或从未）")).toBeTruthy();
    expect(screen.getByText("A 类客户 14 天")).toBeTruthy();
    expect(screen.getByText("最近联系：2026-11-01 09:00")).toBeTruthy();
    expect(sent("GET", "/automation/why")[0]!.query.get("todo")).toBe("t1");
  });

  test("a failure says so and loads again", async () => {
    server.instead.set("GET /r/todos", problem(500, "internal", "系统出错了，我们已记录。"));
    draw(<TodosPage />, "/todos");
    expect(await screen.findByText("待办没有加载成功")).toBeTruthy();
    server.instead.set("GET /r/todos", ok({ items: [], next: null, count: 0, count_exact: true }));
    await userEvent.click(screen.getByRole("button", { name: "重新加载" }));
    expect(await screen.findByText("没有待办，都处理完了。")).toBeTruthy();
  });
});

test("on a phone a swipe to the right is done, to the left postpones, and a scroll is neither", async () => {
  const listeners = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal("matchMedia", () => listeners);
  vi.resetModules();
  const verbs: string[] = [];
  const { TodoItem: Phone } = (await import("./parts/TodoItem")) as { TodoItem: typeof TodoItem };
  const { draw: drawPhone } = await import("../../test/render");
  drawPhone(<Phone todo={todo} kind="需要联系" today="2026-11-21" me={server.me.id} busy={false} mayChange onVerb={(verb) => verbs.push(verb)} onOpen={() => undefined} />);
  const card = (await screen.findByText("联系客户 江城城投")).closest(".todo")!;
  const swipe = (x: number, y: number) => {
    fireEvent(card, new MouseEvent("pointerdown", { bubbles: true, clientX: 200, clientY: 200 }));
    fireEvent(card, new MouseEvent("pointermove", { bubbles: true, clientX: 200 + x, clientY: 200 + y }));
    fireEvent(card, new MouseEvent("pointerup", { bubbles: true, clientX: 200 + x, clientY: 200 + y }));
  };
  swipe(120, 5);
  swipe(-120, 5);
  swipe(20, 3);
  swipe(100, 180);
  expect(verbs).toEqual(["done", "postpone"]);
});

describe("rules", () => {
  test("a number is changed where it stands, tried out first, then saved", async () => {
    server.instead.set("POST /automation/rules/r1/preview", ok({ count: 37, exact: true, items: [{ id: "c1", label: "江城城投" }], condition: "…", happened: null, samples: [] }));
    server.instead.set("PATCH /r/automation_rules/r1", ok({ id: "r1", version: 5 }));
    draw(<AutomationPage />);
    const input = await screen.findByLabelText("久未联系的客户 A 类客户");
    expect(screen.queryByRole("button", { name: "保存" })).toBeNull();
    await userEvent.clear(input);
    await userEvent.type(input, "21");
    await userEvent.click(screen.getByRole("button", { name: "试算" }));
    expect(await screen.findByText("这 37 条客户现在会触发")).toBeTruthy();
    expect(sent("POST", "/automation/rules/r1/preview")[0]!.body).toEqual({ values: { a: 21 } });
    await userEvent.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() => expect(sent("PATCH", "/r/automation_rules/r1")[0]!.body).toEqual({ version: 4, values: { a: 21 } }));
  });

  test("a company's own number", async () => {
    server.instead.set("PATCH /r/automation_overrides/o1", ok({ id: "o1", version: 3 }));
    draw(<AutomationPage />);
    const input = await screen.findByLabelText<HTMLInputElement>("久未联系的客户 西南公司 A 类客户");
    expect(input.value).toBe("20");
    await userEvent.click(screen.getByRole("switch", { name: "在西南公司启用" }));
    await waitFor(() => expect(sent("PATCH", "/r/automation_overrides/o1")[0]!.body).toEqual({ version: 2, active: false }));
  });

  test("switched off, and the refusal is shown", async () => {
    server.instead.set("POST /r/automation_rules/r1/do/pause", problem(409, "wrong_state", "当前状态不能执行这个操作，请刷新后查看最新状态。"));
    draw(<AutomationPage />);
    await userEvent.click(await screen.findByRole("switch", { name: "启用“久未联系的客户”" }));
    expect(await screen.findByText(/请刷新后查看最新状态/)).toBeTruthy();
  });

  test("who may only read changes nothing", async () => {
    server.me.grants.automation_overrides = ["read"];
    server.instead.set("GET /automation/rules", ok([{ ...RULE, _can: [] }]));
    draw(<AutomationPage />);
    expect((await screen.findByLabelText<HTMLInputElement>("久未联系的客户 A 类客户")).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>("switch", { name: "启用“久未联系的客户”" }).disabled).toBe(true);
    expect(screen.queryByRole("button", { name: "移除" })).toBeNull();
  });

  test("the log names records and people", async () => {
    server.instead.set("GET /automation/runs", ok({ items: [RUN, { ...RUN, id: 8, object: null, values: [] }], next: null }));
    draw(<AutomationPage />);
    await userEvent.click(await screen.findByRole("button", { name: /执行记录/ }));
    expect(await screen.findByText("江城城投")).toBeTruthy();
    expect(screen.getAllByText("发消息 · 王建国")).toHaveLength(2);
    expect(screen.getByText("已不在您的数据范围内")).toBeTruthy();
  });
});

test("a notice of a rule says why it came", async () => {
  const notice = { id: "n1", kind: "reminder", title: "客户 江城城投 已 20 天没有联系", body: "", resource: "customers", object_id: "c1", actor: null, created_at: "2026-11-21T08:00:00+08:00", read_at: null };
  server.instead.set("GET /inbox", ok({ items: [{ ...notice, by_rule: true }, { ...notice, id: "n2", title: "张三 @了您", by_rule: false }], next: null }));
  draw(<InboxDrawer onClose={() => undefined} />);
  const buttons = await screen.findAllByRole("button", { name: /为什么收到/ });
  expect(buttons).toHaveLength(1);
  await userEvent.click(buttons[0]!);
  expect(await screen.findByText("久未联系的客户")).toBeTruthy();
  expect(sent("GET", "/automation/why")[0]!.query.get("notice")).toBe("n1");
});
