import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Meta, Row } from "../../api/types";
import { addDays, dayOf } from "../../kit/days";
import { draw, withFixture } from "../../test/render";
import type { Entry } from "./api";
import { CalendarPage } from "./pages/CalendarPage";
import { ReportsPage } from "./pages/ReportsPage";
import { VisitSteps } from "./parts/visits/VisitSteps";

const today = dayOf(new Date());
const sent: { method: string; path: string; body: Record<string, unknown> }[] = [];
let answers: Record<string, (body: Record<string, unknown>) => { status?: number; body: unknown }>;

const entry = (more: Partial<Entry>): Entry => ({
  key: "next_contact-1@zhuke", kind: "next_contact", title: "联系 江苏新筑", start: `${today}T10:00:00+08:00`, end: null, all_day: false, resource: "customers",
  object_id: "c1", person: { id: "u1", label: "王东" }, done: false, overdue: false, note: "谈报价", place: "",
  move: { resource: "interactions", id: "i1", version: 3, field: "next_contact_at" }, ...more,
});
const kinds = [
  { kind: "next_contact", label: "下次联系", color: "blue", background: false }, { kind: "todo", label: "待办", color: "", background: false },
  { kind: "holiday", label: "节假日", color: "red", background: true },
];

beforeEach(() => {
  sent.length = 0;
  localStorage.clear();
  const server = withFixture(3);
  server.me.grants = { ...server.me.grants, daily_reports: ["read", "create", "update", "export"] };
  const fixture = globalThis.fetch;
  answers = {
    "GET /calendar": () => ({ body: { items: [entry({}), entry({ key: "todo-1@zhuke", kind: "todo", title: "寄样品", start: today, all_day: true, move: null, done: true })], kinds, cut: false } }),
  };
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
    const method = init?.method ?? "GET";
    const path = url.replace("/api/v1", "").split("?")[0]!;
    const body = typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const answer = answers[`${method} ${path}`];
    if (!answer) return fixture(url, init);
    if (method !== "GET") sent.push({ method, path, body });
    const { status = 200, body: back } = answer(body);
    return Promise.resolve(new Response(JSON.stringify(back), { status, headers: { "Content-Type": "application/json" } }));
  });
});
afterEach(() => vi.unstubAllGlobals());

test("entries stand in the month, say what they are, and a kind can be hidden", async () => {
  draw(<CalendarPage />, "/calendar?view=month");
  const chip = await screen.findByRole("button", { name: "下次联系，10:00，联系 江苏新筑" });
  expect(screen.getByRole("button", { name: /待办，寄样品，已完成/ })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "下次联系", pressed: true }));
  expect(chip.isConnected).toBe(false);
  expect(screen.getByRole("button", { name: /寄样品/ })).toBeTruthy();
});

test("Alt and an arrow move an entry by changing its record", async () => {
  answers["PATCH /r/interactions/i1"] = () => ({ body: { id: "i1", version: 4 } });
  draw(<CalendarPage />, "/calendar?view=month");
  (await screen.findByRole("button", { name: /联系 江苏新筑/ })).focus();
  await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
  await waitFor(() => expect(sent[0]).toEqual({ method: "PATCH", path: "/r/interactions/i1", body: { version: 3, next_contact_at: `${addDays(today, 1)}T10:00:00+08:00` } }));
});

test("what cannot be moved stays where it is", async () => {
  draw(<CalendarPage />, "/calendar?view=month");
  const chip = await screen.findByRole("button", { name: /寄样品/ });
  chip.focus();
  await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
  expect(chip.draggable).toBe(false);
  expect(sent).toEqual([]);
});

test("letters choose the view, and the days are walked by arrow keys", async () => {
  const { router } = draw(<CalendarPage />, `/calendar?view=month&day=2026-11-18`);
  const day = await screen.findByRole("button", { name: /^2026-11-18，/ });
  day.focus();
  await userEvent.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.getAttribute("data-day")).toBe("2026-11-25"));
  await userEvent.keyboard("w");
  await waitFor(() => expect(router.state.location.search).toContain("view=week"));
  expect(await screen.findByRole("region", { name: "按小时的日程" })).toBeTruthy();
});

test("a calendar that does not load says so and can be asked again", async () => {
  answers["GET /calendar"] = () => ({ status: 500, body: { code: "internal", message: "系统出错了", request_id: "r1" } });
  draw(<CalendarPage />, "/calendar?view=list");
  expect(await screen.findByText("日程没有加载成功")).toBeTruthy();
  expect(screen.getByText(/r1/)).toBeTruthy();
});

const ownDay = (more: object = {}) => ({
  day: today, workday: true, late_days: 0, most_days: null, open: true, report: null,
  lines: [{ code: "talks", label: "客户沟通", items: [{ title: "江苏新筑", at: `${today}T09:00:00+08:00`, resource: "customers", id: "c1", note: "要样板", late: 2 }] }], ...more,
});

