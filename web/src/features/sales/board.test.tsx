import { beforeEach, describe, expect, test, vi } from "vitest";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { field } from "../../test/fixture/meta";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import type { Meta } from "../../api/types";
import type { Card, Column } from "./model/board";
import { BoardPage } from "./pages/BoardPage";

// Nothing scrolls in jsdom, and the library says so at length.
vi.mock("@atlaskit/pragmatic-drag-and-drop-auto-scroll/element", () => ({ autoScrollForElements: () => () => undefined }));

const heard = vi.hoisted(() => ({ tell: (_data: Record<string, unknown>) => undefined as void }));
vi.mock("../../api/stream", () => ({
  listen: (event: string, listener: (data: Record<string, unknown>) => void) => {
    if (event === "changed") heard.tell = listener;
    return () => undefined;
  },
}));

const META: Meta = {
  name: "opportunities", label: "商机", label_field: "name", ordering: "-updated_at", can: ["read", "create", "update"], search: true, team: true, importable: true, natural_key: [],
  fields: [field("name", "商机名称", "text", { required: true }), field("amount", "预计金额", "money")],
  list_display: ["name", "amount"], list_filter: [], form: ["name", "amount"], actions: [],
};

const card = (id: string, name: string): Card => ({ id, version: 4, name, customer: { id: "k", label: "城投集团" }, owner: null, amount: "1000000.00", probability: 30, expected_on: null, days_in_stage: 3, overdue: false, silent_days: 1, risk: null, state: "open", _can: ["move"] });
const column = (key: string, phase: string, label: string, items: Card[]): Column => ({ key, label, phase, stage: key, allowed_days: 30, count: items.length, count_exact: true, amount: "1000000.00", weighted: "0.00", items, next: null });
const move = (id: string, label: string, phase: string, more: object = {}) => ({ stage: { id, label }, phase, direction: "forward", ok: true, needs_reason: false, checks: [], ...more });
const current = { stage: { id: "s2", label: "意向客户" }, phase: "intention", days: 3, allowed_days: 30, overdue: false, responsible: null, probability: { value: 30, kind: "stage", text: "" } };

let server: FixtureServer;
const answer = (path: string, body: unknown) => server.instead.set(path, { status: 200, body });
const done = () => server.asked.filter((one) => one.path === "/r/opportunities/o1/do/move").map((one) => one.body.inputs);

beforeEach(() => {
  server = withFixture();
  answer("GET /meta/opportunities", META);
  answer("GET /views/opportunities", []);
  answer("GET /sales/board", {
    by: "stage", total: { count: 2, amount: "2000000.00" },
    columns: [column("s1", "potential", "潜在客户", []), column("s2", "intention", "意向客户", [card("o1", "会展中心"), card("o2", "污水处理厂")]), column("s3", "quotation", "正式报价", [])],
  });
  answer("GET /r/opportunities/o1/moves", { items: [move("s1", "潜在客户", "potential", { direction: "back", needs_reason: true }), move("s3", "正式报价", "quotation")], current });
  answer("POST /r/opportunities/o1/do/move", { id: "o1", version: 5, name: "会展中心", probability: 50 });
});

const inColumn = async (name: RegExp) => within(await screen.findByRole("region", { name }));

