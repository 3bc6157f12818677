import { describe, expect, it } from "vitest";
import { cellsOf, figure, missing, periodName, pressing } from "./materials";
import type { MaterialTotal, Need } from "./types";

const need = { needed_on: "2026-03-20", state: "open", done: false, quantity: "2.100", confirmed: "2.000" } as Need;

describe("materials", () => {
  it("writes quantities as people do", () => expect([figure("12.500"), figure("1200"), missing(need)]).toEqual(["12.5", "1,200", 0.1]));

  it("presses for what is needed within three weeks and nobody has confirmed", () => {
    expect(pressing(need, "2026-02-27")).toBe(true);
    expect(pressing(need, "2026-02-26")).toBe(false);
    expect(pressing(need, "2026-04-01")).toBe(true);
    expect(pressing({ ...need, state: "confirmed" }, "2026-03-19")).toBe(false);
    expect(pressing({ ...need, done: true }, "2026-03-19")).toBe(false);
    expect(pressing({ ...need, needed_on: null }, "2026-03-19")).toBe(false);
  });

  it("puts periods in their order, what has no day at the end", () => {
    const cell = { quantity: "1", confirmed: "0" };
    const line = { cells: { "": cell, "2026-03-16": cell, "2026-03-09": cell } } as unknown as MaterialTotal;
    expect(cellsOf(line).map(([first]) => first)).toEqual(["2026-03-09", "2026-03-16", ""]);
    expect([periodName("2026-03-09", "week"), periodName("2026-03-01", "month")]).toEqual(["03-09", "2026-03"]);
  });
});
