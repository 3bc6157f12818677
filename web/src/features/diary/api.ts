import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Job, Ref, Row } from "../../api/types";

export interface Move { resource: string; id: string; version: number; field: string }
export interface Entry {
  key: string; kind: string; title: string; start: string; end: string | null; all_day: boolean; resource: string; object_id: string | null;
  person: Ref | null; done: boolean; overdue: boolean; note: string; place: string; move: Move | null;
}
export interface Kind { kind: string; label: string; color: string; background: boolean }
export interface Calendar { items: Entry[]; kinds: Kind[]; cut: boolean }
export interface Feed { id: string; name: string; kinds: string[]; who: Ref; created_at: string; last_used_at: string | null; url: string | null }

export interface Fact { title: string; at: string; resource: string; id: string | null; note: string; late: number }
export interface Line { code: string; label: string; items: Fact[] }
export interface OwnDay { day: string; workday: boolean; late_days: number; most_days: number | null; open: boolean; report: Row | null; lines: Line[] }
export interface SentReport {
  id: string; sent_at: string; late_days: number; contacts_count: number; visits_count: number; summary: string; problems: string; plan: string;
}
export interface Member { person: Ref; unit: Ref | null; report: SentReport | null }
export interface TeamDay { day: string; workday: boolean; sent: number; missing: number; items: Member[] }

/** Reports due, sent, of these late, never sent; talks, of these entered on a later day. Shares in percent; null of nothing. */
export interface Tally { due: number; sent: number; late: number; missing: number; late_share: number | null; talks: number; late_talks: number; late_talks_share: number | null }
export interface PersonTally extends Tally { person: Ref; unit: Ref | null }
export interface Punctuality { since: string; until: string; workdays: number; total: Tally; items: PersonTally[] }

export const calendarQuery = (since: string, until: string, who: string) =>
  queryOptions({ queryKey: ["calendar", who, since, until], queryFn: ({ signal }) => api.get<Calendar>("/calendar", { since, until, who }, signal) });

export function useFeeds() {
  return useQuery({ queryKey: ["calendar-feeds"], queryFn: ({ signal }) => api.get<Feed[]>("/calendar/feeds", undefined, signal) });
}

export function useFeedChanges() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["calendar-feeds"] });
  return {
    make: useMutation({ mutationFn: (body: { name: string; kinds: string[]; who: string }) => api.post<Feed>("/calendar/feeds", body), onSuccess }),
    revoke: useMutation({ mutationFn: (id: string) => api.delete<null>(`/calendar/feeds/${id}`), onSuccess }),
  };
}

/** Puts an entry on another day or hour by changing the field of its record. */
export function useMove() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ move, value }: { move: Move; value: string }) => api.patch<Row>(`/r/${move.resource}/${move.id}`, { version: move.version, [move.field]: value }),
    onSettled: (_row, _error, { move }) => {
      void client.invalidateQueries({ queryKey: ["calendar"] });
      void client.invalidateQueries({ queryKey: ["list", move.resource] });
      void client.invalidateQueries({ queryKey: ["row", move.resource, move.id] });
    },
  });
}

export const dayQuery = (day: string) =>
  queryOptions({ queryKey: ["diary-day", day], queryFn: ({ signal }) => api.get<OwnDay>("/diary/day", { day }, signal) });

export const teamQuery = (day: string, unit: string | null) =>
  queryOptions({ queryKey: ["diary-team", day, unit], queryFn: ({ signal }) => api.get<TeamDay>("/diary/team", { day, unit }, signal) });

export const punctualityQuery = (since: string, until: string, unit: string | null) =>
  queryOptions({ queryKey: ["diary-punctuality", since, until, unit], queryFn: ({ signal }) => api.get<Punctuality>("/diary/punctuality", { since, until, unit }, signal), placeholderData: keepPreviousData });

export const factsQuery = (report: string) =>
  queryOptions({ queryKey: ["diary-facts", report], queryFn: ({ signal }) => api.get<Line[]>(`/diary/reports/${report}/facts`, undefined, signal) });

export function exportReports(body: { since: string; until: string; who: string; format: string }): Promise<Job> {
  return api.post<Job>("/diary/export", body);
}
