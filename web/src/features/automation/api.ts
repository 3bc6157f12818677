import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Ref, Row } from "../../api/types";
import type { Trial } from "./builder";

export interface RuleNumber {
  name: string;
  label: string;
  unit: string;
  default: number;
  min: number;
  max: number;
  value: number;
}

export interface Setting {
  id: string;
  version: number;
  unit: Ref;
  active: boolean;
  values: Record<string, number>;
}

export interface Rule {
  id: string;
  version: number;
  builtin: boolean;
  code: string;
  name: string;
  why: string;
  resource: string;
  resource_label: string;
  trigger: string;
  /** It looks by itself at times; else it waits for an event. */
  timed: boolean;
  condition: string;
  numbers: RuleNumber[];
  values: Record<string, number>;
  actions: { kind: string; label: string; to: string[]; title: string }[];
  active: boolean;
  overrides: Setting[];
  last_at: string | null;
  last_fired: number;
  next_at: string | null;
  error: string;
  _can: string[];
}

export interface Step {
  kind: string;
  label: string;
  recipient: Ref | null;
  outcome: "done" | "unseen" | "nobody" | "refused";
  outcome_label: string;
  detail: string;
}

export interface Run {
  id: number;
  rule: Ref;
  why: string;
  trigger: string;
  condition: string;
  numbers: { name: string; label: string; value: number; unit: string }[];
  values: { label: string; value: string }[];
  resource: string;
  object: Ref | null;
  at: string;
  waiting: boolean;
  steps: Step[];
}

/** A to-do as its list brings it. */
export interface Todo extends Row {
  title: string;
  body?: string;
  kind: string;
  due_on: string | null;
  state: "open" | "done" | "dismissed";
  assignee: Ref | null;
  resource: string;
  object_id: string | null;
  object_label: string;
  rule: Ref | null;
  created_by?: Ref | null;
  closed_at?: string | null;
  reason?: string;
}

export const rulesQuery = queryOptions({
  queryKey: ["options", "automation_rules", "words"],
  queryFn: ({ signal }) => api.get<Rule[]>("/automation/rules", undefined, signal),
});

export const whyQuery = (of: { notice?: string; todo?: string }) =>
  queryOptions({ queryKey: ["automation", "why", of], queryFn: ({ signal }) => api.get<Run[]>("/automation/why", of, signal), staleTime: 5 * 60_000 });

export const previewQuery = (rule: string, values: Record<string, number> | null) =>
  queryOptions({ queryKey: ["automation", "preview", rule, values], queryFn: () => api.post<Trial>(`/automation/rules/${rule}/preview`, { values }), staleTime: 0 });

/** What rules did, newest first; of one rule, of one record, or of all. */
export function useRuns(rule: string | null, record?: { resource: string; object: string }) {
  return useInfiniteQuery({
    queryKey: ["automation", "runs", rule, record],
    queryFn: ({ pageParam, signal }) => api.get<{ items: Run[]; next: number | null }>("/automation/runs", { rule, ...record, cursor: pageParam || undefined, limit: 30 }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    // What has fired a moment ago is still being carried out.
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some((run) => run.waiting) ? 3000 : false),
  });
}

/** Changes something about rules; the list in words is read again. */
export function useRuleChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: rulesQuery.queryKey });
      void client.invalidateQueries({ queryKey: ["automation"] });
    },
  });
}
