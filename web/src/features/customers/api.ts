import { useEffect } from "react";
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import type { Ref } from "../../api/types";
import { refreshResource, rowQuery } from "../../resource/data/row";

export interface Missing { field: string; label: string; gain: number }

export interface Summary {
  /** Kinds of children that the person may add to this very customer; a colleague's customer may be for reading only. */
  may_add?: string[];
  contacts?: number;
  interactions?: number;
  feedbacks?: number;
  feedbacks_open?: number;
  cooperations?: number;
  addresses?: number;
  qualifications?: number;
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

export interface TimelinePage { items: TimelineItem[]; next: string | null }

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
export interface MergeRecord { id: string; merged: Ref; at: string; by: string; moved: Record<string, number>; undone_at: string | null }
export interface RankingRow { id: string | null; label: string; hint: string; target: number; average: number; count: number; below: number }
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

export function useLookAlikes(asked: { name?: string; credit_code?: string; phone?: string; exclude?: string }) {
  const enough = (asked.name ?? "").trim().length >= 2 || (asked.credit_code ?? "").length >= 15 || (asked.phone ?? "").length >= 7;
  return useQuery({
    queryKey: ["look-alikes", asked],
    queryFn: ({ signal }) => api.get<LookAlike[]>("/customers/look-alikes", asked, signal),
    enabled: enough,
    staleTime: 30_000,
  });
}

export const summaryQuery = (id: string) =>
  queryOptions({ queryKey: ["customer-summary", id], queryFn: ({ signal }) => api.get<Summary>(`/customers/${id}/summary`, undefined, signal) });

export function useSummary(id: string) {
  return useQuery(summaryQuery(id));
}

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["customer-timeline", id],
    queryFn: ({ pageParam, signal }) => api.get<TimelinePage>(`/customers/${id}/timeline`, { before: pageParam, limit: 30 }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export function useTimeline(id: string) {
  return useInfiniteQuery(timelineQuery(id));
}

export function useMerges(id: string) {
  return useQuery({ queryKey: ["customer-merges", id], queryFn: ({ signal }) => api.get<MergeRecord[]>(`/customers/${id}/merges`, undefined, signal) });
}

export function useMergePreview(kept: string, other: string | null) {
  return useQuery({
    queryKey: ["customer-merge-preview", kept, other],
    queryFn: ({ signal }) => api.get<MergePreview>(`/customers/${kept}/merge-preview`, { other }, signal),
    enabled: Boolean(other),
    staleTime: 0,
  });
}

export function useRanking(by: "owner" | "company") {
  return useQuery({ queryKey: ["customer-ranking", by], queryFn: ({ signal }) => api.get<Ranking>("/customers/completeness", { by }, signal) });
}

export function useFixNext(owner: string | null, limit: number) {
  return useQuery({ queryKey: ["customer-fix-next", owner, limit], queryFn: ({ signal }) => api.get<FixNext[]>("/customers/fix-next", { owner, limit }, signal), placeholderData: keepPreviousData });
}

export function useCommunication(asked: { owner: string | null; months: number }) {
  return useQuery({ queryKey: ["customer-communication", asked], queryFn: ({ signal }) => api.get<Communication>("/customers/communication", asked, signal), placeholderData: keepPreviousData });
}

/** Data and code of the 360° page travel together. */
export function prefetchCustomer(id: string): void {
  void queryClient.prefetchQuery(metaQuery("customers"));
  void queryClient.prefetchQuery(rowQuery("customers", id));
  void queryClient.prefetchQuery(summaryQuery(id));
  void queryClient.prefetchInfiniteQuery(timelineQuery(id));
}

/** What is worked out from a customer's children: read again after anything was saved while such a figure is on screen. */
const DERIVED = ["customer-summary", "customer-timeline", "customer-merges", "customer-ranking", "customer-fix-next", "customer-communication", "look-alikes"];

const CHILDREN = ["contacts", "interactions", "feedbacks", "cooperations", "addresses", "leads"];

/** After a merge, or its undoing: children have moved from one customer to the other without being saved one by one. */
export function refreshChildren(client: QueryClient): void {
  for (const name of CHILDREN) refreshResource(client, name);
}

export function useFollowSaves(id?: string): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "success") return;
        for (const key of DERIVED) void client.invalidateQueries({ queryKey: [key] });
        if (id) void client.invalidateQueries({ queryKey: ["row", "customers", id] });
      }),
    [client, id],
  );
}
