import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { metas } from "../test/fixture/meta";
import { problem, type FixtureServer } from "../test/fixture/server";
import { draw, withFixture } from "../test/render";
import { registerResourceUi } from "./registry";
import { ResourcePage } from "./ResourcePage";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(70);
});
afterEach(() => vi.unstubAllGlobals());

const page = (path = "/") => draw(<ResourcePage resource="customers" />, path);
const lists = () => server.asked.filter((one) => one.method === "GET" && one.path === "/r/customers");
const firstName = () => String(server.rows.customers![0]!.name);

describe("states of a list", () => {
  test("rows with the count, the first column opens the record", async () => {
    page();
    expect(await screen.findByText("共 70 条")).toBeTruthy();
    await userEvent.click((await screen.findAllByRole("button", { name: firstName() }))[0]!);
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByRole("tab", { name: "详情" })).toBeTruthy();
  });

  test("a page of some rows only asks for those, together with what one filters by", async () => {
    const chosen = ["name", "contains", "建"];
    draw(<ResourcePage resource="customers" title="民企" within={["ownership", "=", "private"]} />, `/?filter=${encodeURIComponent(JSON.stringify(chosen))}`);
    expect(await screen.findByRole("heading", { name: /民企/ })).toBeTruthy();
    await waitFor(() => expect(lists().at(-1)?.query.get("filter")).toBe(JSON.stringify({ and: [["ownership", "=", "private"], chosen] })));
  });

  test("nothing found says so and clears the filter", async () => {
    const { router } = page("/?q=不存在的客户");
    expect(await screen.findByText("没有符合条件的记录")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "清空筛选" }));
    expect(await screen.findByText("共 70 条")).toBeTruthy();
    expect(router.state.location.search).toBe("");
  });

  test("an empty resource offers the first step", async () => {
    server.rows.customers = [];
    page();
    expect(await screen.findByText("还没有客户")).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "新建客户" })).toHaveLength(2);
  });

  test("an empty list of settings says what holds meanwhile", async () => {
    server.rows.customers = [];
    registerResourceUi("customers", { unset: () => "没有设置时按 95% 衡量。" });
    page();
    expect(await screen.findByText("没有设置时按 95% 衡量。")).toBeTruthy();
    registerResourceUi("customers", { unset: undefined });
  });

  test("a failure says what failed, with the request's id, and loads again", async () => {
    server.instead.set("GET /r/customers", problem(500, "internal", "系统出错了，我们已记录。"));
    page();
    expect(await screen.findByText("客户列表没有加载成功")).toBeTruthy();
    expect(screen.getByText("请求编号 req-7f3a")).toBeTruthy();
    server.instead.clear();
    await userEvent.click(screen.getByRole("button", { name: "重新加载" }));
    expect(await screen.findByText("共 70 条")).toBeTruthy();
  });

  test("without the right it says who can grant it", async () => {
    server.instead.set("GET /meta/customers", problem(403, "forbidden", ""));
    page();
    expect(await screen.findByText("没有权限")).toBeTruthy();
    expect(screen.getByText(/联系系统管理员/)).toBeTruthy();
  });

  test("people who may only read see no way to write", async () => {
    const { can, ...rest } = metas.customers!;
    expect(can).toContain("create");
    server.instead.set("GET /meta/customers", { status: 200, body: { ...rest, can: ["read"], actions: [] } });
    page();
    await screen.findByText("共 70 条");
    expect(screen.queryByRole("button", { name: "新建客户" })).toBeNull();
    expect(screen.queryByRole("button", { name: "导出" })).toBeNull();
  });
});

describe("the URL holds the state", () => {
  test("search goes into the URL and to the server", async () => {
    const { router } = page();
    await userEvent.type(await screen.findByRole("searchbox", { name: "搜索客户" }), "武汉");
    await waitFor(() => expect(router.state.location.search).toBe(`?q=${encodeURIComponent("武汉")}`));
    await waitFor(() => expect(lists().at(-1)!.query.get("q")).toBe("武汉"));
  });

  test("a filter from a link becomes a chip that can be removed", async () => {
    const { router } = page(`/?filter=${encodeURIComponent('["grade","in",["A"]]')}`);
    const chips = await screen.findByRole("group", { name: "当前筛选条件" });
    expect(chips.textContent).toContain("等级");
    expect(chips.textContent).toContain("A 级");
    expect(lists()[0]!.query.get("filter")).toBe('["grade","in",["A"]]');
    await userEvent.click(within(chips).getByRole("button", { name: "移除条件" }));
    await waitFor(() => expect(router.state.location.search).toBe(""));
  });

  test("sorting is the server's work", async () => {
    const { router } = page();
    await screen.findByText("共 70 条");
    await userEvent.click(screen.getByRole("columnheader", { name: "客户名称" }));
    await waitFor(() => expect(router.state.location.search).toBe("?sort=name"));
    await waitFor(() => expect(lists().at(-1)!.query.get("sort")).toBe("name"));
  });

  test("an open record is a link, and its neighbours are one key away", async () => {
    const rows = server.rows.customers!;
    const { router } = page(`/?open=${rows[1]!.id}`);
    const dialog = await screen.findByRole("dialog");
    await within(dialog).findByRole("tab", { name: "详情" });
    await screen.findByText("共 70 条");
    await userEvent.keyboard("{ArrowRight}");
    await waitFor(() => expect(router.state.location.search).toBe(`?open=${rows[2]!.id}`));
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    await waitFor(() => expect(router.state.location.search).toBe(`?open=${rows[0]!.id}`));
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(router.state.location.search).toBe(""));
  });
});

test("keys walk along the rows and open one", async () => {
  const { router } = page();
  await screen.findByText("共 70 条");
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  await waitFor(() => expect(router.state.location.search).toBe(`?open=${server.rows.customers![1]!.id}`));
});

test("more rows come with the next cursor, once", async () => {
  page();
  await screen.findByText("共 70 条");
  await userEvent.click(screen.getByRole("button", { name: "加载更多" }));
  expect(await screen.findByText("已全部显示，共 70 条")).toBeTruthy();
  expect(lists().map((one) => one.query.get("cursor"))).toEqual([null, "50"]);
  expect(lists().map((one) => one.query.get("count"))).toEqual(["1", null]);
});

test("the default view applies when nothing else is asked for", async () => {
  server.views = [{ id: "v1", name: "A 级客户", filter: ["grade", "in", ["A"]], q: "", sort: "name", columns: ["name", "grade"], shared: false, is_default: true, mine: true }];
  const { router } = page();
  await waitFor(() => expect(new URLSearchParams(router.state.location.search).get("view")).toBe("v1"));
  const tab = await screen.findByRole("button", { name: "A 级客户" });
  await waitFor(() => expect(tab.getAttribute("aria-pressed")).toBe("true"));
  await waitFor(() => expect(screen.queryByRole("columnheader", { name: "行业" })).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: "全部" }));
  await waitFor(() => expect(router.state.location.search).toBe("?view=all"));
});

test("a masked field is shown as hidden and never asked for", async () => {
  page(`/?open=${server.rows.customers![0]!.id}`);
  const dialog = await screen.findByRole("dialog");
  expect((await within(dialog).findAllByText("••••••")).length).toBe(1);
});
