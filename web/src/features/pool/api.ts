import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import type { BulkResult, Meta, Row } from "../../api/types";
import { asParams, queryFrom, type ListQuery, type LoadedList } from "../../resource/data/list";

export interface PoolRow extends Row {
  /** A day before which this person may not claim it again. */
  barred_until: string | null;
}

interface PoolPage {
  items: PoolRow[];
  next: string | null;
  count: number;
  count_exact: boolean;
  mine: { held: number; limit: number | null };
}

/** The fields that the pool shows; filters know no others. */
const COLUMNS = ["name", "kind", "industry", "region", "city", "value_class", "intention", "source", "last_owner", "last_contact_at", "pooled_at", "pool_reason", "completeness", "unit", "number"];
/** The button stands beside the name, where a narrow window cannot cut it off. */
export const SHOWN = ["name", "claim", "kind", "industry", "region", "value_class", "last_owner", "last_contact_at", "pooled_at", "pool_reason"];
const QUICK = ["region", "kind", "industry", "value_class", "last_owner"];

const poolQuery = (query: ListQuery) =>
  infiniteQueryOptions({
    queryKey: ["pool", query.q, query.filter],
    queryFn: ({ pageParam, signal }) => {
      const { q, filter } = asParams(query);
      return api.get<PoolPage>("/pool/customers", { q, filter, cursor: pageParam, limit: 50 }, signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export function prefetchPool(params: URLSearchParams): void {
  void queryClient.prefetchQuery(metaQuery("customers"));
  void queryClient.prefetchInfiniteQuery(poolQuery(queryFrom(params)));
}

/** The meta of customers cut to what the pool shows, so that table and filters can be drawn from it; nothing can be sorted. */
export function poolMeta(meta: Meta): Meta {
  const fields = meta.fields.filter((field) => COLUMNS.includes(field.name)).map((field) => ({ ...field, sortable: false }));
  return { ...meta, name: "pool", fields, list_display: SHOWN.filter((name) => name !== "claim"), list_filter: QUICK, can: [], actions: [] };
}

export function usePool(query: ListQuery): LoadedList & { mine: PoolPage["mine"] | null } {
  const result = useInfiniteQuery({ ...poolQuery(query), placeholderData: keepPreviousData });
  const first = result.data?.pages[0];
  return {
    rows: result.data?.pages.flatMap((page) => page.items) ?? [],
    count: first?.count ?? null,
    countExact: first?.count_exact ?? true,
    mine: first?.mine ?? null,
    isPending: result.isPending,
    isRefreshing: result.isFetching && !result.isFetchingNextPage && !result.isPending,
    error: result.isError && !result.data ? result.error : null,
    hasMore: result.hasNextPage,
    isLoadingMore: result.isFetchingNextPage,
    loadMore: () => {
      if (result.hasNextPage && !result.isFetchingNextPage) void result.fetchNextPage();
    },
    reload: () => void result.refetch(),
  };
}

/** Claims customers. One that a colleague took first comes back among `failed`, with who has it. */
export function useClaim() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => api.post<BulkResult>("/pool/customers/claim", { ids }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["pool"] });
      void client.invalidateQueries({ queryKey: ["list", "customers"] });
      void client.invalidateQueries({ queryKey: ["workbench"] });
    },
  });
}
