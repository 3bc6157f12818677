import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { ApprovalPanel } from "../../resource/approvals/ApprovalPanel";
import type { ApprovalDetail, ApprovalItem, NodeView, Turn } from "../../resource/approvals/types";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { Component as CentrePage } from "./pages/CentrePage";
import { FlowPageOf } from "./pages/FlowPage";
import { TodoCount } from "./parts/TodoCount";
import { Loaded } from "./pages/ApprovalPage";

const ok = (body: unknown) => ({ status: 200, body });
const turn = (label: string, state: string, values: Partial<Turn> = {}): Turn => ({ task: `t-${label}`, person: { id: label, label }, for: null, state, by: null, opinion: "", opened_at: null, decided_at: null, added: null, ...values });
const NODES: NodeView[] = [
  { key: "start", node: "start", name: "提交", kind: "start", mode: "", state: "passed", reason: "", people: [turn("徐天佑", "approved")] },
  { key: "0", node: "n1", name: "直属上级", kind: "approve", mode: "any", state: "current", reason: "", people: [turn("许芳", "open")] },
  { key: "next0", node: "n2", name: "财务总监", kind: "approve", mode: "all", state: "coming", reason: "没有审批人，转由管理员处理", people: [turn("丁倩", "coming")] },
];
const ITEM: ApprovalItem = {
  id: "a1", title: "城北污水厂合同", label: "合同审批", verb: "sign_off", resource: "contracts", resource_label: "合同", object_id: "c1", state: "running", submitter: { id: "u9", label: "徐天佑" }, unit: { id: "u", label: "市场一组" },
  note: "", submitted_at: "2026-11-22T04:00:00Z", finished_at: null, facts: [{ label: "含税金额", text: "¥12,860,000.00" }], node: "直属上级", current: [{ id: "u2", label: "许芳" }], task: "t1", opinion: "optional", acts_for: null, my_decision: null, read: true, since: "2026-11-22T04:00:00Z",
};
const DETAIL: ApprovalDetail = {
  ...ITEM, readable: true, flow: { id: "f1", name: "合同审批", number: 2 },
  facts: [{ name: "amount", label: "含税金额", type: "money", value: "12860000.00", text: "¥12,860,000.00", right: "read" }],
  tables: [{ resource: "payment_terms", label: "付款条款", columns: [{ name: "name", label: "名称", type: "text" }], rows: [{ name: "预付款" }] }],
  changes: [], nodes: NODES, timeline: [{ id: 1, at: "2026-11-22T04:00:00Z", kind: "submitted", text: "提交审批", who: { id: "u9", label: "徐天佑" }, for: null, node: "start", opinion: "", people: [] }],
  copies: [], return_to: [{ node: "start", name: "提交人" }], _can: ["comment", "approve", "reject", "return", "add_before", "add_after", "hand_over"],
};
let server: FixtureServer;
const sent = (method: string, path: string) => server.asked.filter((one) => one.method === method && one.path === path);

beforeEach(() => {
  server = withFixture(3);
  server.me.grants.approvals = ["read", "decide"];
  server.instead.set("GET /approvals/counts", ok({ todo: 3, mine: 1, copied: 0 }));
  server.instead.set("GET /approvals/centre", ok({ items: [ITEM, { ...ITEM, id: "a2", title: "钢结构合同" }], next: null }));
  server.instead.set("GET /approvals/a1", ok(DETAIL));
});

describe("the centre", () => {
  test("shows what waits for me, with its facts, and asks for another box", async () => {
    draw(<CentrePage />, "/approvals");
    expect(await screen.findByText("城北污水厂合同")).toBeTruthy();
    expect(screen.getAllByText("¥12,860,000.00")).toHaveLength(2);
    await userEvent.click(screen.getByText("我发起的"));
    await waitFor(() => expect(sent("GET", "/approvals/centre").at(-1)!.query.get("box")).toBe("mine"));
    expect(screen.queryByRole("checkbox", { name: "全选" })).toBeNull();
  });

  test("several are approved at once; those that fail are named with the reason and stay chosen", async () => {
    server.instead.set("POST /approvals/batch", ok({ done: 1, failed: [{ id: "a2", label: "钢结构合同", code: "record_changed", message: "提交之后内容已被修改。" }] }));
    draw(<CentrePage />, "/approvals");
    await userEvent.click(await screen.findByRole("checkbox", { name: "全选" }));
    await userEvent.click(screen.getByRole("button", { name: /批量同意/ }));
    await userEvent.click(await screen.findByRole("button", { name: "全部同意" }));
    await waitFor(() => expect(sent("POST", "/approvals/batch")[0]!.body).toEqual({ ids: ["a1", "a2"], verb: "approve", opinion: "" }));
    expect(await screen.findByText("提交之后内容已被修改。")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "知道了" }));
    expect((await screen.findByRole<HTMLInputElement>("checkbox", { name: "选择“钢结构合同”" })).checked).toBe(true);
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "选择“城北污水厂合同”" }).checked).toBe(false);
  });

  test("several are not rejected without an opinion", async () => {
    draw(<CentrePage />, "/approvals");
    await userEvent.click(await screen.findByRole("checkbox", { name: "选择“钢结构合同”" }));
    await userEvent.click(screen.getByRole("button", { name: /批量驳回/ }));
    await userEvent.click(await screen.findByRole("button", { name: "全部驳回" }));
    expect(await screen.findByText(/请写明意见/)).toBeTruthy();
    expect(sent("POST", "/approvals/batch")).toHaveLength(0);
  });

  test("a failure says so and loads again", async () => {
    server.instead.set("GET /approvals/centre", problem(500, "internal", "系统出错了，我们已记录。"));
    draw(<CentrePage />, "/approvals");
    expect(await screen.findByText("审批没有加载成功")).toBeTruthy();
    server.instead.set("GET /approvals/centre", ok({ items: [], next: null }));
    await userEvent.click(screen.getByRole("button", { name: "重新加载" }));
    expect(await screen.findByText("没有等您审批的，都处理完了。")).toBeTruthy();
  });

  test("the menu says how many wait", async () => {
    draw(<TodoCount />);
    expect(await screen.findByText("3 个待我审批")).toBeTruthy();
  });
});

