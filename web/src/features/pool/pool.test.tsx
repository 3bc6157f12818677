import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Meta } from "../../api/types";
import { t } from "../../i18n";
import type { LoadedList } from "../../resource/data/list";
import type { FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { ClaimButton } from "./ClaimButton";
import { PoolCards } from "./PoolCards";
import { poolMeta, SHOWN, type PoolRow } from "./api";
import { replaced, sentences } from "./rules";

const row = (more: Partial<PoolRow> = {}): PoolRow => ({ id: "1", version: 1, name: "江苏新筑", barred_until: null, _can: ["claim"], ...more });
const sent: { path: string; body: Record<string, unknown> }[] = [];
let server: FixtureServer;
let failed: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  failed = [];
  server = withFixture(5);
  const handle = server.handle.bind(server);
  server.handle = (method: string, path: string, body: Record<string, unknown>) => {
    if (path !== "/api/v1/pool/customers/claim") return handle(method, path, body);
    sent.push({ path, body });
    return { status: 200, body: { done: 1 - failed.length, failed } };
  };
});
afterEach(() => vi.unstubAllGlobals());

test("one tap claims", async () => {
  draw(<ClaimButton row={row()} />);
  await userEvent.click(screen.getByRole("button", { name: "领取：江苏新筑" }));
  await waitFor(() => expect(sent).toEqual([{ path: "/api/v1/pool/customers/claim", body: { ids: ["1"] } }]));
  expect(await screen.findByText("已领取：江苏新筑")).toBeTruthy();
});

test("whoever was slower reads who has it", async () => {
  failed = [{ id: "1", label: "江苏新筑", code: "claimed_already", message: "“江苏新筑”刚刚归周东负责，请选择其他客户。" }];
  draw(<ClaimButton row={row()} />);
  await userEvent.click(screen.getByRole("button", { name: "领取：江苏新筑" }));
  expect(await screen.findByText(/刚刚归周东负责/)).toBeTruthy();
});

test("on a phone several are chosen by a tap each; a barred one cannot be", async () => {
  const picks: string[][] = [];
  const rows = [row(), row({ id: "2", name: "浙江宏业" }), row({ id: "3", name: "安徽大江", _can: [], barred_until: "2026-11-30" })];
  const meta = server.handle("GET", "/api/v1/meta/customers", {}).body as Meta;
  const list = { rows, hasMore: false } as unknown as LoadedList;
  draw(<PoolCards meta={meta} list={list} onOpen={vi.fn()} picked={["1"]} onPick={(ids) => picks.push(ids)} />);
  expect(screen.getByRole("checkbox", { name: "选择江苏新筑" })).toHaveProperty("checked", true);
  expect(screen.getByRole("checkbox", { name: "选择安徽大江" })).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "领取：江苏新筑" })).toBeNull();
  await userEvent.click(screen.getByRole("checkbox", { name: "选择浙江宏业" }));
  await userEvent.click(screen.getByText("江苏新筑"));
  expect(picks).toEqual([["1", "2"], []]);
});

test("a barred customer offers no button but the day", () => {
  draw(<ClaimButton row={row({ barred_until: "2026-11-30" })} />);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("11-30 起可领取")).toBeTruthy();
});

test("filters of the pool know only what it shows", async () => {
  const meta = server.handle("GET", "/api/v1/meta/customers", {}).body as Parameters<typeof poolMeta>[0];
  const names = poolMeta(meta).fields.map((field) => field.name);
  expect(names).not.toContain("phone");
  expect(names).toContain("name");
  expect(SHOWN.slice(0, 2)).toEqual(["name", "claim"]);
});

test("rules are told in words, also what is off", () => {
  const rule = { id: "1", version: 1, hold_limit: 80, reclaim_days: 7, silent_days: 30, unsigned_days: null, warn_days: 3 };
  expect(sentences(rule, t)).toEqual([
    "每人最多持有 80 个客户", "退回或被回收后，原负责人 7 天内不能再领取", "30 天没有沟通记录就回到公海", "不按成交回收",
    "回收前 3 天提醒负责人；签约中的商机和未结束的合同不受影响",
  ]);
  expect(sentences({ ...rule, hold_limit: null, reclaim_days: 0, silent_days: null }, t)).toHaveLength(4);
});

test("of two rules of a unit the newer counts", () => {
  const rule = (id: string, unit: string | null, created_at: string) => ({ id, version: 1, unit: unit && { id: unit, label: unit }, created_at });
  expect([...replaced([rule("1", "东", "2026-01-02"), rule("2", "东", "2026-01-01"), rule("3", null, "2025-01-01")])]).toEqual(["2"]);
});
