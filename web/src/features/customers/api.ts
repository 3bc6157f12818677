import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Ref } from "../../api/types";

export interface Missing { field: string; label: string; gain: number }

export interface Summary {
  contacts?: number;
  interactions?: number;
  feedbacks?: number;
  feedbacks_open?: number;
  cooperations?: number;
  addresses?: number;
  cooperation_amount?: string | null;
  cooperation_first?: string | null;
  cooperation_last?: string | null;
  value: { score: number | null; grade: string; reasons: string[]; strategy: string };
  completeness: { score: number; missing: Missing[] };
  auto_tags: { tag: string; why: string }[];
  credit: { grade: string; advice: string; advice_label: string; reasons: string[] };
}

export interface TimelineItem {
  kind: "interaction" | "feedback" | "event";
  id: string;
  at: string;
  entered_at: string;
  late_days?: number;
  channel?: string;
  feedback_kind?: string;
  state?: string;
  event?: string;
  title: string;
  body: string;
  result?: string;
  effect?: string;
  origin?: string;
  next_contact_at?: string | null;
  person: string;
}

export interface LookAlike {
  verdict: "same" | "likely" | "possible";
  inside: boolean;
  score?: number;
  reasons?: string[];
  customer?: Ref & { number: string; owner: string; unit: string; credit_code: string };
  sister?: { company: string; person: string; phone: string };
}

export interface Side { name: string; label: string; kept: unknown; merged: unknown; same: boolean; list: boolean }
export interface MergePreview { fields: Side[]; moving: { label: string; count: number }[]; codes_differ: boolean }
export interface MergeRecord { id: string; merged: Ref; at: string; by: string; undone_at: string | null }
export interface RankingRow { id: string | null; label: string; hint: string; average: number; count: number; below: number }
export interface Ranking { target: number; whole: { average: number; count: number; below: number }; groups: RankingRow[] }
export interface FixNext { id: string; label: string; number: string; completeness: number; value_class: string; missing: Missing[] }
export interface Proposal { field: string; label: string; value: string; confidence: number }
export interface Communication {
  months: { month: string; count: number; forward: number }[];
  channels: { channel: string; count: number; forward: number; late: number }[];
  count: number;
  late: number;
  late_average_days: number;
}

export function useSummary(id: string) {
  return useQuery({ queryKey: ["customer-summary", id], queryFn: ({ signal }) => api.get<Summary>(`/customers/${id}/summary`, undefined, signal) });
}

export function useLookAlikes(asked: { name?: string; credit_code?: string; phone?: string; exclude?: string }) {
  const enough = (asked.name ?? "").trim().length >= 2 || (asked.credit_code ?? "").length >= 15 || (asked.phone ?? "").length >= 7;
  return useQuery({
    queryKey: ["look-alikes", asked],
    queryFn: ({ signal }) => api.get<LookAlike[]>("/customers/look-alikes", asked, signal),
    enabled: enough,
    staleTime: 30_000,
  });
}
