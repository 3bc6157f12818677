import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../api/client";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import type { Ref } from "../../api/types";
import type { ListQuery } from "../../resource/data/list";
import { rowQuery } from "../../resource/data/row";
import { toModel } from "../../resource/filter/codec";
import type { Board, CardPage } from "./model/board";
import type { Moves } from "./model/moves";
import type { Span } from "./model/drill";
import type { StageChange } from "./model/stages";

export const RESOURCE = "opportunities", CHURNS = "churns";

/** Cards that each column brings at once. */
const CARDS = 20;

export interface Advice {
  code: string;
  title: string;
  reason: string;
  due_on: string | null;
  /** What to open: `follow move quote edit create open`, and on which record; `create` names the customer. */
  action: { kind: string; resource: string; id: string; stage?: string; fields?: string[] };
  /** Which opportunity it is about, where the advice is a customer's. */
  opportunity?: Ref | null;
}

export interface FunnelPhase {
  phase: string;
  label: string;
  entered: number;
  passed: number;
  still: number;
  lost: number;
  back: number;
  /** Percent of those who entered that reached the next phase. */
  conversion: number | null;
  amount: string;
  dwell_average: number | null;
  dwell_median: number | null;
}

export interface Funnel { phases: FunnelPhase[]; open: number; won: number; lost: number; count: number; win_rate: number | null }
export interface Sum { count: number; amount: string; weighted: string }
export interface ForecastMonth extends Sum { month: string; won_count: number; won_amount: string }
export interface Forecast { months: ForecastMonth[]; late: Sum; undated: Sum }
export interface LossPart { value: string; label: string; count: number }
/** `parts`: the reasons inside the group; of a reason, the phases. */
export interface LossGroup { value: string; label: string; count: number; amount: string; share: number | null; parts: LossPart[] }
export interface Losses { items: LossGroup[]; count: number; amount: string }
export interface DepartureGroup { value: string; label: string; count: number; back: number; share: number | null; parts: LossPart[] }
export interface Departures { items: DepartureGroup[]; count: number; back: number }
export interface WinGroup { value: string; label: string; decided: number; won: number; lost: number; rate: number | null; quoted: number; quoted_won: number; quoted_rate: number | null; won_amount: string }
export interface WinRates { items: WinGroup[]; total: Omit<WinGroup, "value" | "label"> }

export interface Collision {
  verdict: "same" | "owner" | "project";
  inside: boolean;
  score?: number;
  opportunity?: Ref & { number: string; customer: Ref; owner: string; unit: string; stage: string };
  sister?: { company: string; person: string; phone: string };
}

/** A single company in the filter is named to the board as well: then its own stages are the columns. */
const asQuery = (query: ListQuery) => ({ q: query.q, filter: query.filter ? JSON.stringify(query.filter) : undefined, unit: unitOf(query) });

function unitOf(query: ListQuery): string | undefined {
  const leaf = toModel(query.filter).all.find(([field, op, value]) => field === "unit" && (op === "=" || op === "under" || (op === "in" && Array.isArray(value) && value.length === 1)));
  const value = Array.isArray(leaf?.[2]) ? (leaf[2][0] as unknown) : leaf?.[2];
  return typeof value === "string" && !value.startsWith("$") ? value : undefined;
}

/** The board of a filter. `limit` grows with what somebody has already unfolded, so that reading again does not fold it. */
export const boardQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: ["sales-board", query.q, query.filter],
    queryFn: ({ signal, client, queryKey }) => {
      const shown = client.getQueryData<Board>(queryKey)?.columns.map((column) => column.items.length) ?? [];
      return api.get<Board>("/sales/board", { ...asQuery(query), limit: Math.min(100, Math.max(CARDS, ...shown)) }, signal);
    },
  });

/** Some columns of a board, read again with as many cards as they show now. */
export function freshColumns(query: ListQuery, phases: string[], shown: number): Promise<Board> {
  return api.get<Board>("/sales/board", { ...asQuery(query), phases: phases.join(",") || undefined, limit: Math.min(100, Math.max(CARDS, shown)) });
}

export function moreCards(key: string, query: ListQuery, cursor: string): Promise<CardPage> {
  return api.get<CardPage>(`/sales/board/${key}`, { ...asQuery(query), cursor, limit: CARDS });
}

export function prefetchBoard(query: ListQuery): void {
  void queryClient.prefetchQuery(metaQuery(RESOURCE));
  void queryClient.prefetchQuery(boardQuery(query));
}