describe("one approval", () => {
  test("shows facts, lines, the way so far and to come, and what happened", () => {
    draw(<Loaded item={DETAIL} />);
    expect(screen.getByRole("table")).toBeTruthy();
    const way = screen.getByRole("list", { name: "审批进度" });
    expect(within(way).getByText("直属上级").closest("li")!.getAttribute("aria-current")).toBe("step");
    expect(within(way).getByText("没有审批人，转由管理员处理")).toBeTruthy();
    expect(screen.getByText("提交审批")).toBeTruthy();
  });

  test("is rejected only with an opinion; a usual sentence is one touch away", async () => {
    server.instead.set("POST /approvals/a1/reject", ok({ ...DETAIL, state: "rejected", _can: ["comment"] }));
    draw(<Loaded item={DETAIL} />);
    await userEvent.click(screen.getByRole("button", { name: /驳回/ }));
    const dialog = await screen.findByRole("dialog");
    const button = within(dialog).getAllByRole("button", { name: /驳\s*回/ }).at(-1)!;
    await userEvent.click(button);
    expect(await within(dialog).findByText(/请写明意见/)).toBeTruthy();
    expect(sent("POST", "/approvals/a1/reject")).toHaveLength(0);
    await userEvent.click(within(dialog).getByRole("button", { name: "资料不全，请补充后重新提交。" }));
    await userEvent.click(button);
    await waitFor(() => expect(sent("POST", "/approvals/a1/reject")[0]!.body).toEqual({ opinion: "资料不全，请补充后重新提交。" }));
  });

  test("a node may ask for an opinion to agree, too", async () => {
    draw(<Loaded item={{ ...DETAIL, opinion: "required" }} />);
    await userEvent.click(screen.getByRole("button", { name: /同意/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getAllByRole("button", { name: /同\s*意$/ }).at(-1)!);
    expect(await within(dialog).findByText(/请写明意见/)).toBeTruthy();
    expect(sent("POST", "/approvals/a1/approve")).toHaveLength(0);
  });

  test("a colleague was faster: the refusal stands in the dialog", async () => {
    server.instead.set("POST /approvals/a1/approve", problem(409, "already_decided", "许芳刚刚已经处理，请刷新后查看。"));
    draw(<Loaded item={DETAIL} />);
    await userEvent.click(screen.getByRole("button", { name: /同意/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getAllByRole("button", { name: /同\s*意$/ }).at(-1)!);
    expect(await within(dialog).findByText(/许芳刚刚已经处理/)).toBeTruthy();
  });

  test("a changed record says what is different", () => {
    draw(<Loaded item={{ ...DETAIL, changes: [{ name: "amount", label: "含税金额", old: "¥1.00", new: "¥2.00" }] }} />);
    expect(screen.getByText(/提交之后内容已被修改，不能同意/)).toBeTruthy();
    expect(screen.getByText("¥2.00")).toBeTruthy();
  });

  test("who only looks on gets no buttons to decide", () => {
    draw(<Loaded item={{ ...DETAIL, _can: ["comment"] }} />);
    expect(screen.queryByRole("button", { name: /同意/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /驳回/ })).toBeNull();
  });
});

describe("on the page of a record", () => {
  test("who is waited for, and nothing before it was ever submitted", async () => {
    server.instead.set("GET /approvals/of/contracts/c1", ok({ items: [{ ...ITEM, nodes: NODES, _can: ["approve", "reject", "comment"] }], running: "a1" }));
    server.instead.set("GET /approvals/of/contracts/c2", ok({ items: [], running: null }));
    const { container } = draw(<ApprovalPanel resource="contracts" id="c2" />);
    await waitFor(() => expect(sent("GET", "/approvals/of/contracts/c2")).toHaveLength(1));
    expect(container.querySelector(".apv-panel")).toBeNull();
    draw(<ApprovalPanel resource="contracts" id="c1" verb="sign_off" />);
    expect(await screen.findByText("等待 许芳 审批")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: /查看流程/ }));
    expect(screen.getByText("财务总监")).toBeTruthy();
  });
});

describe("the designer", () => {
  const APPROVABLE = { resource: "contracts", verb: "sign_off", label: "合同审批", resource_label: "合同", fields: [{ name: "amount", label: "含税金额", type: "money", ops: [">=", "<"], required: false, readonly: false }], people_fields: [], facts: [{ name: "amount", label: "含税金额", editable: false }] };
  const FLOW = { id: "f1", version: 3, name: "合同审批", resource: "contracts", verb: "sign_off", unit: null, active: true, builtin: true, number: 1, published_at: null, draft: { repeat: "never", nodes: [{ id: "n1", kind: "approve", name: "直属上级", who: [{ kind: "superior", level: 1 }] }] }, _can: ["read", "update", "publish", "restore"] };

  beforeEach(() => {
    server.instead.set("GET /approvals/flows/options", ok({ approvables: [APPROVABLE], roles: [{ code: "finance", label: "财务" }], who: [{ kind: "superior", label: "提交人的上级", needs: "level" }, { kind: "role", label: "担任某角色的人", needs: "role" }] }));
    server.instead.set("PATCH /r/approval_flows/f1", ok({ ...FLOW, version: 4 }));
    server.instead.set("POST /r/approval_flows/f1/do/publish", ok({ ...FLOW, version: 5, number: 2 }));
  });
  const open = async () => {
    server.instead.set("GET /r/approval_flows/f1", ok(FLOW));
    draw(<FlowPageOf id="f1" />);
    await screen.findByText("提交人的直接上级");
  };

  test("a node is added, saved and published with a note", async () => {
    await open();
    await userEvent.click(screen.getAllByRole("button", { name: "在这里添加节点" })[1]!);
    await userEvent.click(await screen.findByRole("menuitem", { name: /抄送人/ }));
    await userEvent.keyboard("{Escape}");
    expect(screen.getByText("有未保存的修改")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: /发布新版/ }));
    await userEvent.type(await screen.findByLabelText("修改说明"), "加抄送");
    const dialog = (await screen.findAllByRole("dialog")).at(-1)!;
    await userEvent.click(within(dialog).getAllByRole("button", { name: /发布新版/ }).at(-1)!);
    await waitFor(() => expect(sent("POST", "/r/approval_flows/f1/do/publish")[0]!.body).toEqual({ version: 4, inputs: { note: "加抄送" } }));
    const draft = sent("PATCH", "/r/approval_flows/f1")[0]!.body.draft as { nodes: { kind: string }[] };
    expect(draft.nodes.map((node) => node.kind)).toEqual(["approve", "copy"]);
  });

  test("what is not finished is marked and not published", async () => {
    await open();
    await userEvent.click(screen.getAllByRole("button", { name: "在这里添加节点" })[0]!);
    await userEvent.click(await screen.findByRole("menuitem", { name: /条件分支/ }));
    await userEvent.keyboard("{Escape}");
    await userEvent.click(screen.getByRole("button", { name: /发布新版/ }));
    expect(await screen.findByText("“条件 1”还没有条件，请设置，或删掉这条分支。")).toBeTruthy();
    expect(sent("PATCH", "/r/approval_flows/f1")).toHaveLength(0);
  });

  test("a trial shows who would be asked", async () => {
    server.instead.set("POST /approvals/flows/simulate", ok({ nodes: NODES.slice(1), problems: [], flow: null, record: { id: "c1", label: "城北合同" }, outcome: "asked" }));
    await open();
    await userEvent.click(screen.getByRole("button", { name: /试算/ }));
    const drawer = await screen.findByRole("dialog");
    await userEvent.click(within(drawer).getByRole("button", { name: /试算/ }));
    expect(await within(drawer).findByText("许芳")).toBeTruthy();
    expect(sent("POST", "/approvals/flows/simulate")[0]!.body).toMatchObject({ resource: "contracts", verb: "sign_off" });
  });

  test("who may only read changes nothing", async () => {
    server.instead.set("GET /r/approval_flows/f2", ok({ ...FLOW, id: "f2", _can: ["read"] }));
    draw(<FlowPageOf id="f2" />);
    await screen.findByText("提交人的直接上级");
    expect(screen.queryByRole("button", { name: "在这里添加节点" })).toBeNull();
    expect(screen.queryByRole("button", { name: /发布新版/ })).toBeNull();
  });
});
