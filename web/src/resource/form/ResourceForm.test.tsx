import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { customers } from "../../test/fixture/meta";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { readDraft } from "./draft";
import { registerResourceUi } from "../registry";
import { ResourceForm } from "./ResourceForm";

let server: FixtureServer;
const saved = vi.fn();

beforeEach(() => {
  server = withFixture(5);
  saved.mockReset();
});
afterEach(() => vi.unstubAllGlobals());

function open(rowIndex: number | null) {
  const row = rowIndex === null ? null : structuredClone(server.rows.customers![rowIndex]!);
  const result = draw(<ResourceForm meta={customers} row={row} onSaved={saved} onCancel={() => undefined} />);
  return { ...result, row };
}

const sent = (method: string) => server.asked.filter((one) => one.method === method);
const name = () => screen.getByRole("textbox", { name: "客户名称" });
// While the spinner fades, its own label stands before the text.
const save = () => userEvent.click(screen.getByRole("button", { name: /保存$/ }));

test("what helps while one writes: hints when something was typed, aids from the first moment", async () => {
  registerResourceUi("customers", { formHints: { name: () => <p>也许重复</p> }, formAids: { name: () => <p>可以这样写</p> } });
  open(0);
  expect(await screen.findByText("可以这样写")).toBeTruthy();
  expect(screen.queryByText("也许重复")).toBeNull();
  await userEvent.type(screen.getByRole("textbox", { name: "客户名称" }), "新");
  expect(screen.getByText("也许重复")).toBeTruthy();
});

describe("a new record", () => {
  test("missing required fields are named at the field, the first one takes the focus, nothing is sent", async () => {
    server.me.unit = null;
    open(null);
    await save();
    expect(await screen.findByText("请填写客户名称")).toBeTruthy();
    expect(screen.getByText("请填写所属公司")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(name()));
    expect(sent("POST")).toEqual([]);
    expect(saved).not.toHaveBeenCalled();
  });

  test("starts in the person's own unit and hands", async () => {
    open(null);
    await userEvent.type(name(), "武汉新客户有限公司");
    await save();
    await waitFor(() => expect(saved).toHaveBeenCalled());
    expect(sent("POST")[0]!.body).toMatchObject({ unit: server.me.unit!.id, owner: server.me.id });
  });

  test("carries an id made here, the same one again after a failure", async () => {
    open(null);
    await userEvent.type(name(), "武汉新客户有限公司");
    await userEvent.click(screen.getByRole("combobox", { name: "所属公司" }));
    await userEvent.click(await screen.findByText("华中公司"));
    server.instead.set("POST /r/customers", problem(503, "busy", "服务器正在重启，请重试。"));
    await save();
    expect(await screen.findByText("服务器正在重启，请重试。")).toBeTruthy();
    server.instead.clear();
    await save();
    await waitFor(() => expect(saved).toHaveBeenCalled());
    const [first, second] = sent("POST");
    expect(first!.body.id).toMatch(/-7[0-9a-f]{3}-/);
    expect(second!.body).toEqual(first!.body);
    expect(second!.body).toMatchObject({ name: "武汉新客户有限公司", unit: server.rows.units![2]!.id });
  });
});

describe("a change", () => {
  test("sends only what changed, with the version", async () => {
    const { row } = open(1);
    await userEvent.clear(name());
    await userEvent.type(name(), " 改名有限公司 ");
    await save();
    await waitFor(() => expect(saved).toHaveBeenCalled());
    expect(sent("PATCH")[0]).toMatchObject({ path: `/r/customers/${row!.id}`, body: { version: 1, name: "改名有限公司" } });
    expect(Object.keys(sent("PATCH")[0]!.body)).toEqual(["version", "name"]);
  });

  test("the server's objection stands at its field", async () => {
    const { row } = open(1);
    server.instead.set(`PATCH /r/customers/${row!.id}`, problem(400, "invalid", "有内容需要修改。", { fields: { credit_code: ["校验码不对，请核对营业执照。"] } }));
    await userEvent.type(screen.getByRole("textbox", { name: "统一社会信用代码" }), "123");
    await save();
    const message = await screen.findByText("校验码不对，请核对营业执照。");
    const input = screen.getByRole("textbox", { name: "统一社会信用代码" });
    expect(input.getAttribute("aria-describedby")).toBe(message.id);
    await waitFor(() => expect(document.activeElement).toBe(input));
    expect(saved).not.toHaveBeenCalled();
  });

  test("an error that belongs to no field is shown with the request's id, and the input stays", async () => {
    const { row } = open(1);
    server.instead.set(`PATCH /r/customers/${row!.id}`, problem(500, "internal", "系统出错了，请稍后重试。"));
    await userEvent.type(name(), "二期");
    await save();
    expect(await screen.findByText("系统出错了，请稍后重试。")).toBeTruthy();
    expect(screen.getByText("请求编号 req-7f3a")).toBeTruthy();
    expect((name() as HTMLInputElement).value).toContain("二期");
  });
});

