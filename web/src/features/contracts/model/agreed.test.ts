import { expect, it } from "vitest";
import type { Row } from "../../../api/types";
import { faultsOf, fresh, isBlank, lineCents, sent, sumOfLines, sumOfShares, typed, wrongNumbers, yuan } from "./agreed";

const line = (values: Record<string, string>) => ({ ...fresh("lines"), ...values });
const term = (values: Record<string, string>) => ({ ...fresh("terms"), ...values });

it("counts a line to the cent, also far beyond what a float holds", () => {
  expect(yuan(lineCents(line({ quantity: "12.5", unit_price: "4321.55" }))!)).toBe("54019.38");
  expect(yuan(lineCents(line({ quantity: "３", unit_price: "1,000.005" }))!)).toBe("3000.00");
  expect(yuan(lineCents(line({ quantity: "1000000000", unit_price: "999999999.99" }))!)).toBe("999999999990000000.00");
  expect(lineCents(line({ quantity: "1", unit_price: "" }))).toBeNull();
  expect(yuan(sumOfLines([line({ unit_price: "0.1" }), line({ unit_price: "0.2" }), line({ unit_price: "x" })]))).toBe("0.30");
});

it("adds shares exactly", () => {
  expect(sumOfShares([term({ ratio: "33.33" }), term({ ratio: "66.67" }), term({})])).toBe("100");
  expect(sumOfShares([term({ ratio: "12.5" }), term({ ratio: "70" })])).toBe("82.5");
});

it("sends what the server understands and keeps ids", () => {
  const row = typed("terms", { id: "t1", kind: "advance", name: "预付款", trigger: "milestone", milestone: "", ratio: "30.00", fixed_amount: null, output_ratio: null, planned_on: null, due_days: 10 } as unknown as Row);
  expect(row).toMatchObject({ ratio: "30", fixed_amount: "", due_days: "10" });
  expect(sent("terms", [row])).toEqual([{ id: "t1", kind: "advance", name: "预付款", trigger: "milestone", milestone: "", ratio: "30", fixed_amount: null, output_ratio: null, planned_on: null, due_days: 10 }]);
  expect(sent("lines", [line({ id: "l1", name: " 土建 ", unit_price: "¥1,200" })])[0]).toMatchObject({ id: "l1", name: "土建", unit_price: "1200", quantity: "1" });
});

it("knows empty rows and texts that are no numbers", () => {
  expect([isBlank("lines", fresh("lines")), isBlank("lines", line({ name: "x" })), isBlank("terms", fresh("terms"))]).toEqual([true, false, true]);
  const bad = term({ id: "t", ratio: "三十", due_days: "1.5" });
  expect(wrongNumbers("terms", [bad])).toEqual([["t", "ratio"], ["t", "due_days"]]);
});

it("finds the row that a problem belongs to", () => {
  const rows = [term({ id: "a" }), term({ id: "b" })];
  expect(faultsOf("terms", { "terms.1.ratio": ["请填写", "比例"], "lines.0.name": ["别处"], amount: ["x"] }, rows)).toEqual({ b: { ratio: "请填写 比例" } });
});
