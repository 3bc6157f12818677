import { describe, expect, test } from "vitest";
import { below, buildTree, companyOf, kindsBelow, pathOf, search, whyNotBelow, type Unit, type UnitKind } from "./tree";

function unit(id: string, kind: UnitKind, parent: string | null, more: Partial<Unit> = {}): Unit {
  return { id, version: 1, name: id, short_name: "", code: `C-${id}`, kind, parent, depth: 0, position: 0, active: true, manager: null, people: 1, people_below: 1, _can: [], ...more };
}

const units = [
  unit("集团", "group", null),
  unit("财务部", "department", "集团"),
  unit("华东", "subsidiary", "集团", { short_name: "华东公司" }),
  unit("市场部", "department", "华东"),
  unit("一组", "team", "市场部", { code: "HD-S1" }),
  unit("西南", "subsidiary", "集团", { active: false }),
];
const of = (id: string) => units.find((one) => one.id === id)!;

test("units nest in their order", () => {
  const [root] = buildTree(units);
  expect(root!.children.map((node) => node.key)).toEqual(["财务部", "华东", "西南"]);
  expect(root!.children[1]!.children[0]!.children[0]!.key).toBe("一组");
});

test("a unit whose parent is hidden stands at the top", () => {
  expect(buildTree([unit("一组", "team", "市场部")]).map((node) => node.key)).toEqual(["一组"]);
});

test("the path starts at the root; an unknown unit has none", () => {
  expect(pathOf(units, "一组").map((one) => one.id)).toEqual(["集团", "华东", "市场部", "一组"]);
  expect(pathOf(units, "无")).toEqual([]);
  expect(pathOf(units, null)).toEqual([]);
});

test("a circle in the data ends the path instead of hanging", () => {
  expect(pathOf([unit("甲", "team", "乙"), unit("乙", "team", "甲")], "甲").map((one) => one.id)).toEqual(["乙", "甲"]);
});

test("everything below a unit", () => {
  expect([...below(units, "华东")]).toEqual(["华东", "市场部", "一组"]);
});

test("the company stands before the names of its departments only", () => {
  expect(companyOf(units, "一组")).toBe("华东公司");
  expect(companyOf(units, "华东")).toBe("");
  expect(companyOf(units, "财务部")).toBe("");
});

describe("search", () => {
  test("finds by name, short name and code, and shows what is above", () => {
    expect([...search(units, "hd-s1").hits]).toEqual(["一组"]);
    expect([...search(units, "华东公司").hits]).toEqual(["华东"]);
    expect(search(units, " 一组 ").shown).toEqual(new Set(["集团", "华东", "市场部", "一组"]));
  });

  test("takes up what the server has found by pinyin", () => {
    expect(search(units, "scb", ["市场部"]).shown).toEqual(new Set(["集团", "华东", "市场部"]));
    expect(search(units, "scb").shown.size).toBe(0);
  });
});

describe("moving", () => {
  test("only where rank and state allow", () => {
    expect(whyNotBelow(units, of("市场部"), of("财务部"))).toBeNull();
    expect(whyNotBelow(units, of("集团"), of("华东"))).toMatch(/最上级/);
    expect(whyNotBelow(units, of("市场部"), of("华东"))).toMatch(/已经在/);
    expect(whyNotBelow(units, of("华东"), of("一组"))).toMatch(/下级之下/);
    expect(whyNotBelow(units, of("华东"), of("财务部"))).toMatch(/顺序/);
    expect(whyNotBelow(units, of("财务部"), of("一组"))).toMatch(/顺序/);
    expect(whyNotBelow(units, of("市场部"), of("西南"))).toMatch(/停用/);
  });

  test("kinds that may stand below", () => {
    expect(kindsBelow("group")).toEqual(["subsidiary", "department", "team"]);
    expect(kindsBelow("department")).toEqual(["department", "team"]);
    expect(kindsBelow("team")).toEqual([]);
  });
});
