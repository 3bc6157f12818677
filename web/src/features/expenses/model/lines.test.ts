import { describe, expect, it } from "vitest";
import { emptyLine, faults, incomplete, sent, serverFaults, total, typed, type Line, type Typed } from "./lines";

const line = (over: Partial<Typed> = {}): Typed => ({ id: "a", kind: "meals", on: "2026-03-02", amount: "10.10", tax: "", invoice_number: "", invoice_code: "", project: null, note: "", ...over });

describe("lines of a claim", () => {
  it("adds up in fen", () => {
    expect(total([line({ amount: "0.10" }), line({ amount: "0.20" }), line({ amount: "" }), line({ amount: "abc" })])).toBe("0.30");
  });

  it("sends what is typed, 0 where there is no amount yet", () => {
    expect(sent([line({ amount: " ", project: { id: "p", label: "东湖" } })])).toEqual([{ ...line(), amount: "0", tax: null, project: "p" }]);
  });

  it("shows an amount of 0 as not filled in", () => {
    const told: Line = { ...line(), amount: "0.00", tax: null, over_limit: "0.00", files: [], warnings: [] };
    expect(typed(told)).toEqual(line({ amount: "" }));
    expect(incomplete([line(), line({ kind: "" }), line({ amount: "0" })])).toHaveLength(2);
  });

  it("begins a line like the one before", () => {
    expect(emptyLine([line({ kind: "travel", on: "2026-03-01" })], "2026-03-09")).toMatchObject({ kind: "travel", on: "2026-03-01", amount: "" });
    expect(emptyLine([], "2026-03-09")).toMatchObject({ kind: "", on: "2026-03-09" });
  });

  it("finds wrong amounts and puts the server's sentences where they belong", () => {
    expect(faults([line({ amount: "1.234" }), line({ id: "b", tax: "-1" })], "错")).toEqual({ a: { amount: "错" }, b: { tax: "错" } });
    expect(serverFaults({ "lines.1.on": ["晚了"], other: ["x"] }, [line(), line({ id: "b" })])).toEqual({ b: { on: "晚了" } });
  });
});
