import { describe, expect, test } from "vitest";
import type { CaseChain, ComingStep, PastLine } from "../api";
import { BUCKETS, rowsLink, sharesOf, type Sums } from "./ageing";
import { nodesOf } from "./chain";

const SUMS: Sums = { current: "600.00", d1_30: "300.00", d31_60: "0.00", d61_90: "-50.00", over_90: "100.00", total: "950.00", overdue: "350.00" };
const filterOf = (link: string) => (JSON.parse(new URLSearchParams(link.split("?")[1]).get("filter")!) as { and: unknown[] }).and;

describe("the bar of buckets", () => {
  test("widths are parts of what is owed; a balance paid too much takes none", () => {
    const shares = sharesOf(SUMS);
    expect(shares.map((share) => share.percent)).toEqual([60, 30, 0, 0, 10]);
    expect(shares.map((share) => share.amount)).toEqual(["600.00", "300.00", "0.00", "-50.00", "100.00"]);
  });

  test("nothing owed draws nothing, not a division by zero", () => {
    const none = Object.fromEntries(Object.keys(SUMS).map((key) => [key, "0.00"])) as Sums;
    expect(sharesOf(none).every((share) => share.percent === 0)).toBe(true);
  });
});

describe("drill-down", () => {
  const looking = { direction: "income" as const, on: "2026-11-22" };
  test("every day falls into one bucket: due today is not late, the thirtieth and the thirty-first day are parted", () => {
    const due = BUCKETS.map((bucket) => filterOf(rowsLink(looking, bucket.key))[1]);
    expect(due).toEqual([
      ["due_on", ">=", "2026-11-22"],
      ["due_on", "between", ["2026-10-23", "2026-11-21"]],
      ["due_on", "between", ["2026-09-23", "2026-10-22"]],
      ["due_on", "between", ["2026-08-24", "2026-09-22"]],
      ["due_on", "<=", "2026-08-23"],
    ]);
  });

  test("a line narrows to its group and keeps what else was chosen; rows of nobody are found too", () => {
    const asked = { ...looking, unit: "u1", owner: "o1" };
    expect(filterOf(rowsLink(asked, null, { by: "owner", id: "o2" }))).toEqual([["state", "in", ["open", "partial"]], ["owner", "in", ["o2"]], ["unit", "under", "u1"]]);
    expect(filterOf(rowsLink(looking, "overdue", { by: "owner", id: null }))).toContainEqual(["owner", "empty", true]);
    expect(rowsLink({ ...looking, direction: "expense" }, null)).toMatch(/^\/payables\?/);
  });
});

describe("the chain", () => {
  const line = (id: string, at: string, kind: string): PastLine => ({ id, at, kind, label: kind, text: "", contact: "", who: null, by: "", letter: null });
  const step = (position: number, on: string): ComingStep => ({ position, name: `第${position}步`, on, again: false, letter: true, high_risk: false, meeting: false, copies: [], tell: [], unanswered: 0 });
  const chain: CaseChain = {
    case: { id: "c", label: "案", state: "open", version: 1 }, ladder: null, waits_for: "", debts: [], letters: [], promises: [], meetings: [],
    past: [line("b", "2026-11-10T02:00:00Z", "promise_broken"), line("a", "2026-11-01T02:00:00Z", "opened")],
    coming: [step(3, "2026-12-06"), step(2, "2026-11-29")],
  };

  test("runs from the oldest line over today to the last step to come", () => {
    const nodes = nodesOf(chain, "2026-11-22");
    expect(nodes.map((node) => node.key)).toEqual(["a", "b", "now", "coming-2-0", "coming-3-1"]);
    expect(nodes.map((node) => (node.type === "coming" ? node.days : null))).toEqual([null, null, null, 7, 14]);
    expect(nodes[1]).toMatchObject({ tone: "bad" });
  });

  test("says why nothing comes, and that a closed case is over", () => {
    const rests = nodesOf({ ...chain, coming: [], waits_for: "等待评审会的结论" }, "2026-11-22");
    expect(rests.at(-1)).toMatchObject({ type: "now", waits: "等待评审会的结论", closed: false });
    expect(nodesOf({ ...chain, coming: [], case: { ...chain.case, state: "closed" } }, "2026-11-22").at(-1)).toMatchObject({ closed: true });
  });
});
