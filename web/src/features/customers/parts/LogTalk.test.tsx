import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Meta } from "../../../api/types";
import { customers, field } from "../../../test/fixture/meta";
import { problem, type FixtureServer } from "../../../test/fixture/server";
import { draw, withFixture } from "../../../test/render";
import { LogTalk } from "./LogTalk";

const options = (pairs: [string, string][]) => pairs.map(([value, label]) => ({ value, label }));
const meta: Meta = {
  ...customers, name: "interactions", label: "沟通记录", label_field: "content",
  fields: [
    field("customer", "客户", "ref", { ref: "customers", required: true }),
    field("contact", "联系人", "ref", { ref: "contacts" }),
    field("channel", "方式", "choice", { options: options([["phone", "电话"], ["visit", "上门拜访"], ["wechat", "微信"]]) }),
    field("occurred_at", "沟通时间", "datetime"), field("content", "沟通内容", "longtext", { required: true }), field("result", "结果", "text"),
    field("effect", "效果", "choice", { options: options([["forward", "有进展"], ["none", "无回应"]]) }),
    field("next_contact_at", "下次联系", "datetime"),
  ],
};
const customer = { id: "c-1", label: "江城建设" };
const contacts = [{ id: "k-1", version: 1, name: "赵敏", position: "总经理" }, { id: "k-2", version: 1, name: "吴刚", position: "" }];

let server: FixtureServer;
beforeEach(() => {
  // Only the clock of dates stands still: timers must go on.
  vi.useFakeTimers({ now: new Date("2026-11-16T15:20:00+08:00"), toFake: ["Date"] });
  server = withFixture(3);
  server.me.grants.contacts = ["read"];
  server.instead.set("GET /meta/interactions", { status: 200, body: meta });
  server.instead.set("GET /r/contacts", { status: 200, body: { items: contacts, next: null, count: 2, count_exact: true } });
  server.instead.set("POST /r/interactions", { status: 201, body: { id: "t-1", version: 1 } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const closed = vi.fn();
const open = () => draw(<LogTalk customer={customer} onClose={closed} />);
const sent = () => server.asked.filter((one) => one.method === "POST" && one.path === "/r/interactions").map((one) => one.body);

describe("logging a talk", () => {
  test("words, a few taps and Ctrl+Enter are enough; the time is now", async () => {
    open();
    await userEvent.click(await screen.findByRole("radio", { name: "微信" }));
    await userEvent.click(await screen.findByRole("radio", { name: /^赵敏/ }));
    await userEvent.click(screen.getByRole("radio", { name: "有进展" }));
    await userEvent.click(screen.getByRole("radio", { name: /^三天后/ }));
    await userEvent.type(screen.getByRole("textbox", { name: /^沟通内容/ }), "周五来看样板段{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent()).toHaveLength(1));
    const { id, occurred_at: occurredAt, ...rest } = sent()[0]!;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Date(String(occurredAt)).getTime()).toBe(new Date("2026-11-16T15:20:00+08:00").getTime());
    expect(rest).toEqual({ customer: "c-1", contact: "k-1", channel: "wechat", effect: "forward", content: "周五来看样板段", next_contact_at: "2026-11-19T09:30:00+08:00" });
    await waitFor(() => expect(closed).toHaveBeenCalled());
  });

  test("of many contacts every one can be found: the server searches", async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ id: `m-${i}`, version: 1, name: `甲${i}`, position: "" }));
    server.instead.set("GET /r/contacts", { status: 200, body: { items: many, next: "50", count: 120, count_exact: true } });
    open();
    const box = await screen.findByRole("combobox", { name: "联系人" });
    server.instead.set("GET /r/contacts", { status: 200, body: { items: [{ id: "m-99", version: 1, name: "尤九十九", position: "总工" }], next: null, count: 1, count_exact: true } });
    await userEvent.type(box, "尤九");
    await userEvent.click(await screen.findByText("尤九十九 · 总工"));
    expect(server.asked.filter((one) => one.path === "/r/contacts").at(-1)!.query.get("q")).toBe("尤九");
    await userEvent.type(screen.getByRole("textbox", { name: /^沟通内容/ }), "谈付款{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent()[0]?.contact).toBe("m-99"));
  });

  test("nothing is sent without words, and the field says so", async () => {
    open();
    await userEvent.click(await screen.findByRole("button", { name: "保存" }));
    expect(await screen.findByText("请写下谈了什么")).toBeTruthy();
    expect(sent()).toEqual([]);
  });

  test("a second tap takes a choice back", async () => {
    open();
    const tomorrow = await screen.findByRole("radio", { name: /^明天/ });
    await userEvent.click(tomorrow);
    expect((tomorrow as HTMLInputElement).checked).toBe(true);
    await userEvent.click(tomorrow);
    expect((tomorrow as HTMLInputElement).checked).toBe(false);
    await userEvent.type(screen.getByRole("textbox", { name: /^沟通内容/ }), "随便聊聊{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).not.toHaveProperty("next_contact_at");
  });

  test("what is not saved comes back, and can be thrown away", async () => {
    const first = open();
    await userEvent.type(await screen.findByRole("textbox", { name: /^沟通内容/ }), "写到一半");
    await waitFor(() => expect(Object.keys(localStorage).some((key) => key.includes("talk.c-1"))).toBe(true));
    first.unmount();
    open();
    expect(await screen.findByText(/未提交的内容/)).toBeTruthy();
    expect((screen.getByRole("textbox", { name: /^沟通内容/ }) as HTMLTextAreaElement).value).toBe("写到一半");
    await userEvent.click(screen.getByRole("button", { name: "放弃草稿" }));
    expect((screen.getByRole("textbox", { name: /^沟通内容/ }) as HTMLTextAreaElement).value).toBe("");
  });

  test("what the server refuses stands at its field, and the same entry is sent again under the same id", async () => {
    server.instead.set("POST /r/interactions", problem(400, "invalid", "有内容需要修改。", { fields: { next_contact_at: ["下次联系应晚于本次沟通时间。"] } }));
    open();
    await userEvent.type(await screen.findByRole("textbox", { name: /^沟通内容/ }), "谈付款{Control>}{Enter}{/Control}");
    expect(await screen.findByText("下次联系应晚于本次沟通时间。")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent()[1]!.id).toBe(sent()[0]!.id);
  });
});
