import { tk } from "../../i18n";
import type { Filter } from "../../api/types";
import type { Todo } from "./api";

export type View = "mine" | "given" | "team" | "ended";

/** Headings of the open list, in their order. */
export const GROUPS: [key: string, label: string][] = [
  ["late", tk("已过期")],
  ["today", tk("今天")],
  ["week", tk("7 天内")],
  ["later", tk("以后")],
  ["none", tk("没有期限")],
];

/** Under which heading a day falls; both days as `YYYY-MM-DD`. */
export function groupOf(due: string | null, today: string): string {
  if (!due) return "none";
  if (due < today) return "late";
  if (due === today) return "today";
  const days = (Date.parse(due) - Date.parse(today)) / 86_400_000;
  return days <= 7 ? "week" : "later";
}

/** The rows below their headings, empty headings left out. */
export function grouped(rows: Todo[], today: string): { key: string; label: string; rows: Todo[] }[] {
  return GROUPS.map(([key, label]) => ({ key, label, rows: rows.filter((row) => groupOf(row.due_on, today) === key) })).filter((group) => group.rows.length > 0);
}

const OPEN: Filter = ["state", "=", "open"];

export function filterOf(view: View, kind: string | null): Filter {
  const parts: Record<View, Filter[]> = {
    mine: [OPEN, ["assignee", "=", "$me"]],
    given: [OPEN, ["created_by", "=", "$me"], ["assignee", "!=", "$me"]],
    team: [OPEN, ["assignee", "!=", "$me"]],
    ended: [["state", "in", ["done", "dismissed"]], ["assignee", "=", "$me"]],
  };
  return { and: [...parts[view], ...(kind ? [["kind", "=", kind] as Filter] : [])] };
}

export const SORT: Record<View, string> = { mine: "due_on,-created_at", given: "due_on,-created_at", team: "due_on,-created_at", ended: "-closed_at" };
export const FIELDS = "title,body,kind,due_on,assignee,state,object_label,resource,object_id,rule,created_by,created_at,closed_at,reason";

export const KIND_COLORS: Record<string, string> = { contact: "blue", due: "orange", forgotten: "red", assigned: "purple", approval: "cyan" };
