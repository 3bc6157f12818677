import { useCallback } from "react";
import { useSearchParams } from "react-router";

export interface Browse {
  folder: string | null;
  /** The document in the pane beside the list. */
  doc: string | null;
  q: string;
  sort: string;
  openFolder: (id: string | null) => void;
  openDoc: (id: string | null) => void;
  search: (q: string) => void;
  setSort: (sort: string) => void;
}

/** Folder, document, search and order stand in the URL, beside the tab of the record that the library may be part of. */
export function useBrowse(): Browse {
  const [params, setParams] = useSearchParams();
  const patch = useCallback((changes: Record<string, string | null>, replace = false) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    return next;
  }, { replace, preventScrollReset: true }), [setParams]);
  const doc = params.get("doc");
  return {
    folder: params.get("folder"),
    doc,
    q: params.get("find") ?? "",
    sort: params.get("order") ?? "name",
    openFolder: useCallback((id) => patch({ folder: id, doc: null, find: null }), [patch]),
    openDoc: useCallback((id) => patch({ doc: id }, Boolean(doc && id)), [patch, doc]),
    search: useCallback((q) => patch({ find: q, doc: null }, true), [patch]),
    setSort: useCallback((sort) => patch({ order: sort === "name" ? null : sort }, true), [patch]),
  };
}
