import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Meta, Row } from "../../../../api/types";
import { draw } from "../../../../test/render";
import { LinesTab } from "./LinesTab";

const row = { id: "q1", version: 3, state: "draft", discount: "0.00", includes_tax: true, _can: ["read", "update"] } as unknown as Row;
const line = { id: "l1", position: 1, item: null, name: "水泵", specification: "", quantity: "2.0000", uom: "台", unit_price: "100.00", discount: "0.00", tax_rate: "13", remark: "", net_amount: "176.99", tax_amount: "23.01", total_amount: "200.00" };
const meta = { name: "quotation_lines", fields: [] } as unknown as Meta;
let puts: { version: number; lines: { name: string; quantity: string }[] }[] = [];
let server = 3;

function answer(body: unknown, status = 200): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } }));
}

beforeEach(() => {
  puts = [];
  server = 3;
  localStorage.clear();
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
    if (init?.method === "PUT") {
      const sent = JSON.parse(String(init.body)) as (typeof puts)[number];
      puts.push(sent);
      if (sent.version !== server) return answer({ code: "stale_version", message: "刚被修改", data: { current: { ...row, version: server } } }, 409);
      return answer({ quotation: { ...row, version: server + 1 }, lines: sent.lines.map((one, i) => ({ ...line, ...one, position: i + 1 })) });
    }
    if (path.endsWith("/me")) return new Promise(() => undefined); // nobody in particular: no price lists to search
    if (path.includes("/lines")) return answer({ quotation: row, lines: [line] });
    return answer(path.includes("/meta") ? meta : {});
  });
});
afterEach(() => { cleanup(); vi.unstubAllGlobals(); });

const cell = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });

it("counts while one types, and Enter leads on to a new row", async () => {
  draw(<LinesTab resource="quotations" row={row} meta={meta} />);
  await screen.findByDisplayValue("水泵");
  fireEvent.change(cell("第 1 行数量"), { target: { value: "３" } });
  expect(screen.getAllByText(/300\.00/).length).toBeGreaterThan(0);
  fireEvent.keyDown(screen.getByRole("combobox", { name: "第 1 行税率" }), { key: "Enter" });
  expect(await screen.findByRole("combobox", { name: "第 2 行名称" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  await waitFor(() => expect(puts).toHaveLength(1));
  expect(puts[0]!.lines.map((one) => [one.name, one.quantity])).toEqual([["水泵", "3"]]);
});

it("keeps what was typed when somebody else saved first", async () => {
  draw(<LinesTab resource="quotations" row={row} meta={meta} />);
  await screen.findByDisplayValue("水泵");
  server = 7;
  fireEvent.change(cell("第 1 行数量"), { target: { value: "9" } });
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("这份报价刚被别人保存过，您输入的内容还在这里。")).toBeTruthy();
  expect(cell("第 1 行数量").value).toBe("9");
  fireEvent.click(screen.getByRole("button", { name: "用我的内容覆盖" }));
  await waitFor(() => expect(puts.map((one) => one.version)).toEqual([3, 7]));
  await waitFor(() => expect(screen.queryByText("有未保存的修改")).toBeNull());
});

it("finds unsaved input again after the page was left", async () => {
  const first = draw(<LinesTab resource="quotations" row={row} meta={meta} />);
  await screen.findByDisplayValue("水泵");
  fireEvent.change(cell("第 1 行规格型号"), { target: { value: "DN100" } });
  await waitFor(() => expect(localStorage.getItem("zk.draft..quotation_lines.q1")).toContain("DN100"));
  first.unmount();
  draw(<LinesTab resource="quotations" row={row} meta={meta} />);
  expect(await screen.findByDisplayValue("DN100")).toBeTruthy();
  expect(screen.getByText("已找回您上次没有保存的内容。")).toBeTruthy();
});
