import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draw, withFixture } from "../../test/render";
import type { Detail, Line, Target } from "./api";
import { faultyFields, optionsWith, restBlank, wrongCells } from "./model/mend";
import { CheckStep } from "./parts/CheckStep";

const target = (name: string, label: string, more: Partial<Target> = {}): Target => ({ name, label, type: "text", wanted: false, required: false, role: "field", options: [], ...more });
const KINDS = [{ value: "private", label: "民企" }, { value: "developer", label: "地产" }];
const batch = {
  id: "b1", resource: "customers", state: "checked", started_at: null, mapping: { "0": "name", "1": "kind", "2": "contact_phone" }, options: { mode: "both" },
  counts: { error: 2, to_create: 1, unknown: { kind: { 房产: 2 } } },
  targets: [target("name", "客户名称", { required: true }), target("kind", "客户类型", { type: "choice", options: KINDS }), target("contact_phone", "联系电话", { type: "phone" })],
} as unknown as Detail;
const faulty = (id: number, findings: Line["findings"]): Line => ({
  id, number: id + 1, raw: { "0": "江苏新筑", "1": "房产", "2": "138" }, values: {}, findings, severity: "error", kind: "error", decision: "skip", state: "pending", target: null, candidates: [], differences: [],
});
const unknownKind = { kind: "error", code: "unknown_choice", message: "没有“房产”这个选项。", field: "kind" } as const;
const badPhone = { kind: "error", code: "invalid", message: "手机号少一位。", field: "contact_phone" } as const;
const lines = [faulty(1, [unknownKind]), faulty(2, [badPhone])];
const sent: { method: string; path: string; body: Record<string, unknown> }[] = [];

beforeEach(() => {
  sent.length = 0;
  const server = withFixture(1);
  const handle = server.handle.bind(server);
  server.handle = (method: string, path: string, body: Record<string, unknown>) => {
    if (!path.startsWith("/api/v1/imports/b1")) return handle(method, path, body);
    if (method === "GET") return { status: 200, body: { items: lines, next: null } };
    sent.push({ method, path: path.replace("/api/v1/imports/b1", ""), body });
    return { status: 200, body: {} };
  };
});
afterEach(() => vi.unstubAllGlobals());

test("a wording is explained once for all rows, faulty cells stay empty, and all is checked again", async () => {
  draw(<CheckStep batch={batch} onBack={vi.fn()} />);
  const panel = await screen.findByRole("region", { name: "一次处理多行" });
  const again = within(panel).getByRole("button", { name: "按这些处理，重新检查" });
  expect(again).toHaveProperty("disabled", true);
  await userEvent.click(within(panel).getByRole("combobox", { name: "“房产”是指" }));
  await userEvent.click(await screen.findByTitle("地产"));
  await userEvent.click(await within(panel).findByRole("checkbox", { name: "“联系电话”填错的留空" }));
  await userEvent.click(again);
  await waitFor(() => expect(sent.map((one) => [one.method, one.path])).toEqual([["PUT", "/mapping"], ["POST", "/check"]]));
  expect(sent[0]!.body).toEqual({ options: { mode: "both", value_map: { kind: { 房产: "developer" } }, blank_on_error: ["contact_phone"] } });
});

test("a cell of one row is put right on the spot", async () => {
  draw(<CheckStep batch={batch} onBack={vi.fn()} />);
  await userEvent.click(await screen.findByRole("button", { name: "改正第 3 行" }));
  const dialog = await screen.findByRole("dialog");
  const box = within(dialog).getByRole("textbox", { name: /联系电话/ });
  expect(within(dialog).queryByText(/客户类型/)).toBeNull();
  await userEvent.clear(box);
  await userEvent.type(box, "13800138000");
  await userEvent.click(within(dialog).getByRole("button", { name: "保存并检查这一行" }));
  await waitFor(() => expect(sent).toEqual([{ method: "PATCH", path: "/rows/2", body: { values: { contact_phone: "13800138000" } } }]));
});

test("once rows are written nothing is matched or checked anew", async () => {
  draw(<CheckStep batch={{ ...batch, started_at: "2026-11-22T08:00:00Z" }} onBack={vi.fn()} />);
  expect(await screen.findByRole("button", { name: "改正第 3 行" })).toBeTruthy();
  expect(screen.queryByRole("region", { name: "一次处理多行" })).toBeNull();
  expect(screen.queryByRole("button", { name: "返回匹配字段" })).toBeNull();
});

test("fields that must be given, or whose wording is unknown, are not offered to stay empty", () => {
  const nameless = faulty(3, [{ kind: "error", code: "invalid", message: "太长", field: "name" }]);
  expect(faultyFields(batch, [...lines, nameless]).map((one) => one.name)).toEqual(["contact_phone"]);
  expect(wrongCells(batch, lines[0]!)).toEqual([{ field: "kind", label: "客户类型", text: "房产", said: ["没有“房产”这个选项。"] }]);
});

test("what has no meaning yet can be left empty in one go", () => {
  expect(restBlank(["retail", "finance", "medical"], { medical: "hospital" })).toEqual({ retail: "", finance: "", medical: "hospital" });
});

test("what was settled before stays settled", () => {
  const known = { value_map: { kind: { 房产: "developer" } }, blank_on_error: ["email"], mode: "create" };
  expect(optionsWith(known, { kind: { 外企: "" }, source: { 展会: "fair" } }, ["email", "phone"])).toEqual({
    mode: "create", value_map: { kind: { 房产: "developer", 外企: "" }, source: { 展会: "fair" } }, blank_on_error: ["email", "phone"],
  });
});
