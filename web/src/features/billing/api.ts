import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import type { Ref, Row } from "../../api/types";
import { refreshResource } from "../../resource/data/row";

export interface Link { code: "milestone" | "acceptance" | "notice" | "invoice" | "receipt"; label: string; done: boolean; state: "done" | "waiting" | "broken"; on: string | null; what: string; missing: string }
export interface ChainItem {
  term: { id: string; name: string; kind: string; state: string; milestone: string; due_on: string | null; amount?: string | null } | null;
  receivable: { id: string; number: string; name: string; due_on: string; state: string; amount?: string; balance?: string } | null;
  links: Link[];
  broken: string | null;
  sentence: string;
}
export interface Chain { broken: number; items: ChainItem[]; loose: ChainItem[] }

export interface VatRate { rate: string; count: number; net: string; tax: string; amount: string }
export interface VatInvoice { id: string; number: string; issued_on: string; customer: Ref; rate: string; net: string; tax: string; amount: string }
export interface Vat {
  output: VatRate[]; input: VatRate[]; output_tax: string; input_tax: string; carried_in: string; payable: string; carried_out: string;
  invoices: { output: VatInvoice[]; input: VatInvoice[] }; not_deducted: VatInvoice[];
}

export interface Part { receivable: Ref; number: string; due_on: string; balance: string; amount: string }
export interface Proposal { customer: Ref; score: number; sure: boolean; reasons: string[]; parts: Part[] }
export interface BankLine {
  id: string; number: number; on: string; direction: "income" | "expense"; amount: string; balance: string | null; party: string; party_account: string; summary: string; reference: string;
  state: "waiting" | "matched" | "ignored"; note: string; receipt: Ref | null; customer: Ref | null; proposals: Proposal[];
}
export type LineState = BankLine["state"] | "";
interface Failed { id: string; label: string; code: string; message: string }

export const useChain = (row: Row) => useQuery({ queryKey: ["billing", "chain", row.id, row.version], queryFn: ({ signal }) => api.get<Chain>(`/billing/chain/${row.id}`, undefined, signal), staleTime: 0 });

export const useVat = (unit: string | null, month: string) =>
  useQuery({ queryKey: ["billing", "vat", unit, month], queryFn: ({ signal }) => api.get<Vat>("/billing/vat", { unit, month }, signal), enabled: Boolean(unit) });
export const vatUrl = (unit: string, month: string) => `${API}/billing/vat.xlsx?unit=${unit}&month=${month}`;

const statement = (id: string, what: string) => `/billing/statements/${id}/${what}`;

export const useBankLines = (id: string, state: LineState, after: number | null) =>
  useQuery({ queryKey: ["billing", "lines", id, state, after], queryFn: ({ signal }) => api.get<{ items: BankLine[]; next: number | null }>(statement(id, "lines"), { state: state || undefined, after: after ?? undefined, limit: 50 }, signal) });

/** Everything that changes a statement: its file, and what becomes of each line. */
export function useStatementChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: StatementChange): Promise<{ done?: number; failed?: Failed[] }> => {
      if (change.do === "file") return api.post(statement(id, "file"), change.body);
      if (change.do === "sure") return api.post(statement(id, "confirm-sure"), { ids: change.ids });
      const line = statement(id, `lines/${change.line}/${change.do}`);
      if (change.do === "confirm") return api.post(line, { customer: change.customer, parts: change.parts });
      return api.post(line, change.do === "ignore" ? { reason: change.reason } : {});
    },
    onSuccess: async () => {
      for (const name of ["bank_statements", "receipts", "receivables"]) refreshResource(client, name);
      await client.invalidateQueries({ queryKey: ["billing", "lines", id] });
    },
  });
}

export type StatementChange =
  | { do: "file"; body: FormData }
  | { do: "sure"; ids: string[] }
  | { do: "confirm"; line: string; customer: string | null; parts: { receivable: string; amount: string }[] }
  | { do: "ignore"; line: string; reason: string }
  | { do: "reopen"; line: string };
