import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { SavedView } from "../api/types";
import { queryFrom, type ListQuery } from "./data/list";
import { toFilter, toModel, type FilterModel } from "./filter/codec";

export interface ListState {
  query: ListQuery;
  model: FilterModel;
  view: string | null;
  open: string | null;
  tab: string | null;
  /** Nothing in the URL yet: the person's default view may apply. */
  isFresh: boolean;
  isFiltered: boolean;
  setQ: (q: string) => void;
  setModel: (model: FilterModel) => void;
  setSort: (sort: string) => void;
  setTab: (tab: string | null) => void;
  openRow: (id: string | null) => void;
  applyView: (view: SavedView | null, replace?: boolean) => void;
  clear: () => void;
}

const LIST_KEYS = ["q", "filter", "sort", "view"];

/** Filter, search, sort, view, open row and tab: all of it lives in the URL, so that a link shows the same screen. */
export function useListState(): ListState {
  const [params, setParams] = useSearchParams();
  const patch = useCallback(
    (changes: Record<string, string | null>, replace = false) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(changes)) {
          if (value) next.set(key, value);
          else next.delete(key);
        }
        return next;
      }, { replace, preventScrollReset: true }),
    [setParams],
  );
  const text = params.toString();
  return useMemo(() => {
    const now = new URLSearchParams(text);
    const query = queryFrom(now);
    return {
      query,
      model: toModel(query.filter),
      view: now.get("view"),
      open: now.get("open"),
      tab: now.get("tab"),
      isFresh: !LIST_KEYS.some((key) => now.has(key)),
      isFiltered: Boolean(query.q || query.filter),
      setQ: (q) => patch({ q }, true),
      setModel: (model) => {
        const filter = toFilter(model);
        patch({ filter: filter && JSON.stringify(filter) });
      },
      setSort: (sort) => patch({ sort }),
      setTab: (tab) => patch({ tab }, true),
      // Paging from row to row replaces the history entry: Back closes the drawer instead of walking all rows again.
      openRow: (id) => patch({ open: id, child: null, ...(id ? {} : { tab: null }) }, Boolean(id && now.get("open"))),
      applyView: (view, replace = false) =>
        patch({ view: view?.id ?? "all", q: view?.q ?? null, sort: view?.sort ?? null, filter: view?.filter ? JSON.stringify(view.filter) : null }, replace),
      clear: () => patch({ q: null, filter: null, view: now.get("view") ? "all" : null }),
    };
  }, [text, patch]);
}
