import type { Ref } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";

export interface ReceiptFile { id: string; name: string; size: number; content_type: string; preview: boolean }

/** A line as the server tells it. */
export interface Line {
  id: string;
  kind: string;
  on: string;
  amount: string;
  tax: string | null;
  invoice_number: string;
  invoice_code: string;
  project: Ref | null;
  note: string;
  over_limit: string;
  files: ReceiptFile[];
  warnings: string[];
}

export type Typed = Pick<Line, "id" | "kind" | "on" | "amount" | "invoice_number" | "invoice_code" | "project" | "note"> & { tax: string };

export function typed(line: Line): Typed {
  const { id, kind, on, invoice_number, invoice_code, project, note } = line;
  return { id, kind, on, invoice_number, invoice_code, project, note, amount: Number(line.amount) ? line.amount : "", tax: line.tax ?? "" };
}

/** A line more: the kind of the last one, for receipts of one journey follow each other. */
export function emptyLine(lines: Typed[], today: string): Typed {
  const last = lines.at(-1);
  return { id: uuid7(), kind: last?.kind ?? "", on: last?.on ?? today, amount: "", tax: "", invoice_number: "", invoice_code: "", project: null, note: "" };
}

/** What goes to the server: a line without an amount yet is kept with 0. */
export function sent(lines: Typed[]): Record<string, unknown>[] {
  return lines.map((line) => ({ ...line, amount: line.amount.trim() || "0", tax: line.tax.trim() || null, project: line.project?.id ?? null }));
}

const MONEY = /^\d{1,9}(\.\d{1,2})?$/;

/** What is wrong with the amounts as typed, by line and field; the rest is for the server to say. */
export function faults(lines: Typed[], sentence: string): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const line of lines) {
    for (const name of ["amount", "tax"] as const) {
      const value = line[name].trim();
      if (value && !MONEY.test(value)) found[line.id] = { ...found[line.id], [name]: sentence };
    }
  }
  return found;
}

/** `lines.3.amount` of the answer belongs to the fourth line that was sent. */
export function serverFaults(fields: Record<string, string[]>, lines: Typed[]): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const [path, texts] of Object.entries(fields)) {
    const [, index, name] = /^lines\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const line = index ? lines[Number(index)] : undefined;
    if (line && name) found[line.id] = { ...found[line.id], [name]: texts.join(" ") };
  }
  return found;
}

/** The sum of what is typed, in yuan with two decimals; counted in whole fen. */
export function total(lines: Typed[]): string {
  const fen = lines.reduce((sum, line) => sum + (MONEY.test(line.amount.trim()) ? Math.round(Number(line.amount) * 100) : 0), 0);
  return (fen / 100).toFixed(2);
}

/** Lines that cannot be submitted yet. */
export const incomplete = (lines: Typed[]): Typed[] => lines.filter((line) => !line.kind || !(Number(line.amount) > 0));
