import { fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withFixture, draw } from "../../test/render";
import type { Meta, Row } from "../../api/types";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { field, metas } from "../../test/fixture/meta";
import { OfProject } from "./parts/Satisfaction";
import { SendDialog } from "./parts/SendDialog";
import { WriteTab } from "./parts/WriteTab";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(3);
});
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const scores = { quality: 4, progress: 2, safety: 5, communication: 4, overall: 3 };

test("satisfaction: the mean, each score, what was said, a bad one set off", async () => {
  const items = [{ id: "a", name: "王主任", at: "2026-11-20T09:00:00+08:00", score: 3.6, lowest: 2, remark: "进度慢", project: { id: "p", label: "东湖" }, ...scores }];
  server.instead.set("GET /r/projects/p/satisfaction", { status: 200, body: { asked: 3, answered: 1, score: 3.6, scores, items } });
  draw(<OfProject id="p" />);
  expect(await screen.findByText("发出 3 份，答复 1 份")).toBeTruthy();
  expect(screen.getByText("进度慢")).toBeTruthy();
  expect(screen.getByText("3.6 分").className).toContain("danger-text");
});

test("nothing is shown until somebody was asked", async () => {
  server.instead.set("GET /r/projects/p/satisfaction", { status: 200, body: { asked: 0, answered: 0, score: null, scores: {}, items: [] } });
  const { container } = draw(<OfProject id="p" />);
  await vi.waitFor(() => expect(server.asked.some((one) => one.path.endsWith("/satisfaction"))).toBe(true));
  expect(container.textContent).toBe("");
});

const report = (values: Partial<Row> = {}): Row => ({
  id: "r1", version: 1, state: "draft", name: "东湖周报", overview: "甲", problems: "", next_steps: "", project: { id: "p", label: "东湖" }, _can: ["update", "send"], ...values,
}) as unknown as Row;

function desk(): Meta {
  const meta = { ...metas.customers!, name: "project_reports", label: "项目报告", fields: [field("overview", "本期概述", "longtext"), field("problems", "存在问题", "longtext"), field("next_steps", "下期安排", "longtext")] } as Meta;
  server.instead.set("GET /meta/project_reports", { status: 200, body: meta });
  server.instead.set("GET /r/project_reports/r1/photos", { status: 200, body: { offered: [], chosen: [] } });
  server.instead.set("GET /r/project_reports/r1/pages", { status: 200, body: { count: 0, stamp: "x" } });
  return meta;
}

/** The fetch there is, which from the second saving on answers otherwise. */
function after(saved: () => unknown[], change: () => void): typeof fetch {
  const before = globalThis.fetch;
  return async (...asked) => {
    const answer = await before(...asked);
    if (saved().length === 1) change();
    return answer;
  };
}

const sent = () => server.asked.filter((one) => one.method === "PATCH").map((one) => one.body);

test("two people write one draft: the later one is asked, nothing is overwritten unseen", async () => {
  const meta = desk();
  server.instead.set("PATCH /r/project_reports/r1", problem(409, "stale_version", "这条记录刚被他人修改过。请对照最新内容后再保存。", { data: { current: report({ version: 2, overview: "对方写的" }) } }));
  draw(<WriteTab resource="project_reports" row={report()} meta={meta} />);
  fireEvent.change(await screen.findByLabelText("本期概述"), { target: { value: "我写的" } });
  fireEvent.click(screen.getByRole("button", { name: "保存并刷新预览" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("对方写的")).toBeTruthy();
  expect(sent()).toEqual([{ version: 1, overview: "我写的" }]);
  server.instead.set("PATCH /r/project_reports/r1", { status: 200, body: report({ version: 3, overview: "我写的" }) });
  fireEvent.click(within(dialog).getByRole("button", { name: "全部用我的" }));
  fireEvent.click(within(dialog).getByRole("button", { name: "保存合并结果" }));
  await vi.waitFor(() => expect(sent()[1]).toEqual({ version: 2, overview: "我写的" }));
});

test("somebody chose photos meanwhile: the words are saved without a question", async () => {
  const meta = desk();
  server.instead.set("PATCH /r/project_reports/r1", problem(409, "stale_version", "这条记录刚被他人修改过。请对照最新内容后再保存。", { data: { current: report({ version: 2 }) } }));
  draw(<WriteTab resource="project_reports" row={report()} meta={meta} />);
  fireEvent.change(await screen.findByLabelText("本期概述"), { target: { value: "我写的" } });
  vi.stubGlobal("fetch", after(sent, () => server.instead.set("PATCH /r/project_reports/r1", { status: 200, body: report({ version: 3, overview: "我写的" }) })));
  fireEvent.click(screen.getByRole("button", { name: "保存并刷新预览" }));
  await vi.waitFor(() => expect(sent()).toEqual([{ version: 1, overview: "我写的" }, { version: 2, overview: "我写的" }]));
  expect(await screen.findByText("已保存")).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a report does not leave without the words that are typed and not saved", async () => {
  const meta = desk();
  const { unmount } = draw(<WriteTab resource="project_reports" row={report()} meta={meta} />);
  fireEvent.change(await screen.findByLabelText("下期安排"), { target: { value: "封顶" } });
  unmount();
  draw(<SendDialog row={report()} onClose={() => undefined} />);
  expect(await screen.findByText(/有文字还没有保存/)).toBeTruthy();
});
