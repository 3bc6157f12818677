import { useQuery, useQueryClient } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import type { Ref } from "../../api/types";
import type { Direction, Group, Sums } from "./model/ageing";

export const CASES = "collection_cases";

export type Totals = Sums & { disputed?: string; count?: number; oldest_due_on?: string | null };
export interface AgeingRow extends Totals { group: Ref | null }
export interface Ageing { on: string; by: string; direction: Direction; total: Totals; rows: AgeingRow[]; more: boolean }
export interface Chosen { unit?: string; owner?: string; customer?: string }
export interface AgeingAsked extends Chosen { on?: string; by: Group; direction: Direction }

export interface DsoMonth { month: string; sales: string; collected: string; closing: string; dso: number | null; cycle_days: number | null; late_days: number | null }
export interface Dso { on: string; window_months: number; items: DsoMonth[] }

export interface Span { since: string; until: string; due: string; likely: string; planned: string; payable: string }
export interface Forecast {
  on: string; by: "month" | "week"; items: Span[]; overdue: string; late_beyond_habit: string; disputed: string; payable_overdue: string; later: { due: string; likely: string };
}

export interface PastLine { id: string; kind: string; label: string; at: string; text: string; contact: string; who: Ref | null; by: string; letter: string | null }
export interface ComingStep { position: number; name: string; on: string; again: boolean; letter: boolean; high_risk: boolean; meeting: boolean; copies: string[]; tell: string[]; unanswered: number }
export interface Debt { id: string; name: string; number: string; due_on: string; amount: string; balance: string; disputed: boolean; dispute_reason: string; contract: string | null }
export interface Letter {
  id: string; version: number; sequence: number; position: number; name: string; to: string; receiver: string; cc: string[]; amount: string; mail_state: string; sent_on: string | null;
  reply: string; replied_on: string | null; reply_note: string; created_at: string;
}
export interface Promised { id: string; promised_on: string; amount: string; state: string; contact: string; note: string; paid: string; judged_on: string | null }
export interface Meeting { id: string; version: number; name: string; starts_at: string; place: string; agenda: string; state: string; outcome: string; decision: string; people: Ref[] }
export interface CaseChain {
  case: { id: string; label: string; state: string; version: number }; ladder: Ref | null; past: PastLine[]; coming: ComingStep[]; waits_for: string;
  debts: Debt[]; letters: Letter[]; promises: Promised[]; meetings: Meeting[];
}

export interface StatementLine { on: string; what: string; label: string; name: string; number: string; due_on: string | null; amount: string; balance: string }

export interface Warning { code: string; level: "error" | "warn"; message: string }
export interface Credit {
  record: { projects: number; settled: number; late: number; longest_late_days: number; disputes: number; amount: string; broken_promises: number };
  grade: string; advice: string; advice_label: string; reasons: string[]; credit: { id: string; version: number; valid_until: string | null; hold: boolean; remark: string } | null;
  limit?: string | null; available?: string | null; owed: string; overdue: string; committed: string; exposure: string; warnings: Warning[];
}
export interface Owed { amount: string; settled: string; balance: string; overdue: string; disputed: string; prepaid: string; overdue_count: number; overdue_days: number }
export interface CustomerMoney { income: Owed; expense: Owed }

const day = { staleTime: 30_000 };

export const useAgeing = (asked: AgeingAsked) => useQuery({ queryKey: ["collection", "ageing", asked], queryFn: ({ signal }) => api.get<Ageing>("/collection/ageing", { ...asked }, signal), ...day });
export const useDso = (chosen: Chosen, months = 12) => useQuery({ queryKey: ["collection", "dso", chosen, months], queryFn: ({ signal }) => api.get<Dso>("/collection/dso", { ...chosen, months }, signal), ...day });
export const useForecast = (chosen: Chosen, by: "month" | "week", count: number) =>
  useQuery({ queryKey: ["collection", "forecast", chosen, by, count], queryFn: ({ signal }) => api.get<Forecast>("/collection/forecast", { ...chosen, by, count }, signal), ...day });

/** The key stands below the row's own: whatever makes the case load again makes its chain load again. */
export const useChain = (id: string) => useQuery({ queryKey: ["row", CASES, id, "chain"], queryFn: ({ signal }) => api.get<CaseChain>(`/r/${CASES}/${id}/chain`, undefined, signal), staleTime: 0 });

/** After a letter, promise, talk or meeting was written: the case and its chain. */
export function useRefreshCase(id: string): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ["row", CASES, id] });
}

export const useStatementLines = (id: string, version: number) =>
  useQuery({ queryKey: ["row", "statements", id, "lines", version], queryFn: ({ signal }) => api.get<{ items: StatementLine[] }>(`/r/statements/${id}/lines`, undefined, signal) });
export const useCredit = (customer: string) => useQuery({ queryKey: ["row", "customers", customer, "credit"], queryFn: ({ signal }) => api.get<Credit>(`/collection/credit/${customer}`, undefined, signal), staleTime: 0 });
export const useRoles = () => useQuery({ queryKey: ["collection", "roles"], queryFn: ({ signal }) => api.get<{ value: string; label: string }[]>("/collection/roles", undefined, signal), staleTime: 300_000 });
/** The same with new business of that amount in mind; a customer whom one may not see has no answer. */
export const useCreditFor = (customer: string, amount: string | undefined, on: boolean) =>
  useQuery({ queryKey: ["row", "customers", customer, "credit", amount ?? ""], queryFn: ({ signal }) => api.get<Credit>(`/collection/credit/${customer}`, amount ? { amount } : undefined, signal), enabled: on, retry: false, placeholderData: (before, query) => (query?.queryKey[2] === customer ? before : undefined) });
export const useCustomerMoney = (customer: string, on: boolean) =>
  useQuery({ queryKey: ["row", "customers", customer, "receivables"], queryFn: ({ signal }) => api.get<CustomerMoney>(`/r/customers/${customer}/receivables`, undefined, signal), enabled: on });

export const letterPdf = (id: string) => `${API}/r/dunning_letters/${id}/pdf`;
export const statementFile = (id: string, kind: "pdf" | "xlsx") => `${API}/r/statements/${id}/${kind}`;