describe("drafts", () => {
  test("unsent input survives closing, is announced, and can be thrown away", async () => {
    const first = open(1);
    await first.findByRole("textbox", { name: "客户名称" });
    await userEvent.type(name(), "草稿");
    await waitFor(() => expect(Object.keys(localStorage).some((key) => key.startsWith("zk.draft."))).toBe(true));
    first.unmount();
    const key = Object.keys(localStorage).find((one) => one.startsWith("zk.draft."))!;
    expect(key).toBe(`zk.draft.${server.me.id}.customers.${server.rows.customers![1]!.id}`);
    open(1);
    expect(await screen.findByText(/已恢复 .* 未提交的内容/)).toBeTruthy();
    expect((name() as HTMLInputElement).value).toContain("草稿");
    await userEvent.click(screen.getByRole("button", { name: "放弃草稿" }));
    expect((name() as HTMLInputElement).value).not.toContain("草稿");
    expect(localStorage.getItem(key)).toBeNull();
  });

  test("a sent form leaves no draft", async () => {
    const { row } = open(1);
    await userEvent.type(name(), "二期");
    await save();
    await waitFor(() => expect(saved).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(readDraft(server.me.id, "customers", row!.id)).toBeNull();
  });
});

describe("somebody else was quicker", () => {
  function changeBehindTheBack(index: number, values: object) {
    Object.assign(server.rows.customers![index]!, values, { version: 2 });
  }

  test("both sides of a field are shown, one is chosen, the rest is merged", async () => {
    const { row } = open(1);
    await userEvent.clear(name());
    await userEvent.type(name(), "我的名称");
    changeBehindTheBack(1, { name: "别人的名称", remark: "别人的备注" });
    await save();
    const dialog = await screen.findByRole("dialog", { name: /他人已修改/ });
    expect(within(dialog).getByText("别人的名称")).toBeTruthy();
    expect(within(dialog).getByText("我的名称")).toBeTruthy();
    expect(within(dialog).getByText(/别人还改了：备注/)).toBeTruthy();
    const finish = within(dialog).getByRole("button", { name: "保存合并结果" }) as HTMLButtonElement;
    expect(finish.disabled).toBe(true);
    await userEvent.click(within(dialog).getByRole("radio", { name: "用我的" }));
    await userEvent.click(finish);
    await waitFor(() => expect(saved).toHaveBeenCalled());
    expect(sent("PATCH").at(-1)!.body).toEqual({ version: 2, name: "我的名称" });
    expect(server.rows.customers!.find((one) => one.id === row!.id)).toMatchObject({ name: "我的名称", remark: "别人的备注" });
  });

  test("taking the latest everywhere sends nothing more", async () => {
    open(1);
    await userEvent.type(name(), "二期");
    changeBehindTheBack(1, { name: "别人的名称" });
    await save();
    await userEvent.click(await screen.findByRole("button", { name: "全部用最新的" }));
    const before = sent("PATCH").length;
    await userEvent.click(screen.getByRole("button", { name: "保存合并结果" }));
    await waitFor(() => expect(saved).toHaveBeenCalledWith(expect.objectContaining({ name: "别人的名称" })));
    expect(sent("PATCH").length).toBe(before);
  });
});