test("the day's records are there; one click writes the report and sends it", async () => {
  answers["GET /diary/day"] = () => ({ body: ownDay() });
  answers["POST /r/daily_reports"] = (body) => ({ status: 201, body: { ...body, version: 1 } });
  draw(<ReportsPage />, "/reports");
  expect(await screen.findByRole("link", { name: "江苏新筑" })).toBeTruthy();
  expect(screen.getByText("补录 2 天")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("今日小结"), "谈妥");
  const id = { now: "" };
  answers["POST /r/daily_reports"] = (body) => {
    id.now = String(body.id);
    answers[`POST /r/daily_reports/${id.now}/do/send`] = () => ({ body: { id: id.now, version: 2, state: "sent" } });
    return { status: 201, body: { ...body, version: 1 } };
  };
  await userEvent.click(screen.getByRole("button", { name: "提交给上级" }));
  await waitFor(() => expect(sent.map((one) => one.path)).toEqual(["/r/daily_reports", `/r/daily_reports/${id.now}/do/send`]));
  expect(sent[0]!.body).toMatchObject({ day: today, summary: "谈妥" });
  expect(await screen.findByText("日报已提交")).toBeTruthy();
});

test("after the time for late entry nothing can be sent, and it says why", async () => {
  answers["GET /diary/day"] = () => ({ body: ownDay({ late_days: 4, most_days: 1, open: false }) });
  draw(<ReportsPage />, "/reports");
  expect(await screen.findByText(/已超过可以补录的期限（1 天）/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "提交给上级" })).toBeNull();
});

test("words that were typed survive a reload", async () => {
  answers["GET /diary/day"] = () => ({ body: ownDay() });
  const first = draw(<ReportsPage />, "/reports");
  await userEvent.type(await screen.findByLabelText("明日计划"), "送标书");
  first.unmount();
  draw(<ReportsPage />, "/reports");
  expect(((await screen.findByLabelText("明日计划")) as HTMLTextAreaElement).value).toBe("送标书");
});

test("whoever enters most late comes first, and the number leads to those talks", async () => {
  const tally = { due: 15, sent: 15, late: 0, missing: 0, late_share: 0, talks: 20, late_talks: 0, late_talks_share: 0 };
  const items = [{ ...tally, person: { id: "u1", label: "王东" }, unit: null }, { ...tally, sent: 12, late: 1, missing: 3, late_talks: 5, late_talks_share: 25, person: { id: "u2", label: "李西" }, unit: { id: "e", label: "销售一部" } }];
  answers["GET /diary/punctuality"] = () => ({ body: { since: today, until: today, workdays: 15, total: { ...tally, due: 30, sent: 27, talks: 40, late_talks: 5, late_talks_share: 12.5 }, items } });
  draw(<ReportsPage />, "/reports?view=late");
  const rows = (await screen.findAllByRole("listitem")).map((row) => row.textContent);
  expect(rows.map((text) => /合计|李西|王东/.exec(text)?.[0])).toEqual(["合计", "李西", "王东"]);
  expect(rows[1]).toContain("25%");
  expect(decodeURIComponent(screen.getByRole("link", { name: "5" }).getAttribute("href")!)).toContain('["owner","=","u2"],["late_days",">",0]');
});

const visit = { id: "v1", version: 1, state: "planned", _can: ["update", "check_in", "finish"] } as unknown as Row;
const meta = { name: "visits", fields: [{ name: "checkin_evidence", options: [{ value: "near", label: "在客户地址附近" }, { value: "no_position", label: "未取得定位" }] }] } as unknown as Meta;

test("check-in sends the position and when it was", async () => {
  vi.stubGlobal("navigator", Object.assign(navigator, { geolocation: { getCurrentPosition: (ok: (place: object) => void) => ok({ coords: { longitude: 121.47000012, latitude: 31.2327, accuracy: 24.6 } }) } }));
  answers["POST /r/visits/v1/do/check_in"] = () => ({ body: { ...visit, version: 2, checkin_evidence: "near", distance: 120, accuracy: 25 } });
  draw(<VisitSteps resource="visits" row={visit} meta={meta} />);
  await userEvent.click(screen.getByRole("button", { name: "我到了，签到" }));
  await waitFor(() => expect(sent[0]!.body.inputs).toMatchObject({ longitude: 121.47, latitude: 31.2327, accuracy: 25 }));
  expect(await screen.findByText("已签到：在客户地址附近 (120 米 · 精度 25 米)")).toBeTruthy();
});

test("a refused position is no refused visit, and it says so", async () => {
  vi.stubGlobal("navigator", Object.assign(navigator, { geolocation: { getCurrentPosition: (_ok: unknown, no: (error: object) => void) => no({ code: 1 }) } }));
  answers["POST /r/visits/v1/do/check_in"] = () => ({ body: { ...visit, version: 2, checkin_evidence: "no_position" } });
  draw(<VisitSteps resource="visits" row={visit} meta={meta} />);
  await userEvent.click(screen.getByRole("button", { name: "我到了，签到" }));
  expect(await screen.findByText("已签到，但没有位置：您没有允许浏览器定位。")).toBeTruthy();
  expect(Object.keys(sent[0]!.body.inputs as object)).toEqual(["at"]);
});
