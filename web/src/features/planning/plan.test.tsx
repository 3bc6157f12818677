import { beforeEach, describe, expect, test, vi } from "vitest";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { makeTask, network } from "../../test/fixture/plan";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { MyTasksPage } from "./pages/MyTasksPage";
import { PlanPage } from "./pages/PlanPage";

vi.mock("@atlaskit/pragmatic-drag-and-drop-auto-scroll/element", () => ({ autoScrollForElements: () => () => undefined }));

const heard = vi.hoisted(() => ({ tell: (_data: Record<string, unknown>) => undefined as void }));
vi.mock("../../api/stream", () => ({
  listen: (event: string, listener: (data: Record<string, unknown>) => void) => {
    if (event === "plan") heard.tell = listener;
    return () => undefined;
  },
}));

const EDIT = "POST /r/plans/p/edit";
const still = { finish: ["2026-03-13T17:00", "2026-03-13T17:00"], moved: 0, days: 0, late: [], newly_critical: 0 };
const result = (more: object = {}) => ({ revision: 8, changed: [], added: [], removed: [], links: { added: [], changed: [], removed: [] }, consequences: still, ...more });

let server: FixtureServer;
const answer = (path: string, body: unknown, status = 200) => server.instead.set(path, { status, body });
const edits = () => server.asked.filter((one) => one.path === "/r/plans/p/edit").map((one) => one.body as { preview: boolean; operations: Record<string, unknown>[] });
const saved = () => edits().filter((one) => !one.preview);

function open(path = "/projects/j/plan") {
  return draw(<Routes><Route path="/projects/:id/plan" element={<PlanPage />} /></Routes>, path);
}
const tree = async () => screen.findByRole("treegrid", { name: "任务" });
const rows = (grid: HTMLElement) => within(grid).getAllByRole("row").slice(1).map((row) => within(row).getAllByRole("gridcell")[1]!.textContent);
const key = (grid: HTMLElement, name: string, more: object = {}) => fireEvent.keyDown(grid, { key: name, ...more });

beforeEach(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
  server = withFixture();
  server.me.grants = { ...server.me.grants, tasks: ["read", "report"], plans: ["read", "update"] };
  answer("GET /r/plans", { items: [{ id: "p", version: 1, name: "执行计划", kind: "live", project: { id: "j", label: "滨江国际中心" } }], next: null });
  answer("GET /r/plans/p/network", network());
  answer(EDIT, result());
});