/** Of this version of the record: after a move the answer for the stage before must not be taken for the new one. */
export const movesQuery = (id: string, version: number) =>
  queryOptions({ queryKey: ["sales-moves", id, version], queryFn: ({ signal }) => api.get<Moves>(`/r/${RESOURCE}/${id}/moves`, undefined, signal), staleTime: 0 });

export function useMoves({ id, version }: { id: string; version: number }, enabled = true) {
  return useQuery({ ...movesQuery(id, version), placeholderData: keepPreviousData, enabled });
}

/** Every move of an opportunity, newest first. */
export function useStageLog(id: string) {
  return useQuery({ queryKey: ["sales-stage-log", id], queryFn: ({ signal }) => api.get<{ items: StageChange[] }>(`/r/${RESOURCE}/${id}/stage-changes`, undefined, signal) });
}

/** What to do next, about an opportunity or a customer. */
export const adviceQuery = (resource: string, id: string) =>
  queryOptions({ queryKey: ["sales-advice", resource, id], queryFn: ({ signal }) => api.get<{ items: Advice[] }>(`/r/${resource}/${id}/advice`, undefined, signal) });

export function prefetchOpportunity(id: string): void {
  void queryClient.prefetchQuery(metaQuery(RESOURCE));
  void queryClient.prefetchQuery(rowQuery(RESOURCE, id));
  void queryClient.prefetchQuery(adviceQuery(RESOURCE, id));
}

const report = <T,>(name: string, asked: Record<string, string | undefined>) => ({
  queryKey: ["sales-report", name, asked],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<T>(`/sales/${name}`, asked, signal),
  placeholderData: keepPreviousData,
});

export const useFunnel = (span: Span) => useQuery(report<Funnel>("funnel", { ...span }));
export const useForecast = (span: Span) => useQuery(report<Forecast>("forecast", { ...span, since: undefined, until: undefined }));
export const useLosses = (span: Span, by: string) => useQuery(report<Losses>("losses", { ...span, by }));
export const useDepartures = (span: Span, by: string, enabled: boolean) => useQuery({ ...report<Departures>("departures", { ...span, by }), enabled });
export const useWinRates = (span: Span, by: string) => useQuery(report<WinRates>("win-rates", { ...span, by }));

export function useCollisions(customer: string | null, name: string, exclude?: string) {
  return useQuery({
    queryKey: ["sales-collisions", customer, name, exclude],
    queryFn: ({ signal }) => api.get<{ items: Collision[] }>("/sales/collisions", { customer, name, exclude }, signal),
    enabled: name.trim().length >= 2,
    placeholderData: keepPreviousData,
  });
}

export interface Talk {
  id: string;
  at: string;
  entered_at: string;
  late_days: number;
  channel: string;
  contact: Ref | null;
  content: string;
  result: string;
  effect: string;
  next_contact_at: string | null;
  person: string;
}

/** The talks about an opportunity, newest first. */
export function useTalks(id: string) {
  return useQuery({ queryKey: ["sales-followups", id], queryFn: ({ signal }) => api.get<{ items: Talk[] }>(`/r/${RESOURCE}/${id}/follow-ups`, undefined, signal) });
}

export interface HeldStage { id: string; label: string; phase: string; allowed_days: number | null; probability: number; responsible: string | null }

/** The stages that hold for a unit, and whose set it is (null: the group's). */
export function useHeldStages(unit: string | null) {
  return useQuery({ queryKey: ["sales-stages", unit], queryFn: ({ signal }) => api.get<{ unit: string | null; items: HeldStage[] }>("/sales/stages", { unit }, signal), enabled: Boolean(unit) });
}

export interface StageOptions {
  phases: { code: string; label: string }[];
  fields: { name: string; label: string }[];
  conditions: { code: string; label: string }[];
}

/** What a stage may ask for. */
export function useStageOptions() {
  return useQuery({ queryKey: ["sales-stage-options"], queryFn: ({ signal }) => api.get<StageOptions>("/sales/stage-options", undefined, signal), staleTime: 10 * 60_000 });
}

export function adoptStages(unit: string): Promise<unknown> {
  return api.post("/sales/stages/adopt", { unit });
}

/** Worked out from opportunities: read again after one was saved while such a figure is on screen. */
const DERIVED = ["sales-moves", "sales-stages", "sales-advice", "sales-report", "sales-followups", "sales-stage-log", "sales-collisions"];

/** `board`: read the board again as well; the board itself moves its cards by hand and asks for it only when it must. */
export function useFollowSaves(onSaved?: () => void): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "success") return;
        for (const key of DERIVED) void client.invalidateQueries({ queryKey: [key] });
        onSaved?.();
      }),
    [client, onSaved],
  );
}
