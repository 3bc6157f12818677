import type { Row } from "../../../api/types";
import { tk } from "../../../i18n";

export type Kind = "lines" | "terms";
/** One row as it is typed: texts by field, "" for empty. */
export type Typed = { id: string } & Record<string, string>;

export interface Column {
  name: string;
  label: string;
  type: "text" | "number" | "choice" | "date";
  width: number;
  options?: { value: string; label: string }[];
  max?: number;
}

export const RATES = ["13", "9", "6", "3", "0"];

export const COLUMNS: Record<Kind, Column[]> = {
  lines: [
    { name: "name", label: tk("名称"), type: "text", width: 220, max: 120 },
    { name: "specification", label: tk("规格型号"), type: "text", width: 160, max: 200 },
    { name: "quantity", label: tk("数量"), type: "number", width: 92 },
    { name: "uom", label: tk("单位"), type: "text", width: 72, max: 20 },
    { name: "unit_price", label: tk("含税单价/元"), type: "number", width: 132 },
    { name: "tax_rate", label: tk("税率"), type: "choice", width: 84, options: RATES.map((value) => ({ value, label: `${value}%` })) },
    { name: "remark", label: tk("备注"), type: "text", width: 150, max: 200 },
  ],
  terms: [
    {
      name: "kind", label: tk("款项类型"), type: "choice", width: 104,
      options: [{ value: "advance", label: tk("预付款") }, { value: "progress", label: tk("进度款") }, { value: "settlement", label: tk("结算款") }, { value: "retention", label: tk("质保金") }],
    },
    { name: "name", label: tk("款项名称"), type: "text", width: 132, max: 80 },
    {
      name: "trigger", label: tk("付款条件"), type: "choice", width: 128,
      options: [{ value: "milestone", label: tk("达到节点") }, { value: "date", label: tk("到约定日期") }, { value: "progress", label: tk("按月确认产值") }, { value: "retention", label: tk("质保期满") }],
    },
    { name: "milestone", label: tk("节点"), type: "text", width: 190, max: 160 },
    { name: "ratio", label: tk("比例 %"), type: "number", width: 84 },
    { name: "fixed_amount", label: tk("固定金额/元"), type: "number", width: 128 },
    { name: "output_ratio", label: tk("产值付款 %"), type: "number", width: 100 },
    { name: "planned_on", label: tk("计划日期"), type: "date", width: 140 },
    { name: "due_days", label: tk("期限/天"), type: "number", width: 80 },
  ],
};

const FRESH: Record<Kind, Record<string, string>> = {
  lines: { quantity: "1", tax_rate: "9" },
  terms: { kind: "progress", trigger: "milestone", due_days: "0" },
};
/** What an empty cell means to the server; the others are left as texts. */
const EMPTY: Record<string, string | number | null> = { quantity: "0", unit_price: "0", ratio: null, fixed_amount: null, output_ratio: null, planned_on: null, due_days: 0 };

const short = (text: string) => (/^-?\d+\.\d*?0*$/.test(text) ? text.replace(/\.?0+$/, "") : text);

export function typed(kind: Kind, row: Row): Typed {
  const cells = COLUMNS[kind].map(({ name, type }) => {
    const text = row[name] == null ? "" : String(row[name]);
    return [name, type === "number" && name !== "unit_price" && name !== "fixed_amount" ? short(text) : text];
  });
  return { id: row.id, ...Object.fromEntries(cells) };
}

/** A new row, with the rate of the one before it. */
export function fresh(kind: Kind, before?: Typed): Typed {
  const empty = Object.fromEntries(COLUMNS[kind].map(({ name }) => [name, ""]));
  return { id: crypto.randomUUID(), ...empty, ...FRESH[kind], ...(kind === "lines" && before?.tax_rate ? { tax_rate: before.tax_rate } : {}) };
}

/** Digits as people type them: full-width, with separators or a currency sign. */
export function plain(text: string): string {
  return text.normalize("NFKC").replace(/[,\s¥%]/g, "");
}

/** Nothing has been typed into it: such a row is not sent. */
export function isBlank(kind: Kind, row: Typed): boolean {
  return COLUMNS[kind].every(({ name, type }) => type === "choice" || !row[name]?.trim() || row[name] === FRESH[kind][name]);
}

export function sent(kind: Kind, rows: Typed[]): Record<string, unknown>[] {
  return rows.map((row) => {
    const cells = COLUMNS[kind].map(({ name, type }) => {
      const text = (type === "number" ? plain(row[name] ?? "") : (row[name] ?? "").trim());
      return [name, text === "" && name in EMPTY ? EMPTY[name] : name === "due_days" ? Number(text) : text] as const;
    });
    return { id: row.id, ...Object.fromEntries(cells) };
  });
}

/** Cells whose text is no number, by row and name: what can be said without asking the server. */
export function wrongNumbers(kind: Kind, rows: Typed[]): [string, string][] {
  const numbers = COLUMNS[kind].filter((column) => column.type === "number");
  return rows.flatMap((row) => numbers.filter(({ name }) => !/^(\d+(\.\d*)?)?$/.test(plain(row[name] ?? "")) || (name === "due_days" && plain(row[name] ?? "").includes("."))).map(({ name }) => [row.id, name] as [string, string]));
}

function scaled(text: string, digits: number): bigint | null {
  const [, whole = "", rest = ""] = /^(\d+)(?:\.(\d*))?$/.exec(plain(text)) ?? [];
  return whole ? BigInt(whole + rest.padEnd(digits, "0").slice(0, digits)) : null;
}

/** What a line comes to in cents, rounded half up as the server does; null: not known yet. */
export function lineCents(row: Typed): bigint | null {
  const quantity = scaled(row.quantity ?? "", 4);
  const price = scaled(row.unit_price ?? "", 2);
  return quantity === null || price === null ? null : (quantity * price + 5000n) / 10000n;
}

export const yuan = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;

export const sumOfLines = (rows: Typed[]) => rows.reduce((sum, row) => sum + (lineCents(row) ?? 0n), 0n);

/** The shares of all terms together, in percent. */
export function sumOfShares(rows: Typed[]): string {
  const sum = rows.reduce((total, row) => total + (scaled(row.ratio ?? "", 2) ?? 0n), 0n);
  return short(yuan(sum));
}

/** `terms.3.ratio` of an answer belongs to the fourth row that was sent. */
export function faultsOf(kind: Kind, fields: Record<string, string[]>, rows: Typed[]): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const [path, texts] of Object.entries(fields)) {
    const [, word, index, name] = /^(lines|terms)\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const row = word === kind ? rows[Number(index)] : undefined;
    if (row && name) found[row.id] = { ...found[row.id], [name]: texts.join(" ") };
  }
  return found;
}