describe("plan as bars", () => {
  test("shows the tasks as a tree with numbers, people, dates and lengths", async () => {
    open();
    const grid = await tree();
    expect(rows(grid)).toEqual(["基础", "测量放线", "土方开挖", "节点验收"]);
    expect(screen.getByText("4 项任务 · 1 条依赖")).toBeTruthy();
    const row = within(grid).getByRole("row", { name: /测量放线/ });
    expect(within(row).getAllByRole("gridcell").map((cell) => cell.textContent)).toEqual(["1.1", "测量放线", "王建国", "26-03-02", "5天", "40%"]);
    expect(row.getAttribute("aria-level")).toBe("2");
  });

  test("arrows walk and fold", async () => {
    open();
    const grid = await tree();
    act(() => grid.focus());
    expect(grid.getAttribute("aria-activedescendant")).toBe("task-a");
    key(grid, "ArrowLeft");
    expect(rows(grid)).toEqual(["基础", "节点验收"]);
    key(grid, "ArrowRight");
    key(grid, "End");
    expect(grid.getAttribute("aria-activedescendant")).toBe("task-b");
    key(grid, "ArrowUp");
    expect(grid.getAttribute("aria-activedescendant")).toBe("task-a2");
    key(grid, "ArrowLeft");
    expect(grid.getAttribute("aria-activedescendant")).toBe("task-a");
  });

  test("a move that harms nobody is saved at once", async () => {
    answer(EDIT, result({ changed: [makeTask("b", { position: 2, wbs: "2", name: "节点验收", start: "2026-03-16T17:00", end: "2026-03-16T17:00", duration: 0, version: 2 })] }));
    open();
    const grid = await tree();
    act(() => grid.focus());
    key(grid, "End");
    key(grid, "ArrowRight", { altKey: true });
    await waitFor(() => expect(saved()).toHaveLength(1));
    expect(saved()[0]!.operations).toEqual([{ op: "set", task: "b", version: 1, values: { start: "2026-03-16T17:00" } }]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(await screen.findByText("26-03-16")).toBeTruthy();
  });

  test("a move with consequences tells them first and saves only after a yes", async () => {
    answer(EDIT, result({ consequences: { finish: ["2026-03-13T17:00", "2026-03-17T17:00"], moved: 2, days: 2, late: [{ task: { id: "b", label: "节点验收" }, deadline: "2026-03-14T17:00", end: "2026-03-17T17:00" }], newly_critical: 1 } }));
    open();
    const grid = await tree();
    act(() => grid.focus());
    key(grid, "ArrowDown");
    key(grid, "ArrowRight", { altKey: true, shiftKey: true });
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("这样调整的影响");
    expect(within(dialog).getByText("推迟 2 个工作日")).toBeTruthy();
    expect(within(dialog).getByText("另有 2 项任务的日期会变")).toBeTruthy();
    expect(within(dialog).getByText("1 项任务将晚于期限")).toBeTruthy();
    expect(saved()).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "保存调整" }));
    await waitFor(() => expect(saved()).toHaveLength(1));
    expect(saved()[0]!.operations).toEqual([{ op: "set", task: "a1", version: 1, values: { duration: 2880 } }]);
  });

  test("stepping back from the consequences saves nothing", async () => {
    answer(EDIT, result({ consequences: { ...still, moved: 3 } }));
    open();
    const grid = await tree();
    act(() => grid.focus());
    key(grid, "ArrowDown");
    key(grid, "ArrowRight", { altKey: true });
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "取消" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(saved()).toEqual([]);
  });

  test("Enter renames, Tab and Shift+Tab change the level, Esc lets Tab go on", async () => {
    open();
    const grid = await tree();
    act(() => grid.focus());
    key(grid, "ArrowDown");
    key(grid, "Enter");
    const input = await screen.findByRole("textbox", { name: "任务名称" });
    await userEvent.clear(input);
    await userEvent.type(input, "复测{Enter}");
    await waitFor(() => expect(saved().at(-1)!.operations).toEqual([{ op: "set", task: "a1", values: { name: "复测" } }]));
    key(grid, "Tab", { shiftKey: true });
    await waitFor(() => expect(saved().at(-1)!.operations).toEqual([{ op: "move", task: "a1", parent: null, after: "a" }]));
    const before = saved().length;
    key(grid, "Escape");
    expect(key(grid, "Tab")).toBe(true);
    expect(saved()).toHaveLength(before);
  });

  test("a branch is deleted only after a question", async () => {
    open();
    const grid = await tree();
    act(() => grid.focus());
    key(grid, "Delete");
    expect(await screen.findByText("删除“基础”和它下面的 2 项任务？")).toBeTruthy();
    expect(edits()).toEqual([]);
    await userEvent.click(screen.getAllByRole("button", { name: "删除" }).at(-1)!);
    await waitFor(() => expect(saved().at(-1)!.operations).toEqual([{ op: "remove", tasks: ["a"] }]));
  });

  test("who may only read finds no tools and changes nothing by keys", async () => {
    answer("GET /r/plans/p/network", { ...network(), plan: { ...network().plan, can: [] } });
    open();
    const grid = await tree();
    act(() => grid.focus());
    for (const [name, more] of [["Delete", {}], ["Insert", {}], ["ArrowRight", { altKey: true }], ["z", { ctrlKey: true }]] as const) key(grid, name, more);
    expect(screen.queryByRole("button", { name: "添加任务" })).toBeNull();
    expect(within(screen.getByRole("toolbar", { name: "计划工具" })).queryByRole("button", { name: "撤销" })).toBeNull();
    expect(edits()).toEqual([]);
  });

  test("somebody else was quicker: it says so and shows what stands now", async () => {
    server.instead.set(EDIT, problem(409, "changed_since", "李工刚修改过这些内容。请对照最新内容后再改一次。"));
    open();
    const grid = await tree();
    const asked = () => server.asked.filter((one) => one.path === "/r/plans/p/network").length;
    const before = asked();
    act(() => grid.focus());
    key(grid, "End");
    key(grid, "ArrowRight", { altKey: true });
    expect(await screen.findByText(/李工刚修改过/)).toBeTruthy();
    await waitFor(() => expect(asked()).toBe(before + 1));
  });

  test("a change of somebody else is fetched, one's own or an old one is not", async () => {
    open();
    await tree();
    const asked = () => server.asked.filter((one) => one.path === "/r/plans/p/network").length;
    heard.tell({ plan: "p", revision: 7, by: "x" });
    heard.tell({ plan: "other", revision: 99, by: "x" });
    heard.tell({ plan: "p", revision: 9, by: "x" });
    await waitFor(() => expect(asked()).toBe(2));
  });
});

