import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import type { Filter, Meta, Page, Row } from "../../api/types";
import { parseFilter } from "../filter/codec";

export interface ListQuery {
  q: string;
  filter: Filter | null;
  /** Comma list, `-` for descending; empty: the resource's own ordering. */
  sort: string;
  /** Comma list of what each row brings; absent: the columns of list_display. */
  fields?: string;
}

const PAGE = 50;

export const listQuery = (resource: string, query: ListQuery) =>
  infiniteQueryOptions({
    queryKey: ["list", resource, query],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(`/r/${resource}`, { ...asParams(query), fields: query.fields, cursor: pageParam, limit: PAGE, count: pageParam ? undefined : 1 }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export function asParams(query: ListQuery): { q: string; sort: string; filter?: string } {
  return { q: query.q, sort: query.sort, ...(query.filter ? { filter: JSON.stringify(query.filter) } : {}) };
}

/** What a list must fetch to show these columns; undefined where list_display has them all. Cards and cells count on list_display too. */
export function fieldsFor(meta: Meta, columns: string[]): string | undefined {
  const known = (name: string) => meta.fields.some((field) => field.name === name && !field.masked);
  const extra = columns.filter((name) => !meta.list_display.includes(name) && known(name));
  return extra.length ? [...meta.list_display.filter(known), ...extra].join(",") : undefined;
}

export function queryFrom(params: URLSearchParams): ListQuery {
  return { q: params.get("q") ?? "", filter: parseFilter(params.get("filter")), sort: params.get("sort") ?? "" };
}

/** What a page is limited to and what one has chosen in it. */
export function bothHold(within: Filter | undefined, chosen: Filter | null): Filter | null {
  return within && chosen ? { and: [within, chosen] } : (within ?? chosen);
}

/** For route loaders: meta and the first page travel while the page's code still loads. */
export function prefetchList(resource: string, params: URLSearchParams, within?: Filter): void {
  const query = queryFrom(params);
  void queryClient.prefetchQuery(metaQuery(resource));
  void queryClient.prefetchInfiniteQuery(listQuery(resource, { ...query, filter: bothHold(within, query.filter) }));
}

export interface LoadedList {
  rows: Row[];
  count: number | null;
  countExact: boolean;
  isPending: boolean;
  isRefreshing: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  reload: () => void;
}

export function useList(resource: string, query: ListQuery, enabled = true): LoadedList {
  const result = useInfiniteQuery({ ...listQuery(resource, query), enabled, placeholderData: keepPreviousData });
  const first = result.data?.pages[0];
  return {
    rows: result.data?.pages.flatMap((page) => page.items) ?? [],
    count: first?.count ?? null,
    countExact: first?.count_exact ?? true,
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
