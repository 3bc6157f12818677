import { describe, expect, test } from "vitest";
import { field } from "../../test/fixture/meta";
import { fits, fitWidths, textWidth, wishOf } from "./widths";

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

describe("widths of columns", () => {
  test("a column is never narrower than its header, in either language", () => {
    expect(wishOf({ ...field("bond_amount", "投标保证金", "money"), sortable: true }, 112, "万元").width).toBeGreaterThanOrEqual(textWidth("投标保证金/万元") + 42);
    expect(wishOf({ ...field("distance", "Distance to customer (m)", "integer"), sortable: true }, 148, "10k CNY").width).toBe(156 + 42);
  });

  test("a state is as wide as its longest option", () => {
    const state = { ...field("state", "State", "choice"), options: [{ value: "open", label: "In progress" }, { value: "won", label: "Won" }] };
    expect(wishOf(state as never, 84, "").least).toBeGreaterThanOrEqual(Math.ceil(textWidth("In progress")) + 44);
  });

  test("texts give way before a list scrolls; dates and money do not", () => {
    const wishes = [wishOf(field("name", "名称", "text"), 300, ""), wishOf(field("customer", "客户", "ref"), 220, ""), wishOf(field("day", "日期", "date"), 112, "")];
    const fitted = fitWidths(wishes, 560);
    expect(sum(fitted)).toBeLessThanOrEqual(560);
    expect(fitted[2]).toBe(112);
    expect(fitWidths(wishes, 700)).toEqual([300, 220, 112]);
    // Where even the least does not fit, nothing is squeezed: one scrolls.
    expect(fitWidths(wishes, 300)).toEqual([300, 220, 112]);
  });

  test("tags of a cell keep to one line: those that fit, always the first", () => {
    expect(fits(["结构", "市政"], 124)).toBe(2);
    expect(fits(["Project management", "Municipal works"], 124)).toBe(1);
    expect(fits(["结构", "市政", "造价", "材料"], 124)).toBe(2);
    expect(fits(["A very long name of one single tag in a list"], 124)).toBe(1);
  });
});