describe("other views", () => {
  test("the board has a column for each state; Alt+→ reports that work has begun", async () => {
    answer("POST /r/tasks/a2/do/start", { id: "a2", version: 2 });
    open("/projects/j/plan?view=board");
    const column = await screen.findByRole("region", { name: "待开始，2 项" });
    const card = within(column).getByRole("listitem", { name: /土方开挖/ });
    fireEvent.keyDown(card, { key: "ArrowRight", altKey: true });
    await waitFor(() => expect(server.asked.some((one) => one.path === "/r/tasks/a2/do/start")).toBe(true));
  });

  test("a scenario is put away after a question, by its version", async () => {
    const scenario = network();
    answer("GET /r/plans/p/network", { ...scenario, plan: { ...scenario.plan, kind: "scenario", name: "抢工方案" } });
    answer("GET /r/plans/p", { id: "p", version: 4, name: "抢工方案" });
    answer("POST /r/plans/p/do/discard", { id: "p", version: 5 });
    open();
    await tree();
    await userEvent.click(screen.getByRole("button", { name: /更多/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "删除这个方案" }));
    expect(server.asked.some((one) => one.path.endsWith("/do/discard"))).toBe(false);
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: /^删\s*除$/ }));
    await waitFor(() => expect(server.asked.find((one) => one.path === "/r/plans/p/do/discard")?.body).toEqual({ version: 4, inputs: {} }));
  });

  test("a task gets its kind of node and its budget beside its dates", async () => {
    answer("GET /meta/tasks", { name: "tasks", label: "任务", label_field: "name", ordering: "ends_at", can: ["read", "update"], search: false, team: false, importable: false, natural_key: [], list_display: ["name"], list_filter: [], form: [], actions: [],
      fields: [{ name: "tag", label: "节点类别", type: "choice", options: [{ value: "delivery", label: "材料到货", active: true }] }] });
    answer("GET /r/tasks/a2", { id: "a2", version: 1, note: "", cost_item: null, budget: "500.00" });
    open("/projects/j/plan?task=a2");
    await userEvent.click(await screen.findByRole("combobox", { name: "节点类别" }));
    await userEvent.click(await screen.findByText("材料到货"));
    const budget = await screen.findByRole("spinbutton", { name: "预算" });
    await userEvent.clear(budget);
    await userEvent.type(budget, "1200");
    await userEvent.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() => expect(saved()[0]?.operations).toEqual([{ op: "set", task: "a2", version: 1, values: { tag: "delivery", budget: "1200" } }]));
  });

  test("earned value is told in words and figures", async () => {
    answer("GET /r/plans/p/earned", { on: "2026-03-05", unit: "money", masked: false, bac: "1000000.00", pv: "500000.00", ev: "400000.00", ac: "450000.00", sv: "-100000.00", cv: "-50000.00", spi: 0.8, cpi: 0.89, eac: "1125000.00", etc: "675000.00", vac: "-125000.00", curve: [] });
    open("/projects/j/plan?view=earned");
    expect(await screen.findByText("进度落后于计划")).toBeTruthy();
    expect(screen.getByText("花费超过完成的工作")).toBeTruthy();
    expect(screen.getByText("0.80")).toBeTruthy();
  });

  test("a task opens from the URL; a new length is looked at before it is saved", async () => {
    open("/projects/j/plan?task=a2");
    const field = await screen.findByRole("textbox", { name: "工期" });
    await userEvent.clear(field);
    await userEvent.type(field, "不知道");
    expect(screen.getByText("写成 5天、4小时 或 2周。")).toBeTruthy();
    await userEvent.clear(field);
    await userEvent.type(field, "6天");
    await userEvent.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() => expect(edits()[0]).toMatchObject({ preview: true, operations: [{ op: "set", task: "a2", version: 1, values: { duration: 2880 } }] }));
  });
});

describe("my tasks", () => {
  test("are grouped by when they are due, begun and advanced in place", async () => {
    answer("GET /meta/tasks", { name: "tasks", label: "任务", label_field: "name", ordering: "ends_at", can: ["read", "report"], search: false, team: false, importable: false, natural_key: [], fields: [], list_display: ["name"], list_filter: [], form: [], actions: [] });
    answer("GET /r/tasks", { items: [{ id: "t1", version: 3, name: "钢筋绑扎", project: { id: "j", label: "滨江国际中心" }, state: "todo", progress: "0", starts_at: "2020-03-02T08:00:00+08:00", ends_at: "2020-03-06T17:00:00+08:00", critical: true }], next: null, count: 1, count_exact: true });
    answer("POST /r/tasks/t1/do/start", { id: "t1", version: 4 });
    answer("POST /r/tasks/t1/do/set_progress", { id: "t1", version: 4 });
    draw(<MyTasksPage />);
    const late = await screen.findByRole("region", { name: "已逾期" });
    expect(within(late).getByRole("link", { name: "滨江国际中心" }).getAttribute("href")).toBe("/projects/j/plan?task=t1");
    await userEvent.click(within(late).getByRole("button", { name: "开始任务" }));
    await waitFor(() => expect(server.asked.some((one) => one.path === "/r/tasks/t1/do/start")).toBe(true));
    await userEvent.click(within(late).getByRole("button", { name: "钢筋绑扎 的进度" }));
    await userEvent.click(within(late).getByRole("button", { name: "75%" }));
    await userEvent.click(within(late).getByRole("button", { name: "保存" }));
    await waitFor(() => expect(server.asked.find((one) => one.path === "/r/tasks/t1/do/set_progress")?.body.inputs).toEqual({ progress: 75 }));
  });
});
