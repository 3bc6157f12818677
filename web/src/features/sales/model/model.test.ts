import { describe, expect, test } from "vitest";
import type { Row } from "../../../api/types";
import { addMoney, appendCards, columnOf, dropCard, moveCard, neighbour, patchCard, renewColumns, signOf, stepFocus, type Board, type Card, type Column } from "./board";
import { listLink, lossLink, monthEnd, monthLink, presetSpan, workbookUrl } from "./drill";
import { waysFor } from "./missing";
import { hasConsequence, mayGo, planFor, type Check, type Move, type Moves } from "./moves";
import { placeAfter, reordered } from "./order";
import { barOf, daysByStage, type StageChange } from "./stages";

const card = (id: string, amount = "1000.00", more: Partial<Card> = {}): Card => ({ id, version: 1, name: id, customer: null, owner: null, amount, probability: 50, expected_on: null, days_in_stage: 3, overdue: false, silent_days: 2, risk: null, state: "open", _can: ["move"], ...more });
const column = (key: string, items: Card[], more: Partial<Column> = {}): Column => ({ key, label: key, phase: key, stage: key, allowed_days: 30, count: items.length, count_exact: true, amount: items.reduce((sum, one) => addMoney(sum, one.amount), "0.00"), weighted: "0.00", items, next: null, ...more });
describe("columns read again", () => {
  test("what was unfolded stays, moved records stand once, other columns are the same objects", () => {
    const old = board();
    const long = column("a", [card("1"), card("2"), card("5"), card("6")], { next: "after 6", count: 9 });
    const before = { ...old, columns: [long, old.columns[1]!, old.columns[2]!] };
    const fresh = { total: { count: 9, amount: "9.00" }, columns: [column("a", [card("1"), card("3")], { next: "after 3", count: 9 })] };
    const after = renewColumns(before, fresh, new Set(["5"]));
    expect(after.columns[0]!.items.map((item) => item.id)).toEqual(["1", "3", "6"]);
    expect(after.columns[0]!.next).toBe("after 6");
    expect(after.columns[1]).toBe(before.columns[1]);
    expect(after.columns[2]!.items.map((item) => item.id)).toEqual(["4"]);
    expect(after.total.count).toBe(9);
  });
});

const board = (): Board => ({ by: "stage", total: { count: 4, amount: "4000.00" }, columns: [column("a", [card("1"), card("2")]), column("b", []), column("c", [card("3"), card("4")])] });

describe("board", () => {
  test("a moved card lies on top of the other column, and counts and sums go with it", () => {
    const next = moveCard(board(), "1", "c", { days_in_stage: 0 });
    expect(next.columns.map((one) => one.items.map((item) => item.id))).toEqual([["2"], [], ["1", "3", "4"]]);
    expect(next.columns.map((one) => [one.count, one.amount, one.weighted])).toEqual([[1, "1000.00", "-500.00"], [0, "0.00", "0.00"], [3, "3000.00", "500.00"]]);
    expect(next.columns[2]!.items[0]!.days_in_stage).toBe(0);
    expect(next.total).toEqual(board().total);
  });

  test("moving to where it lies, to nowhere, or an unknown card changes nothing", () => {
    const before = board();
    expect(moveCard(before, "1", "a")).toBe(before);
    expect(moveCard(before, "1", "z")).toBe(before);
    expect(moveCard(before, "9", "b")).toBe(before);
  });

  test("a lost card leaves its column and the total", () => {
    const next = dropCard(board(), "3");
    expect(columnOf(next, "3")).toBeUndefined();
    expect(next.total).toEqual({ count: 3, amount: "3000.00" });
    expect(next.columns[2]!.amount).toBe("1000.00");
  });

  test("the next page follows, cards that are there already only once", () => {
    const next = appendCards(board(), "c", { items: [card("1"), card("5")], next: "more" });
    expect(next.columns[2]!.items.map((item) => item.id)).toEqual(["3", "4", "5"]);
    expect(next.columns[2]!.next).toBe("more");
    expect(patchCard(next, "5", { version: 7 }).columns[2]!.items[2]!.version).toBe(7);
  });

  test("sums stay exact beyond what a float holds", () => {
    expect(addMoney("90071992547409.91", "0.01")).toBe("90071992547409.92");
    expect(addMoney("0.10", "0.20", -1)).toBe("-0.10");
    expect(addMoney(null, "5")).toBe("5.00");
  });

  test("Alt with an arrow means the column beside, an empty one too, and nothing beyond the ends", () => {
    expect(neighbour(board(), "1", 1)?.key).toBe("b");
    expect(neighbour(board(), "1", -1)).toBeUndefined();
    expect(neighbour(board(), "4", 1)).toBeUndefined();
  });

  test("arrows walk in the column and jump over empty columns at the same height", () => {
    expect(stepFocus(board(), "1", "ArrowDown")).toBe("2");
    expect(stepFocus(board(), "2", "ArrowDown")).toBe("2");
    expect(stepFocus(board(), "2", "ArrowRight")).toBe("4");
    expect(stepFocus(board(), "3", "ArrowLeft")).toBe("1");
    expect(stepFocus(board(), "2", "Home")).toBe("1");
    expect(stepFocus(board(), "1", "ArrowLeft")).toBeNull();
    expect(stepFocus(board(), "1", "x")).toBeNull();
  });

  test("one sign for each card: over its days, then risk, then silence of more than seven days", () => {
    const risk = { level: "high", title: "竞品压价" };
    expect(signOf(card("1", "1", { overdue: true, risk, days_in_stage: 40 }))).toEqual({ kind: "overdue", days: 40 });
    expect(signOf(card("1", "1", { risk, silent_days: 30 }))).toEqual({ kind: "risk", title: "竞品压价" });
    expect(signOf(card("1", "1", { silent_days: 8 }))).toEqual({ kind: "silent", days: 8 });
    expect(signOf(card("1", "1", { silent_days: 7 }))).toBeNull();
    expect(signOf(card("1", "1", { state: "won", silent_days: 70, risk }))).toEqual({ kind: "won" });
  });
});

