import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draw, withFixture } from "../../../test/render";
import type { Whole } from "../api";
import { useEditor } from "./useEditor";

const line = (amount: string) => ({ id: "l1", version: 1, kind: "city", on: "2026-11-20", amount, tax: "", note: "", invoice_number: "", invoice_code: "", project: null, files: [], warnings: [] });
const whole = (version: number, amount: string) => ({ claim: { id: "c1", version, state: "draft", _can: ["update"] }, lines: [line(amount)] }) as unknown as Whole;
let answer: (saved: Whole) => void;

beforeEach(() => {
  withFixture(1);
  const others = fetch;
  vi.stubGlobal("fetch", (input: string, init?: RequestInit) =>
    init?.method === "PUT" ? new Promise((done) => { answer = (saved) => done(Response.json(saved)); }) : others(input, init));
});
afterEach(() => vi.unstubAllGlobals());

function Typing() {
  const editor = useEditor(whole(1, "10"), "请填写金额");
  return (
    <>
      <input aria-label="金额" value={editor.lines[0]!.amount} onChange={(event) => editor.change([{ ...editor.lines[0]!, amount: event.target.value }])} />
      <button type="button" onClick={() => editor.save()}>保存</button>
      <output aria-label="状态">{editor.saving ? "正在保存" : editor.dirty ? "未保存" : "已保存"} {editor.version}</output>
    </>
  );
}

test("what is typed while a slow line saves is kept, on top of what was saved", async () => {
  draw(<Typing />);
  const box = screen.getByRole("textbox", { name: "金额" });
  await userEvent.type(box, "0");
  await userEvent.click(screen.getByRole("button", { name: "保存" }));
  await screen.findByText(/正在保存/);
  await userEvent.type(box, "5");
  answer(whole(2, "100.00"));
  await waitFor(() => expect(screen.getByRole("status", { name: "状态" }).textContent).toBe("未保存 2"));
  expect(box).toHaveProperty("value", "1005");
});
