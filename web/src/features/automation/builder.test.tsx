import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { Field, Row } from "../../api/types";
import type { FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { bodyOf, draftOf, emptyDraft, isReady, NO_ACTION, numberIn } from "./model/draft";
import { Component as RulePage } from "./pages/RulePage";

const ok = (body: unknown) => ({ status: 200, body });
const FIELDS: Field[] = [
  { name: "name", label: "客户名称", type: "text", required: true, readonly: false, ops: ["contains", "="] },
  { name: "last_contact_at", label: "最近联系", type: "datetime", required: false, readonly: true, ops: ["older_than", "within", "empty"] },
  { name: "employees", label: "员工人数", type: "integer", required: false, readonly: false, ops: [">", ">="] },
] as Field[];
const META = { name: "customers", label: "客户", label_field: "name", ordering: "name", can: ["read"], list_display: ["name"], list_filter: [], form: ["name"], search: true, actions: [], fields: FIELDS, importable: false, team: false, natural_key: [] };
const choice = (value: string, label: string, more = {}) => ({ value, label, argument: "", resource: "", type: "", ...more });
const CHOICES = {
  events: [choice("customers.created", "新建客户", { resource: "customers" })], recipients: [choice("owner", "负责人"), choice("person", "指定人员", { argument: "user" })],
  actions: [choice("notify", "发消息"), choice("tag", "打标签"), choice("flag", "打标记"), choice("letter", "发信函")], todo_kinds: [], units: [], roles: [choice("finance", "财务")],
};
const OWN = { resource: "customers", places: [choice("name", "客户名称", { type: "text" })], tags: true, owned: true, addressees: [], flags: [], makers: [], approvals: [], templates: [], webhooks: [] };
const TRIAL = { count: 37, exact: true, items: [{ id: "c1", label: "江城城投" }], condition: "没有条件", happened: null, samples: [{ object: { id: "c1", label: "江城城投" }, actions: [{ kind: "notify", label: "发消息", to: ["王东"], text: "联系 江城城投" }] }] };
const STORED = {
  id: "r9", version: 3, name: "沉默", why: "", resource: "customers", trigger: { weekly: { day: 1, hour: 8 } }, condition: { and: [["last_contact_at", "older_than", "$n_a"], { or: [["name", "=", "甲"], ["name", "=", "乙"]] }] },
  numbers: [{ name: "n_a", label: "天数", default: 14, min: 0, max: 3650, unit: "days" }], occurrence: [], actions: [{ kind: "tag", tag: "沉默" }],
} as unknown as Row;
let server: FixtureServer;
const sent = (method: string, path: string) => server.asked.filter((one) => one.method === method && one.path === path);

beforeEach(() => {
  server = withFixture(3);
  server.instead.set("GET /meta/customers", ok(META));
  server.instead.set("GET /automation/choices", ok(CHOICES));
  server.instead.set("GET /automation/choices/customers", ok(OWN));
  server.instead.set("POST /automation/try", ok(TRIAL));
});

describe("a draft", () => {
  test("numbers that companies may set become numbers of the rule, and open again as they were", () => {
    const draft = draftOf(STORED);
    expect(draft.condition.all).toEqual([["last_contact_at", "older_than", "14d"]]);
    expect(draft.adjustable).toEqual({ "last_contact_at older_than": "天数" });
    const body = bodyOf(draft, FIELDS);
    expect(body.condition).toEqual(STORED.condition);
    expect(body.numbers).toEqual(STORED.numbers);
    expect(body.trigger).toEqual({ weekly: { day: 1, hour: 8 } });
    expect(body.actions).toEqual([{ kind: "tag", tag: "沉默" }]);
  });

  test("days and times of the condition say by themselves what counts as anew", () => {
    const draft = { ...emptyDraft("customers"), condition: { all: [["last_contact_at", "older_than", "2w"], ["name", "contains", "甲"]] as never, any: [], extra: [] } };
    expect(bodyOf(draft, FIELDS).occurrence).toEqual(["last_contact_at"]);
    expect(bodyOf({ ...draft, occurrence: [] }, FIELDS).occurrence).toEqual([]);
    expect(bodyOf({ ...draft, trigger: { events: ["customers.created"] } }, FIELDS).occurrence).toEqual([]);
  });

  test("only whole numbers can be left to companies", () => {
    expect([numberIn(["a", "older_than", "2w"]), numberIn(["a", ">", "30"]), numberIn(["a", "=", "30"]), numberIn(["a", ">", "1.5"])]).toEqual([14, 30, null, null]);
  });

  test("an action is tried once it says enough", () => {
    expect([isReady(NO_ACTION), isReady({ ...NO_ACTION, title: "x" }), isReady({ ...NO_ACTION, kind: "letter", what: "t" }), isReady({ ...NO_ACTION, kind: "letter", to: [], what: "t" })]).toEqual([false, true, true, false]);
  });
});

describe("the page", () => {
  test("tries the rule while it is written, and saves it", async () => {
    server.instead.set("POST /r/automation_rules", { status: 201, body: { id: "x", version: 1 } });
    draw(<RulePage />, "/admin/automation/new");
    await userEvent.type(await screen.findByLabelText(/规则名称/), "新规则");
    await userEvent.type(screen.getByLabelText(/^标题/), "联系 ");
    await userEvent.click(screen.getAllByRole("button", { name: /插入字段/ })[0]!);
    await userEvent.click(await screen.findByRole("menuitem", { name: "客户名称" }));
    expect(screen.getByLabelText<HTMLInputElement>(/^标题/).value).toBe("联系 {name}");
    expect(await screen.findByText("这 37 条客户现在会触发")).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "试运行" })).getByText("联系 江城城投")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "保存并启用" }));
    await waitFor(() => expect(sent("POST", "/r/automation_rules")).toHaveLength(1));
    expect(sent("POST", "/r/automation_rules")[0]!.body).toMatchObject({ name: "新规则", resource: "customers", trigger: { daily: 8 }, condition: {}, occurrence: [], actions: [{ kind: "notify", to: ["owner"], title: "联系 {name}", body: "" }] });
  });

  test("says what is missing and sends nothing", async () => {
    draw(<RulePage />, "/admin/automation/new");
    await userEvent.click(await screen.findByRole("button", { name: "保存并启用" }));
    expect((await screen.findAllByText("请填写。")).length).toBeGreaterThan(1);
    expect(sent("POST", "/r/automation_rules")).toHaveLength(0);
  });

  test("offers only what this kind of record can carry", async () => {
    draw(<RulePage />, "/admin/automation/new");
    await userEvent.click(await screen.findByRole("combobox", { name: "做什么" }));
    expect(await screen.findByTitle("发信函")).toBeTruthy();
    expect(screen.queryByTitle("打标记")).toBeNull();
  });

  test("a refusal of the server stands above the form", async () => {
    server.instead.set("POST /r/automation_rules", { status: 400, body: { code: "invalid", message: "请检查。", fields: { actions: ["标题里不能用受保护的字段“phone”，因为收到的人不一定有权看。"] }, data: {}, request_id: "r" } });
    draw(<RulePage />, "/admin/automation/new");
    await userEvent.type(await screen.findByLabelText(/规则名称/), "新规则");
    await userEvent.type(screen.getByLabelText(/^标题/), "x");
    await userEvent.click(screen.getByRole("button", { name: "保存并启用" }));
    expect(await screen.findByText(/不能用受保护的字段/)).toBeTruthy();
  });
});