describe("opportunity board", () => {
  test("shows the columns with how many and how much", async () => {
    draw(<BoardPage />);
    expect((await screen.findByRole("region", { name: "意向客户，2 个" })).textContent).toContain("100.00 万元");
    expect(screen.getByText("2 个 · 合计 200.00 万元")).toBeTruthy();
  });

  test("Alt+→ moves the focused card and the focus goes with it", async () => {
    draw(<BoardPage />);
    const item = (await inColumn(/^意向客户/)).getByRole("listitem", { name: /会展中心/ });
    item.focus();
    fireEvent.keyDown(item, { key: "ArrowRight", altKey: true });
    const moved = (await inColumn(/^正式报价/)).getByRole("listitem", { name: /会展中心/ });
    await waitFor(() => expect(done()).toEqual([{ stage: "s3" }]));
    expect(document.activeElement).toBe(moved);
    expect(screen.getByRole("region", { name: "意向客户，1 个" })).toBeTruthy();
  });

  test("arrow keys walk from card to card", async () => {
    draw(<BoardPage />);
    const first = (await inColumn(/^意向客户/)).getByRole("listitem", { name: /会展中心/ });
    first.focus();
    fireEvent.keyDown(first, { key: "ArrowDown" });
    expect(document.activeElement).toBe(screen.getByRole("listitem", { name: /污水处理厂/ }));
  });

  test("going back asks for the reason; stepping back puts the card where it was", async () => {
    const user = userEvent.setup();
    draw(<BoardPage />);
    const item = (await inColumn(/^意向客户/)).getByRole("listitem", { name: /会展中心/ });
    item.focus();
    fireEvent.keyDown(item, { key: "ArrowLeft", altKey: true });
    const dialog = within(await screen.findByRole("dialog", { name: "退回到“潜在客户”" }));
    expect(dialog.getByRole("button", { name: "退回" })).toHaveProperty("disabled", true);
    await user.type(dialog.getByLabelText(/退回原因/), "客户推迟立项");
    await user.click(dialog.getByRole("button", { name: "退回" }));
    await waitFor(() => expect(done()).toEqual([{ stage: "s1", reason: "客户推迟立项" }]));
    expect((await inColumn(/^潜在客户/)).getByRole("listitem", { name: /会展中心/ })).toBeTruthy();
  });

  test("unmet conditions are listed with what to do, nothing is sent, and the card returns", async () => {
    const user = userEvent.setup();
    const checks = [{ code: "visited", label: "已拜访客户", ok: false, message: "还没有拜访记录，请先拜访并登记。" }, { code: "field:amount", label: "预计金额", ok: true, message: "" }];
    answer("GET /r/opportunities/o1/moves", { items: [move("s3", "正式报价", "quotation", { ok: false, checks })], current });
    draw(<BoardPage />);
    const item = (await inColumn(/^意向客户/)).getByRole("listitem", { name: /会展中心/ });
    item.focus();
    fireEvent.keyDown(item, { key: "ArrowRight", altKey: true });
    const dialog = within(await screen.findByRole("dialog", { name: "推进到“正式报价”" }));
    expect(dialog.getByText("还没有拜访记录，请先拜访并登记。")).toBeTruthy();
    expect(dialog.getByRole("button", { name: "推进" })).toHaveProperty("disabled", true);
    await user.click(dialog.getByRole("button", { name: "取消" }));
    expect((await inColumn(/^意向客户，2/)).getAllByRole("listitem")[0]!.textContent).toContain("会展中心");
    expect(done()).toEqual([]);
  });

  test("the card's menu offers the other columns", async () => {
    const user = userEvent.setup();
    draw(<BoardPage />);
    await user.click((await inColumn(/^意向客户/)).getByRole("button", { name: "会展中心的操作" }));
    await user.click(await screen.findByRole("menuitem", { name: "正式报价" }));
    await waitFor(() => expect(done()).toEqual([{ stage: "s3" }]));
  });

  test("a refused move takes the card back and says why", async () => {
    server.instead.set("POST /r/opportunities/o1/do/move", problem(409, "wrong_state", "商机已丢单，请先重新打开再移动阶段。"));
    draw(<BoardPage />);
    const item = (await inColumn(/^意向客户/)).getByRole("listitem", { name: /会展中心/ });
    item.focus();
    fireEvent.keyDown(item, { key: "ArrowRight", altKey: true });
    expect(await screen.findByText("商机已丢单，请先重新打开再移动阶段。")).toBeTruthy();
    expect((await inColumn(/^意向客户，2/)).getByRole("listitem", { name: /会展中心/ })).toBeTruthy();
  });

  test("without cards it says so and offers the first step; a failed load offers another try", async () => {
    answer("GET /sales/board", { by: "stage", total: { count: 0, amount: "0.00" }, columns: [] });
    const { unmount } = draw(<BoardPage />);
    expect(await screen.findByText("还没有进行中的商机")).toBeTruthy();
    unmount();
    server.instead.set("GET /sales/board", problem(500, "error", ""));
    draw(<BoardPage />);
    expect(await screen.findByText("看板没有加载成功")).toBeTruthy();
    expect(screen.getByRole("button", { name: "重新加载" })).toBeTruthy();
  });

  test("what others move shows by itself; only the columns concerned are read", async () => {
    draw(<BoardPage />);
    const untouched = await screen.findByRole("region", { name: "潜在客户，0 个" });
    const list = (await screen.findByRole("region", { name: "意向客户，2 个" })).querySelector(".board-list")!;
    answer("GET /sales/board", {
      by: "stage", total: { count: 2, amount: "2000000.00" },
      columns: [column("s2", "intention", "意向客户", [card("o2", "污水处理厂")]), column("s3", "quotation", "正式报价", [card("o1", "会展中心")])],
    });
    heard.tell({ resource: "customers", id: "o1", phases: ["intention"] });
    heard.tell({ resource: "opportunities", id: "o1", phases: ["intention", "quotation"] });
    expect((await screen.findByRole("region", { name: "正式报价，1 个" }, { timeout: 5000 })).textContent).toContain("会展中心");
    expect(screen.getByRole("region", { name: "意向客户，1 个" }).querySelector(".board-list")).toBe(list);
    expect(screen.getByRole("region", { name: "潜在客户，0 个" })).toBe(untouched);
    const asked = server.asked.filter((one) => one.path === "/sales/board").map((one) => one.query.get("phases"));
    expect(asked).toEqual([null, "intention,quotation"]);
  });
});
