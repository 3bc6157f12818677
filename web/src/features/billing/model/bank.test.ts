import { describe, expect, test } from "vitest";
import type { BankLine, Proposal } from "../api";
import { leftOver, partsOf, sureLines } from "./bank";

const proposal = (sure: boolean, ...amounts: string[]): Proposal => ({
  customer: { id: "c", label: "甲" }, score: sure ? 98 : 60, sure, reasons: [],
  parts: amounts.map((amount, i) => ({ receivable: { id: `r${i}`, label: "" }, number: "", due_on: "2026-01-01", balance: amount, amount })),
});
const line = (id: string, amount: string, state: BankLine["state"], ...proposals: Proposal[]): BankLine => ({
  id, number: 1, on: "2026-01-01", direction: "income", amount, balance: null, party: "", party_account: "", summary: "", reference: "", state, note: "", receipt: null, customer: null, proposals,
});

describe("bank lines", () => {
  test("only waiting lines with a sure first proposal are taken together", () => {
    expect(sureLines([
      line("a", "1", "waiting", proposal(true, "1")),
      line("b", "1", "waiting", proposal(false, "1"), proposal(true, "1")),
      line("c", "1", "matched", proposal(true, "1")),
      line("d", "1", "waiting"),
    ])).toEqual(["a"]);
  });

  test("what a proposal leaves is exact to the cent", () => {
    expect(leftOver(line("a", "1000.30", "waiting"), proposal(true, "1000.10", "0.10"))).toBe("0.10");
    expect(leftOver(line("a", "0.30", "waiting"), proposal(true, "0.10", "0.20"))).toBe("");
  });

  test("parts name the receivable and the amount", () => {
    expect(partsOf(proposal(true, "5.00"))).toEqual([{ receivable: "r0", amount: "5.00" }]);
  });
});
