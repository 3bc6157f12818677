import { describe, expect, test } from "vitest";
import type { Side } from "../../api";
import { chooseAll, inOrder, isOpenChoice, resultOf, takenFromOther } from "./choice";

const side = (name: string, kept: unknown, merged: unknown, more: Partial<Side> = {}): Side => ({ name, label: name, kept, merged, same: kept === merged, list: false, ...more });

const fields = [
  side("name", "新筑建设", "新筑建设工程"),
  side("kind", "民营企业", "民营企业"),
  side("phone", null, "02587654321"),
  side("city", "无锡", null),
  side("website", null, null),
  side("tags", ["重点"], ["回款慢"], { list: true, same: false }),
];

describe("what a person has to decide", () => {
  test("only what both sides fill differently", () => {
    expect(fields.filter(isOpenChoice).map((one) => one.name)).toEqual(["name"]);
  });

  test("open choices come first, what is empty on both sides is left out", () => {
    expect(inOrder(fields).map((one) => one.name)).toEqual(["name", "phone", "city", "tags", "kind"]);
  });
});

describe("what the joined customer holds", () => {
  test("the kept side unless one chose the other", () => {
    expect(resultOf(fields[0]!, {})).toBe("kept");
    expect(resultOf(fields[0]!, { name: "merged" })).toBe("merged");
  });

  test("an empty field takes the other value whatever was chosen, a filled one is never emptied", () => {
    expect(resultOf(fields[2]!, { phone: "kept" })).toBe("merged");
    expect(resultOf(fields[3]!, { city: "merged" })).toBe("kept");
  });

  test("lists are joined", () => {
    expect(resultOf(fields[5]!, { tags: "merged" })).toBe("both");
  });
});

describe("what is sent", () => {
  test("only decisions for the other side", () => {
    expect(takenFromOther(fields, {})).toEqual({});
    expect(takenFromOther(fields, { name: "kept" })).toEqual({});
    expect(takenFromOther(fields, { name: "merged", city: "merged", phone: "merged", tags: "merged" })).toEqual({ name: "merged" });
  });

  test("all from one side touches nothing but open choices", () => {
    expect(chooseAll(fields, "merged")).toEqual({ name: "merged" });
  });
});
