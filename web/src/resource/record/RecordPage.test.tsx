import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Route, Routes } from "react-router";
import { DueDay } from "../../kit/DueDay";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { RecordHead, StageSteps } from "./RecordHead";
import { RecordBody, RecordPage } from "./RecordPage";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(3);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function Page() {
  return (
    <RecordPage resource="customers" failed="客户没有加载成功" back={{ to: "/customers", label: "返回客户列表" }}>
      {(meta, row) => (
        <RecordBody meta={meta} row={row} title={String(row.name)} archived="这位客户已归档" foot={<p>脚下</p>}
          head={(edit) => <RecordHead row={row} from={{ to: "/customers", label: "客户" }} name={String(row.name)} actions={<button type="button" onClick={edit}>改</button>} />} />
      )}
    </RecordPage>
  );
}
const open = (id: string, query = "") => draw(<Routes><Route path="/customers/:id" element={<Page />} /></Routes>, `/customers/${id}${query}`);
const first = () => server.rows.customers![0]!;

describe("the page of a record", () => {
  test("head, tabs and foot; the window is named after it; the open tab is in the address", async () => {
    const { router } = open(String(first().id));
    expect(await screen.findByRole("heading", { name: String(first().name) })).toBeTruthy();
    expect(document.title).toBe(`${String(first().name)} · 筑客`);
    expect(screen.getByText("脚下")).toBeTruthy();
    expect(screen.queryByText("这位客户已归档")).toBeNull();
    await userEvent.click(screen.getByRole("tab", { name: "历史" }));
    expect(router.state.location.search).toBe("?tab=history");
  });

  test("editing opens the form over the page", async () => {
    open(String(first().id));
    await userEvent.click(await screen.findByRole("button", { name: "改" }));
    expect(await screen.findByRole("dialog")).toBeTruthy();
  });

  test("one that is archived says so above everything", async () => {
    first().archived_at = "2026-11-01T00:00:00Z";
    open(String(first().id));
    expect(await screen.findByText("这位客户已归档")).toBeTruthy();
    expect(screen.getByText("已归档")).toBeTruthy();
  });

  test("one that is not there offers the list, not another try", async () => {
    open("00000000-0000-4000-8000-00000000dead");
    expect(await screen.findByRole("link", { name: "返回客户列表" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "重新加载" })).toBeNull();
  });

  test("a failure says what failed and loads again", async () => {
    const path = `GET /r/customers/${String(first().id)}`;
    server.instead.set(path, problem(500, "internal", "系统出错了，我们已记录。"));
    open(String(first().id));
    expect(await screen.findByText("客户没有加载成功")).toBeTruthy();
    server.instead.clear();
    await userEvent.click(screen.getByRole("button", { name: "重新加载" }));
    expect(await screen.findByRole("heading", { name: String(first().name) })).toBeTruthy();
  });
});

describe("where it stands", () => {
  const steps = [{ key: "a", label: "草稿" }, { key: "b", label: "审批", note: "第 2 天" }, { key: "c", label: "关闭" }];

  test("steps behind, the present one and those ahead", () => {
    draw(<StageSteps steps={steps} at="b" label="进程" />);
    expect(screen.getAllByRole("listitem").map((one) => one.className)).toEqual(["past", "now", ""]);
    expect(screen.getAllByRole("listitem")[1]!.getAttribute("aria-current")).toBe("step");
  });

  test("nothing for what has left its way", () => {
    draw(<StageSteps steps={steps} at={undefined} label="进程" />);
    expect(screen.queryByRole("list")).toBeNull();
  });
});

describe("a day that matters", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T16:30:00Z"), toFake: ["Date"] }); // half past midnight on the 23rd in Shanghai
  });
  const said = (element: React.ReactElement) => draw(element).container.textContent;

  test("counts in the days of Shanghai, not of the machine", () => {
    expect(said(<DueDay value="2026-11-23" open />)).toBe("2026-11-23 · 今天到期");
    expect(said(<DueDay value="2026-11-22T16:10:00Z" open />)).toBe("2026-11-23 · 今天到期");
    expect(said(<DueDay value="2026-11-22" open />)).toBe("2026-11-22 · 已过 1 天");
    expect(said(<DueDay value="2026-11-20" open owed />)).toBe("2026-11-20 · 逾期 3 天");
    expect(said(<DueDay value="2026-11-30" open />)).toBe("2026-11-30 · 还有 7 天");
  });

  test("says nothing where it is far off, done, or not set", () => {
    expect(said(<DueDay value="2026-11-30" open within={6} />)).toBe("2026-11-30");
    expect(said(<DueDay value="2026-11-01" open={false} />)).toBe("2026-11-01");
    expect(said(<DueDay value="2026-11-01" open={false} bare />)).toBe("");
    expect(said(<DueDay value={null} open />)).toBe("—");
  });
});
