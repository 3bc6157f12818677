import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useIsPhone } from "../../../kit/useIsPhone";
import type { Shown } from "../gantt/paint";
import type { Zoom } from "../model/axis";
import { collapsedFrom, visibleRows, type Tree } from "../model/tree";

export type ViewName = "gantt" | "list" | "board" | "owners" | "month" | "lookahead" | "compare" | "earned";
export const VIEWS: ViewName[] = ["gantt", "list", "board", "owners", "month", "lookahead", "compare", "earned"];

const SHOW: Shown = { critical: true, baseline: true, links: true, float: false };
const WIDTH = "zk.plan.tree";

/** View, plan, open task and search live in the URL; how one looks at the bars, in the browser. */
export function useView(prefix = "") {
  const [params, setParams] = useSearchParams();
  const phone = useIsPhone();
  const patch = useCallback((changes: Record<string, string | null>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(prefix + key, value);
      else next.delete(prefix + key);
    }
    return next;
  }, { replace: true, preventScrollReset: true }), [setParams, prefix]);
  const get = (key: string) => params.get(prefix + key);
  const view = VIEWS.includes(get("view") as ViewName) ? (get("view") as ViewName) : "gantt";
  const [zoom, setZoom] = useState<Zoom>("week");
  const [show, setShow] = useState<Shown>(SHOW);
  const [width, setWidth] = useState(() => Number(localStorage.getItem(WIDTH)) || 480);
  const keepWidth = useCallback((next: number) => {
    setWidth(next);
    localStorage.setItem(WIDTH, String(Math.round(next)));
  }, []);
  return {
    view, zoom, setZoom, show, setShow, patch, phone,
    plan: get("plan"), baseline: get("baseline"), task: get("task"), q: get("find") ?? "",
    treeWidth: phone ? 148 : width, setTreeWidth: keepWidth,
    setView: useCallback((next: ViewName) => patch({ view: next === "gantt" ? null : next }), [patch]),
    openTask: useCallback((id: string | null) => patch({ task: id }), [patch]),
  };
}

export type View = ReturnType<typeof useView>;

/** What is folded away, and the rows that are left. */
export function useRows(tree: Tree, q: string, onlyCritical: boolean) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const text = q.trim().toLowerCase();
  const rows = useMemo(() => {
    const keep = text || onlyCritical
      ? (task: { name: string; wbs: string; owner: { label: string } | null; critical: boolean }) => (!onlyCritical || task.critical) && (!text || `${task.wbs} ${task.name} ${task.owner?.label ?? ""}`.toLowerCase().includes(text))
      : undefined;
    return visibleRows(tree, collapsed, keep);
  }, [tree, collapsed, text, onlyCritical]);
  const toggle = useCallback((id: string) => setCollapsed((now) => {
    const next = new Set(now);
    if (!next.delete(id)) next.add(id);
    return next;
  }), []);
  const unfold = useCallback((id: string) => setCollapsed((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : now)), []);
  const level = useCallback((depth: number) => setCollapsed(collapsedFrom(tree, depth)), [tree]);
  return { rows, toggle, unfold, level };
}
