import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { draw, withFixture } from "../../../test/render";
import type { LookAlike } from "../api";
import { LookAlikeList } from "./LookAlikes";

const mine: LookAlike = {
  verdict: "likely", inside: true, score: 88, reasons: ["字号“新筑”相同"],
  customer: { id: "c-2", label: "无锡新筑建设有限公司", number: "KH-2026-00002", owner: "王东", unit: "市场部", credit_code: "91320103MA1000011X" },
};
// A careless server that tells more than it should must still not put it on the screen.
const sister = { verdict: "same", inside: false, sister: { company: "西南市政公司", person: "李西", phone: "13900000009" }, customer: { ...mine.customer!, id: "c-9", label: "成都机密客户有限公司" } } satisfies LookAlike;

beforeEach(() => {
  withFixture(1);
});

describe("look-alikes", () => {
  test("one's own are named, with a link, the reason and how sure it is", async () => {
    draw(<LookAlikeList items={[mine]} />);
    expect((await screen.findByRole("link", { name: "无锡新筑建设有限公司" })).getAttribute("href")).toBe("/customers/c-2");
    expect(screen.getByText("很可能是")).toBeTruthy();
    expect(screen.getByText(/字号“新筑”相同/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: "对比" })).toBeNull();
  });

  test("of a sister company's customer only the company and whom to call", async () => {
    draw(<LookAlikeList items={[sister]} compareWith="c-1" />);
    const box = (await screen.findByText(/已在跟进/)).closest(".look-alikes")!;
    expect(box.textContent).toContain("西南市政公司已在跟进相同或相近的客户，请联系 李西");
    expect(screen.getByRole("link", { name: "13900000009" }).getAttribute("href")).toBe("tel:13900000009");
    expect(box.textContent).not.toContain("机密");
    expect(box.querySelectorAll("a")).toHaveLength(1);
  });

  test("from a customer's page each of one's own leads to the comparison", async () => {
    draw(<LookAlikeList items={[mine, sister]} compareWith="c-1" />);
    expect((await screen.findByRole("link", { name: "对比" })).getAttribute("href")).toBe("/customers/c-1/merge?other=c-2");
  });

  test("nothing found draws nothing", () => {
    const { container } = draw(<LookAlikeList items={[]} />);
    expect(container.querySelector(".look-alikes")).toBeNull();
  });
});
