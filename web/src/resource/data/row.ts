import { queryOptions, useMutation, useQuery, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { BulkResult, Filter, Job, Page, Row } from "../../api/types";
import { resourceUi } from "../registry";

export const rowQuery = (resource: string, id: string) =>
  queryOptions({ queryKey: ["row", resource, id], queryFn: ({ signal }) => api.get<Row>(`/r/${resource}/${id}`, undefined, signal) });

export function useRow(resource: string, id: string | null) {
  return useQuery({ ...rowQuery(resource, id ?? ""), enabled: Boolean(id) });
}

/** Puts a row that the server has just answered into every list that shows it, then lets lists and panels load again. */
export function rememberRow(client: QueryClient, resource: string, row: Row): void {
  client.setQueryData<Row>(["row", resource, row.id], (before) => ({ ...before, ...row }));
  // Totals and choices that follow a list stand under its key too; only pages of rows hold the row itself.
  client.setQueriesData<InfiniteData<Page>>({ queryKey: ["list", resource] }, (data) => data?.pages && {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.map((old) => (old.id === row.id ? { ...old, ...row } : old)) })),
  });
  refreshResource(client, resource, row.id);
}

/** As `rememberRow`, for an answer that may carry `_once`: that part goes to the feature and into no cache. */
function receive(client: QueryClient, resource: string, answer: Row): void {
  const { _once: once, ...row } = answer as Row & { _once?: Record<string, string> };
  rememberRow(client, resource, row as Row);
  if (once) resourceUi(resource).onOnce?.(once, row as Row);
}

export function refreshResource(client: QueryClient, resource: string, id?: string): void {
  void client.invalidateQueries({ queryKey: ["list", resource] });
  void client.invalidateQueries({ queryKey: ["options", resource] });
  void client.invalidateQueries({ queryKey: id ? ["row", resource, id] : ["row", resource] });
  if (id) void client.invalidateQueries({ queryKey: ["history", resource, id] });
  // Submitting or withdrawing is a verb of the record: the panel of its approval follows.
  if (id) void client.invalidateQueries({ queryKey: ["approvals", "of", resource, id] });
}

/** Creates or changes a record. `id` may be new (made here): sending it twice is harmless. */
export function useSaveRow(resource: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, values }: { id: string; version: number | null; values: Record<string, unknown> }) =>
      version === null
        ? api.post<Row>(`/r/${resource}`, { id, ...values })
        : api.patch<Row>(`/r/${resource}/${id}`, { version, ...values }),
    onSuccess: (row) => receive(client, resource, row),
  });
}

export type Verb = "archive" | "restore" | (string & {});

/** Archives, restores or runs one of the resource's own actions on a record. */
export function useDo(resource: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ row, verb, inputs }: { row: Pick<Row, "id" | "version">; verb: Verb; inputs?: Record<string, unknown> }) => {
      const builtIn = verb === "archive" || verb === "restore";
      const path = builtIn ? `/r/${resource}/${row.id}/${verb}` : `/r/${resource}/${row.id}/do/${verb}`;
      return api.post<Row>(path, builtIn ? { version: row.version } : { version: row.version, inputs: inputs ?? {} });
    },
    onSuccess: (row) => {
      receive(client, resource, row);
      void client.invalidateQueries({ queryKey: ["row", resource, row.id] });
    },
  });
}

/** The records that a bulk edit or an export works on: chosen ones, or everything that the list's query finds. */
export type Selection = { ids: string[] } | { filter: Filter | null; q: string; sort?: string };

export function useBulk(resource: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { on: Selection; values?: Record<string, unknown>; action?: string; inputs?: Record<string, unknown> }) => {
      const { on, ...rest } = body;
      return api.post<BulkResult>(`/r/${resource}/bulk`, { ...withoutSort(on), ...rest });
    },
    onSuccess: () => refreshResource(client, resource),
  });
}

function withoutSort(on: Selection): Selection {
  return "ids" in on ? on : { filter: on.filter, q: on.q };
}

export function useExport(resource: string) {
  return useMutation({
    mutationFn: (body: { on: Selection; format: "xlsx" | "csv"; fields: string[] }) =>
      api.post<Job>(`/r/${resource}/export`, { format: body.format, fields: body.fields, ...body.on }),
  });
}
