import { beforeEach, expect, test, vi } from "vitest";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { problem, type FixtureServer } from "../../../../test/fixture/server";
import { draw, withFixture } from "../../../../test/render";
import type { Plan } from "../usePlan";
import { LevelDialog } from "./LevelDialog";

const PATH = "/r/plans/p/level";
const consequences = { finish: ["2026-03-13T17:00", "2026-03-10T17:00"], moved: 3, days: -3, late: [], newly_critical: 0 };
const result = (levelling: object) => ({ revision: 8, changed: [], added: [], removed: [], links: { added: [], changed: [], removed: [] }, consequences, levelling: { rule: "optimal", delayed: 2, over: [], proven: false, note: "", ...levelling } });

let server: FixtureServer;
const job = (state: string, message = "") => ({ id: "j", kind: "plan_optimise", label: "求最短排法：东湖", state, done: 3, total: 10, message, result: {}, cancel_requested: false, created_at: "2026-03-01T08:00:00Z", started_at: null, finished_at: null });
const searching = (state: string, message = "") => {
  server.instead.set("POST /r/plans/p/optimise", { status: 202, body: job("queued") });
  server.instead.set("GET /jobs/j", { status: 200, body: job(state, message) });
};
const answer = (body: unknown) => server.instead.set(`POST ${PATH}`, { status: 200, body });
const asked = () => server.asked.filter((one) => one.path === PATH).map((one) => one.body);
const take = vi.fn();

function open(can: string[]) {
  draw(<LevelDialog plan={{ id: "p", can: (what: string) => can.includes(what), take, step: vi.fn() } as unknown as Plan} onClose={vi.fn()} />, "/");
}

async function seek() {
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("radio", { name: /求最短排法/ }));
  await userEvent.click(within(dialog).getByRole("button", { name: /试\s*算/ }));
  return dialog;
}

beforeEach(() => {
  server = withFixture();
  take.mockClear();
});

test("the shortest order is offered only where the server can seek it", async () => {
  open(["level"]);
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getAllByRole("radio").map((one) => one.getAttribute("value"))).toEqual(["best", "priority", "slack", "clear"]);
});

test("what is proven is said, and saved only after it was seen", async () => {
  searching("done");
  answer(result({ proven: true }));
  open(["level", "optimise"]);
  const dialog = await seek();
  expect(await within(dialog).findByText("已证明：在现有资源下，没有竣工更早的排法。")).toBeTruthy();
  expect(asked()).toEqual([{ rule: "optimal", within_float: false, preview: true }]);
  expect(take).not.toHaveBeenCalled();
  await userEvent.click(await within(dialog).findByRole("button", { name: /保存调整$/ }));
  await waitFor(() => expect(take).toHaveBeenCalledTimes(1));
  expect(asked().at(-1)).toEqual({ rule: "optimal", within_float: false, preview: false });
});

test.each([
  [{}, "时间用完，这是已找到的最短排法，不一定是最短的。"],
  [{ note: "任务用了不同的工作日历。" }, "任务用了不同的工作日历。"],
])("what is not proven does not claim to be: %o", async (levelling, sentence) => {
  searching("done");
  answer(result(levelling));
  open(["level", "optimise"]);
  expect(await within(await seek()).findByText(sentence)).toBeTruthy();
  expect(screen.queryByText(/已证明/)).toBeNull();
});

test("a search that runs shows how far it is and can be left", async () => {
  searching("running");
  open(["level", "optimise"]);
  const dialog = await seek();
  expect(await within(dialog).findByRole("progressbar", { name: "求最短排法：东湖" })).toBeTruthy();
  expect(within(dialog).getByRole("button", { name: "停止" })).toBeTruthy();
  expect(asked()).toEqual([]);
});

test("a search that has failed says why, and nothing is shown or saved", async () => {
  searching("failed", "任务“吊装”需要的“塔吊”超过它的可用量。");
  open(["level", "optimise"]);
  expect(await within(await seek()).findByText(/超过它的可用量/)).toBeTruthy();
  expect(asked()).toEqual([]);
});

test("a refusal is told and nothing is taken over", async () => {
  server.instead.set("POST /r/plans/p/optimise", problem(409, "not_installed", "服务器没有安装求最短排法的组件。"));
  open(["level", "optimise"]);
  await seek();
  expect(await screen.findByText(/没有安装/)).toBeTruthy();
  expect(take).not.toHaveBeenCalled();
});