const check = (code: string, ok: boolean): Check => ({ code, label: code, ok, message: ok ? "" : "请补齐" });
const move = (id: string, phase: string, more: Partial<Move> = {}): Move => ({ stage: { id, label: id }, phase, direction: "forward", ok: true, needs_reason: false, checks: [], ...more });
const moves = (...items: Move[]): Moves => ({ items, current: { stage: { id: "now", label: "now" }, phase: "intention", days: 50, allowed_days: 45, overdue: true, responsible: null, probability: { value: 30, kind: "stage", text: "" } } });
const to = (stage: string | null, phase: string) => ({ stage, phase, label: phase });

describe("moves", () => {
  test("a move that nothing stands against goes at once", () => {
    const found = moves(move("q", "quotation"));
    expect(planFor(found, to("q", "quotation"))).toEqual({ kind: "go", move: found.items[0] });
  });

  test("missing conditions, a reason, a lasting consequence and several stages are asked about first", () => {
    expect(planFor(moves(move("q", "quotation", { ok: false, checks: [check("visited", false)] })), to("q", "quotation")).kind).toBe("ask");
    expect(planFor(moves(move("p", "potential", { direction: "back", needs_reason: true })), to("p", "potential")).kind).toBe("ask");
    expect(planFor(moves(move("s", "signing")), to("s", "signing")).kind).toBe("ask");
    expect(planFor(moves(move("q1", "quotation"), move("q2", "quotation")), to(null, "quotation")).kind).toBe("ask");
    expect(hasConsequence(move("s", "signing", { direction: "back" }))).toBe(false);
  });

  test("a stage of another company's set is no place to go", () => {
    expect(planFor(moves(move("q", "quotation")), to("other", "quotation"))).toEqual({ kind: "none" });
  });

  test("a reason must say something, and unmet conditions are not talked away", () => {
    const back = move("p", "potential", { direction: "back", needs_reason: true });
    expect(mayGo(back, "  ")).toBe(false);
    expect(mayGo(back, "客户推迟")).toBe(true);
    expect(mayGo(move("q", "quotation", { ok: false }), "一定要")).toBe(false);
    expect(mayGo(undefined, "x")).toBe(false);
  });

  test("each missing thing names the place where it is settled", () => {
    const form = ["name", "amount", "contact"];
    expect(waysFor([check("field:amount", false), check("visited", false), check("decision_maker", true)], form)).toEqual({ field: "amount", follow: true, contacts: false, tabs: [] });
    expect(waysFor([check("document:勘察报告", false), check("document:图纸", false), check("decision_maker", false)], form)).toMatchObject({ field: null, contacts: true, tabs: [{ key: "files" }] });
    expect(waysFor([check("something_new", false)], form)).toEqual({ field: null, follow: false, contacts: false, tabs: [] });
  });
});

