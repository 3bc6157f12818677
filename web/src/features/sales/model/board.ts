import type { Ref } from "../../../api/types";

export interface Card {
  id: string;
  version: number;
  name: string;
  customer: Ref | null;
  owner: Ref | null;
  amount: string | null;
  probability: number | null;
  expected_on: string | null;
  days_in_stage: number;
  overdue: boolean;
  silent_days: number | null;
  risk: { level: string; title: string } | null;
  /** Won ones stay on the board for a while. */
  state: "open" | "won";
  _can: string[];
}

export interface Column {
  key: string;
  label: string;
  phase: string;
  stage: string | null;
  allowed_days: number | null;
  count: number;
  count_exact: boolean;
  amount: string;
  weighted: string;
  items: Card[];
  next: string | null;
}

export interface Board {
  by: "stage" | "phase";
  columns: Column[];
  total: { count: number; amount: string };
}

export interface CardPage { items: Card[]; next: string | null }

/** Adds money texts to the cent: sums of a column stay exact, whatever their size. */
export function addMoney(a: string | null, b: string | null, sign: 1 | -1 = 1): string {
  const sum = cents(a) + BigInt(sign) * cents(b);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(3, "0");
  return `${sum < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function cents(value: string | null): bigint {
  const [whole = "0", part = ""] = (value || "0").replace("-", "").split(".");
  const all = BigInt(whole + part.padEnd(2, "0").slice(0, 2));
  return value?.startsWith("-") ? -all : all;
}

/** What an amount is worth at a probability in percent, in whole cents. */
function weigh(amount: string | null, probability: number | null): string {
  const value = (cents(amount) * BigInt(Math.round(probability ?? 0))) / 100n;
  return addMoney(`${value / 100n}.${(value % 100n).toString().padStart(2, "0")}`, "0");
}

export function columnOf(board: Board, card: string): Column | undefined {
  return board.columns.find((column) => column.items.some((item) => item.id === card));
}

export function cardOf(board: Board, id: string): Card | undefined {
  return board.columns.flatMap((column) => column.items).find((item) => item.id === id);
}

/** The column beside the one in which a card lies: what Alt+← and Alt+→ mean. */
export function neighbour(board: Board, card: string, step: 1 | -1): Column | undefined {
  const at = board.columns.findIndex((column) => column.items.some((item) => item.id === card));
  return at < 0 ? undefined : board.columns[at + step];
}

/** Puts a card at the top of another column; counts and sums of both follow. An unknown card or column changes nothing. */
export function moveCard(board: Board, id: string, to: string, changes: Partial<Card> = {}): Board {
  const from = columnOf(board, id);
  const card = cardOf(board, id);
  if (!from || !card || from.key === to || !board.columns.some((column) => column.key === to)) return board;
  const moved = { ...card, ...changes };
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.key === from.key) return { ...shift(column, card, -1), items: column.items.filter((item) => item.id !== id) };
      if (column.key === to) return { ...shift(column, moved, 1), items: [moved, ...column.items] };
      return column;
    }),
  };
}

function shift(column: Column, card: Card, sign: 1 | -1): Column {
  return {
    ...column,
    count: column.count + sign,
    amount: addMoney(column.amount, card.amount, sign),
    weighted: addMoney(column.weighted, weigh(card.amount, card.probability), sign),
  };
}

/** Takes a card off the board: it was lost or put away. */
export function dropCard(board: Board, id: string): Board {
  const from = columnOf(board, id);
  const card = cardOf(board, id);
  if (!from || !card) return board;
  return {
    ...board,
    total: { count: board.total.count - 1, amount: addMoney(board.total.amount, card.amount, -1) },
    columns: board.columns.map((column) => (column === from ? { ...shift(column, card, -1), items: column.items.filter((item) => item.id !== id) } : column)),
  };
}

/** What the server has answered about a card, in its place. */
export function patchCard(board: Board, id: string, changes: Partial<Card>): Board {
  return { ...board, columns: board.columns.map((column) => ({ ...column, items: column.items.map((item) => (item.id === id ? { ...item, ...changes } : item)) })) };
}

/** The next page of a column; cards that were moved here meanwhile stand there once. */
export function appendCards(board: Board, key: string, page: CardPage): Board {
  const known = new Set(board.columns.flatMap((column) => column.items.map((item) => item.id)));
  return {
    ...board,
    columns: board.columns.map((column) => (column.key === key ? { ...column, items: [...column.items, ...page.items.filter((item) => !known.has(item.id))], next: page.next } : column)),
  };
}

/**
 * Puts columns that were read again in place of the old ones. What somebody has unfolded beyond one reading stays below,
 * without the records that have changed and with none twice; columns that are the same as before stay the same object.
 */
export function renewColumns(board: Board, fresh: Pick<Board, "columns" | "total">, changed: ReadonlySet<string>): Board {
  const renewed = new Map(fresh.columns.map((column) => [column.key, column]));
  const read = new Set(fresh.columns.flatMap((column) => column.items.map((item) => item.id)));
  return {
    ...board,
    total: fresh.total,
    columns: board.columns.map((old) => {
      const now = renewed.get(old.key);
      if (!now) return old.items.some((item) => read.has(item.id)) ? { ...old, items: old.items.filter((item) => !read.has(item.id)) } : old;
      if (!now.next || old.items.length <= now.items.length) return now;
      const below = old.items.slice(now.items.length).filter((item) => !read.has(item.id) && !changed.has(item.id));
      return { ...now, items: [...now.items, ...below], next: old.next };
    }),
  };
}

/** Where an arrow key leads from a card: up and down within its column, left and right to the same height of the next column that has cards. */
export function stepFocus(board: Board, id: string, key: string): string | null {
  const columns = board.columns.filter((column) => column.items.length);
  const at = columns.findIndex((column) => column.items.some((item) => item.id === id));
  if (at < 0) return null;
  const row = columns[at]!.items.findIndex((item) => item.id === id);
  const last = columns[at]!.items.length - 1;
  const beside = (column: Column | undefined) => column?.items[Math.min(row, column.items.length - 1)]?.id ?? null;
  switch (key) {
    case "ArrowDown": return columns[at]!.items[Math.min(row + 1, last)]!.id;
    case "ArrowUp": return columns[at]!.items[Math.max(row - 1, 0)]!.id;
    case "Home": return columns[at]!.items[0]!.id;
    case "End": return columns[at]!.items[last]!.id;
    case "ArrowLeft": return beside(columns[at - 1]);
    case "ArrowRight": return beside(columns[at + 1]);
    default: return null;
  }
}

export interface Sign { kind: "won" | "overdue" | "risk" | "silent"; days?: number; title?: string }

/** From this many days without a word on, a card says so. */
export const SILENT_DAYS = 7;

/** The one sign that a card shows: that it is won, else too long in its stage, then an entered high risk, then silence. */
export function signOf(card: Pick<Card, "overdue" | "silent_days" | "days_in_stage" | "risk" | "state">): Sign | null {
  if (card.state === "won") return { kind: "won" };
  if (card.overdue) return { kind: "overdue", days: card.days_in_stage };
  if (card.risk) return { kind: "risk", title: card.risk.title };
  if (card.silent_days !== null && card.silent_days > SILENT_DAYS) return { kind: "silent", days: card.silent_days };
  return null;
}
