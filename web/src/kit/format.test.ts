import { describe, expect, test } from "vitest";
import { bestUnit, formatAgo, formatDate, formatDateTime, formatDecimal, formatMoney, formatSize, moneyWithUnit } from "./format";

describe("money", () => {
  test.each([
    ["0.00", "yuan", "0.00"],
    ["1234567.89", "yuan", "1,234,567.89"],
    ["1234567.89", "wan", "123.46"],
    ["54129400.00", "wan", "5,412.94"],
    ["4862000000.00", "yi", "48.62"],
    ["-1234.565", "yuan", "-1,234.57"],
    ["49.99", "wan", "0.00"],
    ["50.00", "wan", "0.01"],
    ["-0.00", "yuan", "0.00"],
    ["9999999999999999.99", "yuan", "9,999,999,999,999,999.99"],
    ["0.1", "yi", "0.00"],
  ] as const)("%s in %s is %s", (value, unit, text) => {
    expect(formatMoney(value, unit)).toBe(text);
  });

  test("nothing is a dash, not zero", () => {
    expect(formatMoney(null)).toBe("—");
    expect(formatMoney("")).toBe("—");
    expect(moneyWithUnit(undefined)).toBe("—");
    expect(formatDecimal("abc")).toBe("—");
  });

  test.each([["9999.99", "yuan"], ["10000.00", "wan"], ["99999999.99", "wan"], ["100000000.00", "yi"], ["-100000000.00", "yi"], ["0.00", "yuan"]] as const)("%s is read in %s", (value, unit) => {
    expect(bestUnit(value)).toBe(unit);
  });

  test("the unit follows the figure", () => {
    expect(moneyWithUnit("54129400.00")).toBe("5,412.94 万元");
    expect(moneyWithUnit("54129400.00", "yuan")).toBe("54,129,400.00 元");
  });

  test("whole numbers round without decimals", () => {
    expect(formatDecimal(1234, 0)).toBe("1,234");
    expect(formatDecimal("1234.5", 0)).toBe("1,235");
  });
});

describe("time", () => {
  test("moments are shown in Shanghai, wherever the browser is", () => {
    expect(formatDateTime("2026-11-21T18:30:00Z")).toBe("2026-11-22 02:30");
    expect(formatDate("2026-11-21T18:30:00Z")).toBe("2026-11-22");
    expect(formatDateTime("2026-11-21T14:03:00+08:00")).toBe("2026-11-21 14:03");
  });

  test("dates stay as they are", () => {
    expect(formatDate("2026-11-21")).toBe("2026-11-21");
    expect(formatDate(null)).toBe("—");
    expect(formatDate("no date")).toBe("—");
  });

  test.each([
    ["2026-11-21T13:59:40+08:00", "刚刚"],
    ["2026-11-21T13:55:00+08:00", "5 分钟前"],
    ["2026-11-21T11:00:00+08:00", "3 小时前"],
    ["2026-11-20T09:05:00+08:00", "昨天 09:05"],
    ["2026-11-01T09:05:00+08:00", "2026-11-01"],
  ])("%s was %s", (value, text) => {
    expect(formatAgo(value, new Date("2026-11-21T14:00:00+08:00"))).toBe(text);
  });
});

test("sizes", () => {
  expect(formatSize(900)).toBe("900 B");
  expect(formatSize(20_480)).toBe("20 KB");
  expect(formatSize(5_452_595)).toBe("5.2 MB");
});
