import { describe, expect, test } from "vitest";
import type { Field, Meta } from "../../../api/types";
import { draftOf, preview, problemsOf, valuesOf } from "./customFields";
import { dictionariesOf, moved, renumbered, type Entry } from "./dictionaries";
import { addDays, dayName, kindOf, monthName, monthsOf, spansOf, weekday, workdays, type Holiday } from "./year";

const holiday = (day: string, kind: "off" | "work", name: string) => ({ id: day, version: 1, day, kind, name }) as Holiday;

describe("the year", () => {
  test("weeks start on Monday; every day stands once under its weekday", () => {
    const [january, february] = monthsOf(2026);
    expect(january!.weeks[0]).toEqual([null, null, null, "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]);
    expect(february!.weeks.flat().filter(Boolean)).toHaveLength(28);
    expect(monthsOf(2028)[1]!.weeks.flat().filter(Boolean)).toHaveLength(29);
    expect(weekday("2026-11-22")).toBe(6);
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });

  test("months and days bear their names in both languages", () => {
    expect([monthName(10, "zh-hans"), monthName(10, "en")]).toEqual(["10月", "October"]);
    expect(dayName("2026-10-01", "zh-hans")).toBe("10月1日");
    expect(dayName("2026-10-01", "en")).toBe("Oct 1");
    expect(dayName("2026-10-01", "en", true)).toBe("Thursday, October 1, 2026");
  });

  test("announced days outdo the week, and change the number of workdays", () => {
    const days = [holiday("2026-10-01", "off", "国庆节"), holiday("2026-10-10", "work", "国庆节")];
    const byDay = new Map(days.map((one) => [one.day, one]));
    expect(["2026-10-01", "2026-10-10", "2026-10-11", "2026-10-12"].map((day) => kindOf(day, byDay))).toEqual(["off", "work", "weekend", "plain"]);
    expect(workdays(2026, new Map())).toBe(261);
    expect(workdays(2026, byDay)).toBe(261);
    expect(workdays(2026, new Map([[days[0]!.day, days[0]!]]))).toBe(260);
  });

  test("days in a row are one holiday; make-up days go to the nearest one of their name", () => {
    const days = [holiday("2026-02-28", "work", "春节"), holiday("2026-02-16", "off", "春节"), holiday("2026-02-15", "off", "春节"), holiday("2026-01-01", "off", "元旦"), holiday("2026-12-31", "off", "元旦"), holiday("2026-12-26", "work", "元旦")];
    expect(spansOf(days)).toEqual([
      { name: "元旦", first: "2026-01-01", last: "2026-01-01", made: [] },
      { name: "春节", first: "2026-02-15", last: "2026-02-16", made: ["2026-02-28"] },
      { name: "元旦", first: "2026-12-31", last: "2026-12-31", made: ["2026-12-26"] },
    ]);
  });
});

describe("dictionaries", () => {
  const entry = (dictionary: string, code: string, position: number) => ({ id: code, version: 1, dictionary, code, label: code, label_en: "", color: "", position, active: true }) as Entry;
  const meta = (name: string, label: string, fields: [string, string][]) => ({ name, label, fields: fields.map(([text, dictionary]) => ({ label: text, dictionary }) as Field) }) as Meta;

  test("bear the label of the field that uses them, a short one with its record", () => {
    const found = dictionariesOf([entry("kind", "b", 2), entry("kind", "a", 1), entry("channel", "c", 0), entry("old", "o", 0)], [meta("interactions", "沟通记录", [["方式", "channel"]]), meta("customers", "客户", [["客户类型", "kind"]]), meta("leads", "线索", [["客户类型", "kind"]])]);
    expect(found.map((one) => [one.name, one.title, one.uses])).toEqual([["kind", "客户类型", ["客户·客户类型", "线索·客户类型"]], ["channel", "沟通记录方式", ["沟通记录·方式"]], ["old", "old", []]]);
    expect(found[0]!.entries.map((one) => one.code)).toEqual(["a", "b"]);
  });

  test("rows move within their list only", () => {
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });

  test("only rows whose place changes are written; equal places are put right", () => {
    const [a, b, c] = [{ id: "a", position: 0 }, { id: "b", position: 1 }, { id: "c", position: 2 }];
    expect(renumbered([a, b, c])).toEqual([]);
    expect(renumbered([b, a, c])).toEqual([{ row: b, position: 0 }, { row: a, position: 1 }]);
    expect(renumbered([a, { id: "x", position: 0 }]).map((one) => [one.row.id, one.position])).toEqual([["x", 1]]);
  });
});

describe("own fields", () => {
  const start = { ...draftOf(null), label: "开票周期", code: "cycle" };

  test("say what is missing", () => {
    expect(problemsOf(start, true)).toEqual({});
    expect(Object.keys(problemsOf({ ...start, label: " ", code: "2x" }, true))).toEqual(["label", "code"]);
    expect(problemsOf({ ...start, code: "" }, false)).toEqual({});
    expect(problemsOf({ ...start, type: "choice" }, true).options).toMatch(/至少/);
    expect(problemsOf({ ...start, type: "choice", options: [{ value: "", label: "月" }, { value: "", label: " 月" }] }, true).options).toMatch(/同名/);
    expect(problemsOf({ ...start, type: "ref" }, true).ref).toMatch(/引用/);
  });

  test("choices keep what records store, new ones are stored under their first name", () => {
    const options = [{ value: "月", label: "每月" }, { value: "", label: "月" }, { value: "", label: "" }, { value: "", label: "季 " }];
    expect(valuesOf({ ...start, type: "choice", options }).options).toEqual([{ value: "月", label: "每月" }, { value: "月_2", label: "月" }, { value: "季", label: "季" }]);
    expect(valuesOf({ ...start, type: "text", options, ref: "users" })).toMatchObject({ options: [], ref: "" });
  });

  test("the preview is the field as forms draw it", () => {
    expect(preview({ ...start, type: "choice", required: true, options: [{ value: "", label: "月" }, { value: "", label: " " }] })).toMatchObject({ type: "choice", required: true, options: [{ value: "月", label: "月" }] });
  });
});
