import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { customers } from "../../test/fixture/meta";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { CommentsPanel } from "./CommentsPanel";
import { HistoryPanel } from "./HistoryPanel";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(3);
});
afterEach(() => vi.unstubAllGlobals());

const panel = () => draw(<CommentsPanel resource="customers" row={server.rows.customers![0]!} meta={customers} />);
const posted = () => server.asked.filter((one) => one.method === "POST" && one.path.endsWith("/comments"));

test("@ offers colleagues and sends the id of the one that was called", async () => {
  panel();
  expect(await screen.findByText(/还没有人留言/)).toBeTruthy();
  await userEvent.type(screen.getByRole("textbox", { name: "写留言" }), "请 @陈");
  await userEvent.click(await screen.findByText("陈志强"));
  await userEvent.click(screen.getByRole("button", { name: "发布" }));
  await waitFor(() => expect(posted()[0]?.body).toMatchObject({ mentions: [server.rows.users![1]!.id], body: expect.stringContaining("@陈志强") }));
  await waitFor(() => expect((screen.getByRole("textbox", { name: "写留言" }) as HTMLTextAreaElement).value).toBe(""));
});

test("a name that was taken out again calls nobody; a failed text stays and keeps its id", async () => {
  panel();
  const box = await screen.findByRole("textbox", { name: "写留言" });
  await userEvent.type(box, "请 @陈");
  await userEvent.click(await screen.findByText("陈志强"));
  await userEvent.clear(box);
  await userEvent.type(box, "不用了");
  const path = `POST /r/customers/${server.rows.customers![0]!.id}/comments`;
  server.instead.set(path, problem(503, "busy", "服务器正在重启。"));
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  expect(await screen.findByText("服务器正在重启。")).toBeTruthy();
  expect((box as HTMLTextAreaElement).value).toBe("不用了");
  server.instead.clear();
  await userEvent.click(screen.getByRole("button", { name: /发布$/ }));
  await waitFor(() => expect(posted()).toHaveLength(2));
  expect(posted()[1]!.body).toEqual(posted()[0]!.body);
  expect(posted()[1]!.body.mentions).toEqual([]);
});

test("history tells who changed what from which value to which", async () => {
  const row = server.rows.customers![0]!;
  server.history[row.id] = [
    { id: "h2", at: "2026-11-21T14:03:00+08:00", event_at: null, actor: { id: "u", label: "陈志强" }, cause: "import:1", operation: "update", changes: [{ field: "grade", label: "等级", old: "B", new: "A" }, { field: "receivable", label: "应收余额", old: "100.00", new: null }] },
    { id: "h1", at: "2026-11-01T09:00:00+08:00", event_at: null, actor: null, cause: "system", operation: "create", changes: [{ field: "name", label: "客户名称", old: null, new: "甲" }, { field: "remark", label: "备注", old: null, new: "" }] },
  ];
  draw(<HistoryPanel resource="customers" row={row} meta={customers} />);
  const entries = await screen.findAllByRole("listitem");
  expect(entries[0]!.textContent).toBe("陈志强 修改了 · 导入2026-11-21 14:03等级B 级 → A 级应收余额100.00 元 → —");
  expect(entries[1]!.textContent).toBe("系统 新建了2026-11-01 09:00客户名称甲");
});
