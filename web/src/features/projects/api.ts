import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Ref } from "../../api/types";

export interface Check { code: string; label: string; ok: boolean; message: string }
export interface Way { phase: string; label: string; ok: boolean; checks: Check[] }
export interface Gates { phase: string; since: string; days: number; held: { on: string; reason: string } | null; next: Way[] }
export interface Reason { source: string; label: string; level: "amber" | "red"; text: string }
export interface Member { id: string; role: string; person: Ref | null; since: string | null; until: string | null }
export interface Linked { id: string; contract: Ref; number: string; part: string; direction: string; state: string; amount?: string | null }
export interface Coming { on: string; label: string; resource: string; id: string; late: boolean }
export interface Overview { health: { level: string; reasons: Reason[] }; members: Member[]; contracts: Linked[]; coming: Coming[] }
export interface MoneyRow {
  cost_item: Ref | null; code: string; kind: string; kind_label: string; budget: string; committed: string; actual: string; to_complete: string;
  forecast: string; deviation: string; expected: boolean;
}
export interface MoneyTable {
  rows: MoneyRow[];
  total: Record<"budget" | "committed" | "actual" | "to_complete" | "forecast" | "deviation", string>;
  income: { contract: string | null; invoiced: string; received: string; owed: string; due: string };
  margin: string | null;
  margin_rate: string | null;
  budget: { version: number | null; working: string | null; changed: boolean };
}
export interface Step { id: string; move: string; label: string; from: string; to: string; at: string; days: number; note: string; person: Ref | null }
export interface Version { id: string; number: number; total: string; lines: { code: string; name: string; amount: string; note: string }[]; approved_on: string; note: string; person: Ref | null }
export interface Fit { template: Ref; description: string; score: number; reasons: string[]; parts: { key: string; label: string; count: number }[]; used: number; applied: boolean }

/** Everything of one project lies under ["project", id], so that one call brings all of it up to date. */
function useOf<T>(id: string, what: string, enabled = true) {
  return useQuery({ queryKey: ["project", id, what], queryFn: ({ signal }) => api.get<T>(`/r/projects/${id}/${what}`, undefined, signal), staleTime: 0, enabled });
}

export const useGates = (id: string) => useOf<Gates>(id, "gates");
export const useOverview = (id: string) => useOf<Overview>(id, "overview");
export const useMoneyTable = (id: string) => useOf<MoneyTable>(id, "money");
export const useSteps = (id: string) => useOf<{ items: Step[] }>(id, "phases");
export const useVersions = (id: string) => useOf<{ items: Version[] }>(id, "budget-versions");
export const useTemplates = (id: string, enabled: boolean) => useOf<{ items: Fit[] }>(id, "templates", enabled);
