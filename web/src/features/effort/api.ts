import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Ref, Row } from "../../api/types";

export interface SheetLine {
  id: string; day: string; project: Ref; task: Ref | null; resource: Ref | null; hours: string; overtime: string; note: string; state: string; late_days: number;
}
export interface WeekDay { day: string; workday: boolean; late_days: number; open: boolean }
export interface ProposedTask extends Ref { project: Ref; state: string }
export interface Week {
  monday: string; days: WeekDay[]; hours_per_day: string | number; most_days: number | null; report: Row | null; lines: SheetLine[]; before: SheetLine[];
  projects: Ref[]; tasks: ProposedTask[]; resources: (Ref & { kind: string })[];
}
export interface LineInput { id?: string; day: string; project: string; task: string | null; resource: string | null; hours: string; overtime: string; note: string }

export interface LoadCell { monday: string; capacity: number; load: number; percent: number | null; away: number; projects: { id: string | null; label: string; hours: number }[] }
export interface LoadRow { id: string; name: string; kind: string; unit: Ref; position: string; skills: string[]; city: string; cells: LoadCell[] }
export interface Load { weeks: string[]; rows: LoadRow[]; cut: boolean }
/** A certificate; `ends`: it runs out by the end of the period. */
export interface Paper { kind: string; label: string; expires_on: string | null; ends: boolean }
export interface FreeOne { id: string; name: string; kind: string; unit: Ref; city: string; skills: string[]; free: number; hours: number; away: number; near: boolean; papers: Paper[]; readable: boolean }
export interface Use { id: string; label: string; unit: string; hours: string; overtime: string; capacity: number | null; percent: number | null }
export interface Candidate { id: string; name: string; user: string; unit: Ref; city: string; skills: string[]; free: number; score: number; reasons: string[] }
export interface ProjectEffort {
  hours: string; overtime: string; costed: string | null; waiting: string;
  people: { id: string; name: string; kind: string; unit: string; hours: string; overtime: string; days: number; last: string }[];
  weeks: { monday: string; hours: string }[];
}
export interface Feed { id: string; created_at: string; last_used_at: string | null; url: string | null }
export interface Ask { resource: string; project: string; since: string; until: string; percent: number; role: string; note: string }

type Asked = Record<string, string | number | undefined>;

export const weekQuery = (day: string) => queryOptions({ queryKey: ["effort-week", day], queryFn: ({ signal }) => api.get<Week>("/effort/week", { day }, signal) });
export const loadQuery = (asked: Asked) => queryOptions({ queryKey: ["effort-load", asked], queryFn: ({ signal }) => api.get<Load>("/effort/load", asked, signal) });
export const freeQuery = (asked: Asked) => queryOptions({ queryKey: ["effort-free", asked], queryFn: ({ signal }) => api.get<FreeOne[]>("/effort/free", asked, signal) });
export const usageQuery = (asked: Asked) => queryOptions({ queryKey: ["effort-use", asked], queryFn: ({ signal }) => api.get<Use[]>("/effort/utilisation", asked, signal) });
export const effortQuery = (project: string) => queryOptions({ queryKey: ["effort-project", project], queryFn: ({ signal }) => api.get<ProjectEffort>(`/r/projects/${project}/effort`, undefined, signal) });
export const candidatesQuery = (project: string, role: string) =>
  queryOptions({ queryKey: ["effort-candidates", project, role], queryFn: ({ signal }) => api.get<Candidate[]>(`/r/projects/${project}/candidates`, { role }, signal) });
export const feedsQuery = (project: string) => queryOptions({ queryKey: ["project-feeds", project], queryFn: ({ signal }) => api.get<Feed[]>(`/r/projects/${project}/feeds`, undefined, signal) });

/** Writes one's own week, and sends it. Both answer the week as it is then. */
export function useWeek(monday: string) {
  const client = useQueryClient();
  const onSuccess = (week: Week) => {
    client.setQueryData(weekQuery(monday).queryKey, week);
    for (const name of ["timesheets", "weekly_reports"]) void client.invalidateQueries({ queryKey: ["list", name] });
  };
  return {
    write: useMutation({ mutationFn: (lines: LineInput[]) => api.put<Week>("/effort/week", { monday, lines }), onSuccess }),
    send: useMutation({ mutationFn: (words: { summary?: string; problems?: string; plan?: string }) => api.post<Week>("/effort/week/send", { monday, ...words }), onSuccess }),
  };
}

export function useAsk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Ask) => api.post<Ref & { unit: Ref }>("/workforce/ask", body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["list", "resource_requests"] }),
  });
}

export function useJoin(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { person: string; role: string }) => api.post<Row>("/r/project_members", { project, ...body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["effort-candidates", project] });
      void client.invalidateQueries({ queryKey: ["list", "project_members"] });
    },
  });
}

export function useFeedChanges(project: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["project-feeds", project] });
  return {
    make: useMutation({ mutationFn: () => api.post<Feed>(`/r/projects/${project}/feeds`, {}), onSuccess }),
    revoke: useMutation({ mutationFn: (id: string) => api.delete<null>(`/r/projects/${project}/feeds/${id}`), onSuccess }),
  };
}
