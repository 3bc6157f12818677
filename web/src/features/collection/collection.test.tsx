import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { Route, Routes } from "react-router";
import type { Meta, ResourceAction, Row } from "../../api/types";
import { metas } from "../../test/fixture/meta";
import type { FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import type { CaseChain } from "./api";
import { AgeingPage } from "./pages/AgeingPage";
import { CasePage } from "./pages/CasePage";
import { CreditBanner, CreditHint } from "./parts/CreditWarning";
import "./parts/register";

const ok = (body: unknown) => ({ status: 200, body });
const action = (name: string, label: string, danger = false): ResourceAction => ({ name, label, danger, confirm: "", bulk: false, inputs: [] });
const META: Meta = {
  ...metas.units!, name: "collection_cases", label: "催收工单", can: ["read", "update"],
  actions: [action("pause", "暂停催收"), action("resume", "恢复催收"), action("step_now", "立即执行下一步"), action("dispute", "登记争议"), action("close", "结案", true)],
};
const ROW = {
  id: "c1", version: 3, name: "城北水务", number: "CS-1", state: "open", overdue: "880000.00", disputed: "0.00", oldest_due_on: "2026-09-01", letters: 1, unanswered: 1, opened_on: "2026-10-01",
  customer: { id: "k1", label: "城北水务" }, owner: null, company: null, created_at: "", updated_at: "", archived_at: null, _can: ["update", "pause", "step_now", "dispute"],
} as unknown as Row;
const CHAIN: CaseChain = {
  case: { id: "c1", label: "城北水务", state: "open", version: 3 }, ladder: { id: "l", label: "标准催收阶梯" }, waits_for: "",
  past: [{ id: "p1", kind: "letter", label: "发出催收函", at: "2026-11-10T02:00:00Z", text: "第 1 封", contact: "", who: null, by: "", letter: "d1" }],
  coming: [{ position: 2, name: "第二封催收函", on: "2026-11-29", again: false, letter: true, high_risk: false, meeting: false, copies: [], tell: [], unanswered: 0 }],
  debts: [
    { id: "r1", name: "进度款", number: "YS-1", due_on: "2026-09-01", amount: "500000.00", balance: "500000.00", disputed: false, dispute_reason: "", contract: null },
    { id: "r2", name: "签证款", number: "YS-2", due_on: "2026-10-01", amount: "380000.00", balance: "380000.00", disputed: false, dispute_reason: "", contract: null },
  ],
  letters: [{ id: "d1", version: 1, sequence: 1, position: 1, name: "第一封催收函", to: "cw@example.com", receiver: "", cc: [], amount: "880000.00", mail_state: "failed", sent_on: null, reply: "", replied_on: null, reply_note: "", created_at: "2026-11-10T02:00:00Z" }],
  promises: [], meetings: [],
};
const ageing = { current: "600.00", d1_30: "300.00", d31_60: "0.00", d61_90: "0.00", over_90: "100.00", total: "1000.00", overdue: "400.00" };
let server: FixtureServer;

beforeEach(() => {
  server = withFixture(3);
  Object.assign(server.me.grants, { receivables: ["read"], collection_cases: ["read", "update"], contacts: [], collection_logs: ["create"] });
  server.instead.set("GET /meta/collection_cases", ok(META));
  server.instead.set("GET /r/collection_cases/c1", ok(ROW));
  server.instead.set("GET /r/collection_cases/c1/chain", ok(CHAIN));
  server.instead.set("GET /collection/ageing", ok({ on: "2026-11-22", by: "customer", direction: "income", total: { ...ageing, count: 3 }, rows: [{ group: { id: "k1", label: "城北水务" }, ...ageing }], more: false }));
});

const openCase = () => draw(<Routes><Route path="/collection/:id" element={<CasePage />} /></Routes>, "/collection/c1");

describe("a collection case", () => {
  test("offers the verbs of _can and no others; a letter that failed says so beside its PDF", async () => {
    openCase();
    expect(await screen.findByRole("button", { name: "立即执行下一步" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "暂停催收" })).toBeTruthy();
    expect(screen.queryByText("恢复催收")).toBeNull();
    expect(screen.queryByText("结案")).toBeNull();
    const chain = await screen.findByRole("list", { name: "催收过程" });
    expect(within(chain).getAllByRole("listitem").map((item) => item.className)).toEqual(["dun-node past done", "dun-node now", "dun-node coming"]);
    expect(within(chain).getByText("未发出")).toBeTruthy();
    expect(within(chain).getByRole("link", { name: /PDF/ }).getAttribute("href")).toBe("/api/v1/r/dunning_letters/d1/pdf");
  });

  test("only the chosen debts are put in dispute", async () => {
    server.instead.set("POST /r/collection_cases/c1/do/dispute", ok({ ...ROW, version: 4 }));
    openCase();
    await userEvent.click(await screen.findByRole("button", { name: "登记争议" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByRole<HTMLButtonElement>("button", { name: "登记争议" }).disabled).toBe(true);
    await userEvent.click(within(dialog).getByRole("checkbox", { name: /签证款/ }));
    await userEvent.type(within(dialog).getByLabelText(/客户的理由/), "签证未确认");
    await userEvent.click(within(dialog).getByRole("button", { name: "登记争议" }));
    await waitFor(() => expect(server.asked.find((one) => one.path.endsWith("/do/dispute"))?.body).toEqual({ version: 3, inputs: { reason: "签证未确认", receivables: ["r2"] } }));
  });

  test("nobody without the right is asked about disputes", async () => {
    server.instead.set("GET /r/collection_cases/c1", ok({ ...ROW, _can: [] }));
    openCase();
    expect(await screen.findByText("进度款")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "登记争议" })).toBeNull();
  });
});

describe("credit at new business", () => {
  const warned = { warnings: [{ code: "over_limit", level: "error", message: "将超过信用额度 ¥1.00" }] };
  const contract = { id: "k", customer: { id: "c9", label: "城北水务" }, amount: "500.00", direction: "income", state: "draft", archived_at: null } as unknown as Row;

  test("a draft tells what speaks against its customer; money that we pay asks nothing, nor does what is agreed", async () => {
    server.me.grants.customer_credits = ["read"];
    server.instead.set("GET /collection/credit/c9", ok(warned));
    draw(<CreditBanner resource="contracts" meta={META} row={contract} />);
    expect(await screen.findByText("将超过信用额度 ¥1.00")).toBeTruthy();
    expect(server.asked.find((one) => one.path === "/collection/credit/c9")!.query.get("amount")).toBe("500.00");
    server.asked.length = 0;
    for (const other of [{ direction: "expense" }, { state: "signed" }]) draw(<CreditBanner resource="contracts" meta={META} row={{ ...contract, ...other }} />);
    expect(server.asked.filter((one) => one.path.startsWith("/collection/credit"))).toEqual([]);
  });

  test("the form warns as soon as the customer is chosen, and nobody without the right is asked", async () => {
    server.me.grants.customer_credits = ["read"];
    server.instead.set("GET /collection/credit/c9", ok(warned));
    const { unmount } = draw(<CreditHint value="c9" values={{ customer: "c9" }} row={null} />);
    expect(await screen.findByRole("status")).toBeTruthy();
    unmount();
    server.me.grants.customer_credits = [];
    server.asked.length = 0;
    draw(<CreditHint value="c9" values={{ customer: "c9" }} row={null} />);
    expect(server.asked.filter((one) => one.path.startsWith("/collection/credit"))).toEqual([]);
  });
});

describe("ageing", () => {
  test("amounts of today lead to their rows; of a past day nothing can be opened", async () => {
    const { router } = draw(<AgeingPage />, "/ageing");
    expect(await screen.findAllByRole("img", { name: /未到期 60.0%.*逾期 1–30 天 30.0%/ })).toHaveLength(2);
    expect(screen.getByRole("link", { name: /逾期 90 天以上/ }).getAttribute("href")).toMatch(/^\/receivables\?/);
    await router.navigate("/ageing?on=2020-01-31&by=unit");
    expect(await screen.findByText(/历史日期的余额/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: /逾期 90 天以上/ })).toBeNull();
    await waitFor(() => expect(server.asked.filter((one) => one.path === "/collection/ageing").at(-1)!.query.get("by")).toBe("unit"));
  });
});
