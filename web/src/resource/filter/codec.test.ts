import { describe, expect, test } from "vitest";
import type { Filter } from "../../api/types";
import { isComplete, leafValue, NO_FILTER, parseFilter, rangeLeaf, toFilter, toModel, withLeaf } from "./codec";

describe("the filter in the URL", () => {
  const filters: Filter[] = [
    ["kind", "=", "a"],
    { and: [["kind", "in", ["a", "b"]], ["total", ">=", "100.00"]] },
    { and: [["kind", "=", "a"], { or: [["region", "=", "华东"], ["region", "empty", true]] }] },
    { not: ["kind", "=", "a"] },
    { and: [["kind", "=", "a"], { not: { or: [["x", "=", 1], ["y", "=", 2]] } }] },
  ];
  test.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))("%s survives reading, editing nothing and writing", (text, filter) => {
    expect(toFilter(toModel(parseFilter(text)))).toEqual(filter);
  });

  test.each(["", "null", "{", "[]", "42", '["kind","="]', '{"and":"x"}', '{"and":[["a","=",1]],"or":[]}', '{"sql":[["a","=",1]]}'])("%s is no filter", (text) => {
    expect(parseFilter(text)).toBeNull();
  });

  test("a second group of alternatives is kept as it is", () => {
    const or1: Filter = { or: [["a", "=", 1], ["b", "=", 2]] };
    const or2: Filter = { or: [["c", "=", 3], ["d", "=", 4]] };
    const model = toModel({ and: [or1, or2] });
    expect(model.any).toEqual(or1.or);
    expect(model.extra).toEqual([or2]);
    expect(toFilter(model)).toEqual({ and: [or1, or2] });
  });

  test("no condition is no filter", () => {
    expect(toFilter(NO_FILTER)).toBeNull();
    expect(toModel(null)).toEqual(NO_FILTER);
  });
});

describe("editing conditions", () => {
  const model = toModel({ and: [["kind", "in", ["a"]], ["owner", "in", ["u"]]] });

  test("a changed condition keeps its place", () => {
    expect(withLeaf(model, ["kind", "in", ["b"]]).all).toEqual([["kind", "in", ["b"]], ["owner", "in", ["u"]]]);
  });

  test("an emptied condition goes", () => {
    expect(withLeaf(model, ["kind", "in", []]).all).toEqual([["owner", "in", ["u"]]]);
    expect(withLeaf(model, ["region", "contains", ""])).toBe(model);
  });

  test("values are found by field and op", () => {
    expect(leafValue(model, "kind", "in")).toEqual(["a"]);
    expect(leafValue(model, "kind", "=")).toBeUndefined();
  });

  test("half-written conditions are told apart from whole ones", () => {
    expect(isComplete(["a", "=", null])).toBe(false);
    expect(isComplete(["a", "empty", null])).toBe(false);
    expect(isComplete(["a", "empty", false])).toBe(true);
    expect(isComplete(["a", "between", [null, null]])).toBe(false);
    expect(isComplete(["a", "between", [null, 5]])).toBe(true);
    expect(isComplete(["a", "=", 0])).toBe(true);
    expect(isComplete(["a", "=", false])).toBe(true);
  });

  test("an open range is one comparison", () => {
    expect(rangeLeaf("total", 1, 2)).toEqual(["total", "between", [1, 2]]);
    expect(rangeLeaf("total", 1, null)).toEqual(["total", ">=", 1]);
    expect(rangeLeaf("total", "", 0)).toEqual(["total", "<=", 0]);
    expect(rangeLeaf("total", null, "")).toBeNull();
  });
});
