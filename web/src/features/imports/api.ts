import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Job, Option, Ref } from "../../api/types";

export type State =
  | "reading" | "uploaded" | "mapped" | "checking" | "trial" | "checked" | "running" | "done" | "cancelled" | "failed" | "undoing" | "undone";
export type Kind = "create" | "update" | "same" | "duplicate" | "repeated" | "error" | "note";
export type Decision = "create" | "update" | "merge" | "skip";

export interface Finding { kind: "error" | "warning"; code: string; message: string; field?: string; column?: string }
export interface Column { index: number; letter: string; header: string; samples: string[]; required_mark: boolean; filled: number }
export interface Sheet {
  index: number; name: string; rows: number; cols: number; hidden: boolean; header_row: number | null; header_span: number;
  columns: Column[]; preview: { number: number; values: string[]; note: string }[]; notes: Finding[];
}
export interface Target { name: string; label: string; type: string; wanted: boolean; required: boolean; role: string; ref?: string | null; options: Option[] }
export interface Batch {
  id: string; resource: string; resource_label: string; filename: string; size: number; state: State; state_label: string; message: string;
  counts: Partial<Record<string, number>> & { missing?: Record<string, number>; unknown?: Record<string, Record<string, number>>; complete?: boolean };
  user: Ref | null; job: string | null; created_at: string; started_at: string | null; finished_at: string | null; undone_at: string | null;
}
export interface Detail extends Batch {
  workbook: { kind?: string; encoding?: string; sheets?: Sheet[]; notes?: Finding[] };
  sheet: number; header_row: number | null; header_span: number;
  mapping: Record<string, string>;
  options: Record<string, unknown>;
  proposal: { matches: { column: number; field: string | null; confidence: number; reason: string }[]; missing: string[]; findings: Finding[] } | null;
  targets: Target[];
  undo_result: { removed?: number; restored?: number; conflicts?: { id?: string; label?: string; reason?: string }[] };
  same_file: Batch[];
}
export interface Line {
  id: number; number: number; raw: Record<string, string>; values: Record<string, unknown>; findings: Finding[]; severity: "" | "error" | "warning";
  kind: Kind; decision: Decision; state: string; target: string | null;
  candidates: { id?: string; label?: string; name?: string; score?: number; reasons?: string[]; row?: number }[];
  differences: { field: string; label: string; old: unknown; new: unknown }[];
}
export interface Sample {
  size: number; checked: number; wrong: number;
  items: { row: number; number: number; target: string | null; operation: string; gone: boolean; verdict: { ok: boolean } | null;
    fields: { field: string; label: string; file: string; record: unknown; comparable: boolean }[] }[];
}

export const BUSY: State[] = ["reading", "checking", "running", "undoing"];

export const batchQuery = (id: string) => queryOptions({
  queryKey: ["import", id],
  queryFn: ({ signal }) => api.get<Detail>(`/imports/${id}`, undefined, signal),
  // The stream tells of jobs; this is for the moment when it does not.
  refetchInterval: (query) => (query.state.data && BUSY.includes(query.state.data.state) ? 1500 : false),
});

export function useBatch(id: string) {
  return useQuery(batchQuery(id));
}

/** Rows as the last job left them: what was read while a check or a run was still at work must not be taken for its outcome. */
export function useRows({ id, job, state }: Batch, params: { kind?: string; severity?: string; state?: string; limit?: number }, on = true) {
  return useQuery({
    queryKey: ["import-rows", id, job, state, params],
    queryFn: ({ signal }) => api.get<{ items: Line[]; next: number | null }>(`/imports/${id}/rows`, params, signal),
    enabled: on,
  });
}

type Verb =
  | { verb: "map"; body: Record<string, unknown> }
  | { verb: "check" | "run"; limit?: number }
  | { verb: "undo" }
  | { verb: "choose"; kind: Kind; decision: Decision; rows?: number[] }
  | { verb: "correct"; row: number; values: Record<string, string> };

/** Everything that moves an import on; afterwards the import and its rows load again. */
export function useStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: Verb): Promise<Detail | Batch | Job | Line> => {
      if (step.verb === "map") return api.put<Detail>(`/imports/${id}/mapping`, step.body);
      if (step.verb === "correct") return api.patch<Line>(`/imports/${id}/rows/${step.row}`, { values: step.values });
      if (step.verb === "choose") return api.post<Batch>(`/imports/${id}/choose`, { kind: step.kind, decision: step.decision, ...(step.rows ? { rows: step.rows } : {}) });
      return api.post<Job>(`/imports/${id}/${step.verb}`, "limit" in step && step.limit ? { limit: step.limit } : {});
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["import", id] });
      void client.invalidateQueries({ queryKey: ["import-rows", id] });
      void client.invalidateQueries({ queryKey: ["imports"] });
    },
  });
}