describe("stages of a record", () => {
  const change = (from: string | null, days: number | null): StageChange => ({ id: 1, from_stage: from ? { id: from, label: from } : null, to_stage: { id: "x", label: "x" }, direction: "forward", at: "", by: null, reason: "", days });
  const row = { id: "1", version: 1, stage: { id: "now", label: "意向" }, phase: "intention", state: "open" } as Row;

  test("days of several stays in a stage add up", () => {
    expect([...daysByStage([change("a", 3), change("b", 5), change("a", 4), change(null, null)])]).toEqual([["a", 7], ["b", 5]]);
  });

  test("earlier stages, this one with its days against the allowed ones, later ones", () => {
    const bar = barOf(row, moves(move("a", "potential", { direction: "back" }), move("q", "quotation")), [change("a", 12)], []);
    expect(bar.map((step) => [step.id, step.state, step.days, step.late])).toEqual([["a", "done", 12, false], ["now", "now", 50, true], ["q", "next", null, false]]);
  });

  test("a decided record shows the phases", () => {
    const phases = ["potential", "intention", "quotation"].map((value) => ({ value, label: value }));
    expect(barOf(row, moves(), [], phases).map((step) => [step.label, step.state])).toEqual([["potential", "done"], ["intention", "now"], ["quotation", "next"]]);
  });
});

describe("where figures lead", () => {
  const filterOf = (link: string) => JSON.parse(new URL(link, "http://x").searchParams.get("filter")!) as unknown;

  test("losses of a reason in a span, and those without one", () => {
    const span = { since: "2026-01-01", until: "2026-11-22", unit: "u1" };
    expect(filterOf(lossLink(span, "reason", "price"))).toEqual({ and: [["state", "in", ["lost"]], ["lost_reason", "in", ["price"]], ["closed_at", "between", ["2026-01-01", "2026-11-22"]], ["unit", "under", "u1"]] });
    expect(filterOf(lossLink({}, "region", ""))).toEqual({ and: [["state", "in", ["lost"]], ["region", "empty", true]] });
  });

  test("a month of the forecast, expected or won", () => {
    expect(filterOf(monthLink({}, "2028-02", false))).toEqual({ and: [["state", "in", ["open"]], ["expected_on", "between", ["2028-02-01", "2028-02-29"]]] });
    expect(filterOf(monthLink({ owner: "o" }, "2026-12", true))).toEqual({ and: [["state", "in", ["won"]], ["closed_at", "between", ["2026-12-01", "2026-12-31"]], ["owner", "in", ["o"]]] });
    expect(monthEnd("2026-02")).toBe("2026-02-28");
  });

  test("the workbook is asked for what the page shows", () => {
    expect(workbookUrl({ since: "2026-01-01", region: "江苏", unit: undefined })).toBe("/api/v1/sales/analysis.xlsx?since=2026-01-01&region=%E6%B1%9F%E8%8B%8F");
    expect(filterOf(lossLink({ region: "江苏" }, "reason", "price"))).toEqual({ and: [["state", "in", ["lost"]], ["lost_reason", "in", ["price"]], ["region", "=", "江苏"]] });
  });

  test("one condition stands alone", () => {
    expect(filterOf(listLink([["state", "=", "open"]]))).toEqual(["state", "=", "open"]);
  });

  test("spans of presets", () => {
    expect(presetSpan("quarter", "2026-11-22")).toEqual({ since: "2026-10-01", until: "2026-11-22" });
    expect(presetSpan("year", "2026-11-22")).toEqual({ since: "2026-01-01", until: "2026-11-22" });
    expect(presetSpan("year_back", "2026-11-22")).toEqual({ since: "2025-11-23", until: "2026-11-22" });
    // As the workbench counts it (zhuke/modules/sales/tests/test_workbench.py).
    expect(presetSpan("year_back", "2028-02-29").since).toBe("2027-03-01");
    expect(presetSpan("year_back", "2026-12-31").since).toBe("2026-01-01");
    expect(presetSpan("all", "2026-11-22")).toEqual({});
  });
});

describe("order of stages", () => {
  const stage = (id: string, position: number) => ({ id, version: 3, position }) as unknown as Row;

  test("two stages change places, everything else stays", () => {
    expect(reordered([stage("a", 10), stage("b", 20), stage("c", 30)], "c", -1)).toEqual([{ id: "c", version: 3, position: 20 }, { id: "b", version: 3, position: 30 }]);
  });

  test("equal places are numbered anew; at the ends nothing happens", () => {
    expect(reordered([stage("a", 0), stage("b", 0)], "a", 1)).toEqual([{ id: "b", version: 3, position: 10 }, { id: "a", version: 3, position: 20 }]);
    expect(reordered([stage("a", 10)], "a", 1)).toEqual([]);
    expect(placeAfter([stage("a", 10), stage("b", 40)])).toBe(50);
  });
});
