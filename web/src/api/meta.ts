import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import type { Catalogue, Meta } from "./types";

export const catalogueQuery = queryOptions({ queryKey: ["meta"], queryFn: () => api.get<Catalogue>("/meta"), staleTime: 10 * 60_000 });

export const metaQuery = (resource: string) =>
  queryOptions({ queryKey: ["meta", resource], queryFn: () => api.get<Meta>(`/meta/${resource}`), staleTime: 10 * 60_000 });

export function useMeta(resource: string) {
  return useQuery(metaQuery(resource));
}

export function useCatalogue(): Catalogue | undefined {
  return useQuery(catalogueQuery).data;
}
