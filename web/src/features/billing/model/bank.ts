import type { BankLine, Proposal } from "../api";

/** The lines whose first proposal leaves no doubt: they may be taken together. */
export function sureLines(lines: BankLine[]): string[] {
  return lines.filter((line) => line.state === "waiting" && line.proposals[0]?.sure).map((line) => line.id);
}

/** What a proposal settles, as the API wants it. */
export function partsOf(proposal: Proposal): { receivable: string; amount: string }[] {
  return proposal.parts.map((part) => ({ receivable: part.receivable.id, amount: part.amount }));
}

const cents = (value: string) => Math.round(Number(value) * 100);

/** What is left of a line after a proposal: an advance payment of the customer, as text with two places; `""` where nothing is. */
export function leftOver(line: BankLine, proposal: Proposal): string {
  const left = cents(line.amount) - proposal.parts.reduce((sum, part) => sum + cents(part.amount), 0);
  return left > 0 ? (left / 100).toFixed(2) : "";
}
