import { describe, expect, it } from "vitest";
import { faults, lineSums, plainNumber, scaled, sumOf, yuan, type Typed } from "./amounts";

const line = (quantity: string, unit_price: string, tax_rate: string, discount = "", cost?: string): Typed =>
  ({ id: "1", item: null, name: "甲", specification: "", quantity, uom: "", unit_price, discount, tax_rate, remark: "", ...(cost === undefined ? {} : { cost }) });

describe("a line comes to what the server will say", () => {
  // The same cases as the server's own test of line_amounts.
  it.each([
    ["1", "113.00", "13", "", true, "100.00", "13.00", "113.00"],
    ["1", "100.00", "13", "", false, "100.00", "13.00", "113.00"],
    ["1", "100.00", "9", "5", true, "87.16", "7.84", "95.00"],
    ["2.5", "33.33", "3", "", false, "83.33", "2.50", "85.83"],
    ["0", "5.00", "13", "", true, "0.00", "0.00", "0.00"],
    ["1", "5.00", "13", "100", true, "0.00", "0.00", "0.00"],
    ["123.4567", "8888.88", "6", "12.5", true, "905865.87", "54351.95", "960217.82"],
  ])("%s × %s at %s %", (quantity, price, rate, discount, includesTax, net, tax, total) => {
    const found = lineSums(line(quantity, price, rate, discount), { discount: "", includesTax })!;
    expect([found.net, found.tax, found.total].map(yuan)).toEqual([net, tax, total]);
  });

  it("takes the discount on all off what the line's own left", () => {
    const found = lineSums(line("1", "100", "9", "10"), { discount: "10", includesTax: true })!;
    expect([found.net, found.tax, found.total, found.full].map(yuan)).toEqual(["74.31", "6.69", "81.00", "100.00"]);
  });

  it("is nothing yet while a number is being typed", () => {
    expect(lineSums(line("", "1", "9"), { discount: "", includesTax: true })).toBeNull();
    expect(lineSums(line("1", "1.234", "9"), { discount: "", includesTax: true })).toBeNull();
    expect(lineSums(line("1", "1", "9", "101"), { discount: "", includesTax: true })).toBeNull();
  });
});

it("sums up lines, and knows the cost only where every line has one", () => {
  const basis = { discount: "", includesTax: true };
  const known = sumOf([line("2", "10", "0", "", "3"), line("1", "5.55", "0", "", "1")], basis);
  expect([known.total, known.cost!].map(yuan)).toEqual(["25.55", "7.00"]);
  expect(sumOf([line("2", "10", "0", "", "3"), line("1", "5", "0", "", "")], basis).cost).toBeNull();
  expect(sumOf([line("2", "10", "0", "", "3"), line("", "5", "0", "", "1")], basis).total).toBe(2000n);
});

it("reads numbers as people type them", () => {
  expect(plainNumber("１，２００．５")).toBe("1200.5");
  expect(plainNumber("¥ 1,200 元")).toBe("1200");
  expect(plainNumber(".5")).toBe("0.5");
  expect(plainNumber("约 5")).toBe("约 5");
  expect(scaled("1.50", 1)).toBe(15n);
  expect(scaled("-1", 2)).toBeNull();
});

it("names what a line still needs", () => {
  expect(faults({ ...line("x", "1", "9", "120"), name: " " })).toEqual({ name: true, quantity: true, discount: true });
  expect(faults(line("1", "1", "9"))).toEqual({});
});
