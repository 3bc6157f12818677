import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { TeamOutlined } from "@ant-design/icons";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MenuEntry } from "../resource/feature";
import { registerResourceUi } from "../resource/registry";
import type { FixtureServer } from "../test/fixture/server";
import { draw, withFixture } from "../test/render";
import { Bell } from "./Bell";
import { menuFor } from "../resource/feature";
import "./features";
import Palette from "./Palette";
import { TabBar } from "./TabBar";
import { UserMenu } from "./UserMenu";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(20);
});
afterEach(() => vi.unstubAllGlobals());

const entry = (key: string, order: number, more: Partial<MenuEntry> = {}): MenuEntry => ({ key, label: key, icon: <TeamOutlined />, path: `/${key}`, order, ...more });

test("the menu is cut to the person's grants", () => {
  const all = menuFor(server.me);
  const none = menuFor({ ...server.me, grants: {} });
  expect(none.every((one) => !one.can)).toBe(true);
  expect(none.map((one) => one.key)).toContain("home");
  expect(all.map((one) => one.order)).toEqual(all.map((one) => one.order).toSorted((a, b) => a - b));
});

test("the phone's bar holds five places; the rest is behind 更多", async () => {
  const menu = [entry("a", 1), entry("b", 2), entry("c", 3, { phone: 1 }), entry("d", 4), entry("e", 5), entry("f", 6)];
  draw(<TabBar menu={menu} />);
  const bar = screen.getByRole("navigation", { name: "主菜单" });
  expect(within(bar).getAllByRole("link").map((link) => link.textContent)).toEqual(["c", "a", "b", "d"]);
  await userEvent.click(within(bar).getByRole("button", { name: /更多/ }));
  const sheet = await screen.findByRole("dialog");
  expect(within(sheet).getAllByRole("link").map((link) => link.textContent)).toEqual(["e", "f"]);
});

test("search finds records and opens one by the keyboard alone", async () => {
  registerResourceUi("customers", { detailPath: undefined, listPath: undefined });
  const close = vi.fn();
  const { router } = draw(<Palette menu={[entry("武汉看板", 1)]} onClose={close} />);
  await userEvent.type(await screen.findByRole("combobox", { name: "全局搜索" }), "武汉");
  const hit = server.rows.customers!.find((row) => String(row.name).includes("武汉"))!;
  expect(await screen.findByText(String(hit.name))).toBeTruthy();
  await waitFor(() => expect(screen.getAllByRole("option")[0]!.getAttribute("aria-selected")).toBe("true"));
  expect(screen.getAllByRole("option").at(-1)!.textContent).toBe("武汉看板");
  await userEvent.keyboard("{Enter}");
  expect(close).toHaveBeenCalled();
  expect(router.state.location.pathname + router.state.location.search).toBe(`/r/customers?open=${hit.id}`);
});

test("the bell counts, the drawer lists, opening marks as read and leads to the record", async () => {
  const { router } = draw(<Bell />);
  await userEvent.click(await screen.findByRole("button", { name: "消息，5 条未读" }));
  await userEvent.click(await screen.findByText("客户已分配给您"));
  await waitFor(() => expect(router.state.location.search).toContain("open="));
  await waitFor(() => expect(server.asked.find((one) => one.path === "/inbox/read")?.body).toEqual({ ids: [expect.any(String)] }));
});

test("signing out leaves nothing of the person in the browser", async () => {
  localStorage.setItem("zk.draft.u.customers.new", "{}");
  const api = globalThis.fetch;
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => (url.startsWith("/_allauth") ? Promise.resolve(new Response("{}", { status: 401 })) : api(url, init)));
  const { router } = draw(<UserMenu me={server.me} />);
  await userEvent.click(screen.getByRole("button", { name: "我的菜单，王建国" }));
  await userEvent.keyboard("{End}{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/login"));
  expect(localStorage.getItem("zk.draft.u.customers.new")).toBeNull();
});
