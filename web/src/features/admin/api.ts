import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { catalogueQuery, metaQuery } from "../../api/meta";
import type { Filter, Meta, Page, Row } from "../../api/types";
import type { body, Matrix } from "./model/matrix";
import type { Unit } from "./model/tree";

// The first part of a key says what makes the answer old: saving a unit refreshes everything under ["options", "units"].
export const treeQuery = queryOptions({ queryKey: ["options", "units", "tree"], queryFn: ({ signal }) => api.get<Unit[]>("/units/tree", undefined, signal) });

export function useTree() {
  return useQuery(treeQuery);
}

export const matrixQuery = (role: string) =>
  queryOptions({ queryKey: ["row", "roles", role, "matrix"], queryFn: ({ signal }) => api.get<Matrix>(`/roles/${role}/matrix`, undefined, signal), staleTime: 0 });

export function useSaveMatrix(role: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sent: ReturnType<typeof body>) => api.put<Matrix>(`/roles/${role}/matrix`, sent),
    onSuccess: (fresh) => {
      client.setQueryData(matrixQuery(role).queryKey, fresh);
      void client.invalidateQueries({ queryKey: ["row", "roles", role], exact: true });
      void client.invalidateQueries({ queryKey: ["history", "roles", role] });
      void client.invalidateQueries({ queryKey: ["me"] });
    },
  });
}

export interface PersonSession {
  id: number;
  ip: string;
  user_agent: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

export const sessionsQuery = (person: string) =>
  queryOptions({ queryKey: ["row", "users", person, "sessions"], queryFn: ({ signal }) => api.get<PersonSession[]>(`/people/${person}/sessions`, undefined, signal), staleTime: 0 });

export function endSession(person: string, session: number): Promise<unknown> {
  return api.delete(`/people/${person}/sessions/${session}`);
}

/** Every row of a small table (a dictionary, the holidays of a year), page by page. */
export async function readAll(resource: string, query: { filter?: Filter; sort?: string; fields?: string }, signal?: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = "";
  do {
    const page: Page = await api.get<Page>(`/r/${resource}`, { filter: query.filter && JSON.stringify(query.filter), sort: query.sort, fields: query.fields, cursor, limit: 200 }, signal);
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return rows;
}

/** All rows of a small resource, refreshed whenever one of them is saved. */
export const allQuery = (resource: string, query: { filter?: Filter; sort?: string; fields?: string } = {}) =>
  queryOptions({ queryKey: ["options", resource, "all", query], queryFn: ({ signal }) => readAll(resource, query, signal) });

/** The meta of every resource that one may read, as far as it has arrived. */
export function useMetas(): { metas: Meta[]; isPending: boolean } {
  const catalogue = useQuery(catalogueQuery);
  const names = catalogue.data?.resources.map((one) => one.name) ?? [];
  return useQueries({
    queries: names.map((name) => metaQuery(name)),
    combine: (results) => ({ metas: results.flatMap((result) => result.data ?? []), isPending: catalogue.isPending || results.some((result) => result.isPending) }),
  });
}
