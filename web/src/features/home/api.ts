import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { queryClient } from "../../api/query";
import type { Filter, Ref } from "../../api/types";
import { useSetPreferences } from "../../api/me";

export interface Link {
  resource: string;
  filter: Filter | null;
  sort: string;
  path: string;
}

export interface Item {
  resource: string;
  id: string;
  title: string;
  hint: string;
  due: string | null;
  tone: "" | "warn" | "danger";
  actions: string[];
  phone: string;
  customer: Ref | null;
  version: number | null;
  /** What a tap opens, where it is another record. */
  about: { resource: string; id: string } | null;
}

export interface WaitingList {
  key: string;
  label: string;
  empty: string;
  count: number;
  count_exact: boolean;
  items: Item[];
  link: Link | null;
}

export interface Counter {
  key: string;
  label: string;
  unit: "count" | "yuan" | "percent";
  better: "more" | "less";
  value: string;
  previous: string | null;
  link: Link | null;
}

export interface FunnelStep {
  key: string;
  label: string;
  count: number;
  amount: string | null;
  link: Link | null;
}

export interface Block {
  key: string;
  label: string;
  kind: string;
  data: { steps: FunnelStep[]; note: string; link: Link | null };
}

/** A menu entry, a create action or a saved view. Views carry their name, for the workbench asks nobody for it. */
export type Shortcut = string | { view: string; resource: string; label: string };

export interface Layout {
  blocks: string[];
  lists: string[];
  counters: string[];
  /** `list:…`, `counter:…`, `block:…`. */
  hidden: string[];
  shortcuts: Shortcut[];
  custom: boolean;
}

export type Part = { key: string; label: string };

export interface Workbench {
  today: { date: string; workday: boolean; name: string };
  compared: { since: string; until: string; before_since: string; before_until: string };
  layout: Layout;
  available: { lists: Part[]; counters: Part[]; blocks: Part[] };
  counters: Counter[];
  lists: WaitingList[];
  blocks: Block[];
}

const workbenchQuery = queryOptions({
  queryKey: ["workbench"],
  queryFn: ({ signal }) => api.get<Workbench>("/workbench", undefined, signal),
  staleTime: 15_000,
});

/** Asked for by the route, so that data and code travel together. */
export function prefetchWorkbench(): void {
  void queryClient.prefetchQuery(workbenchQuery);
}

export function useWorkbench() {
  return useQuery({ ...workbenchQuery, refetchOnWindowFocus: true, refetchOnMount: "always" });
}

/** After something was done from the workbench: it is counted anew. */
export function useRefreshWorkbench(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ["workbench"] });
}

/** Keeps the person's arrangement; null: back to that of the role. */
export function useSaveLayout() {
  const save = useSetPreferences();
  const refresh = useRefreshWorkbench();
  return {
    saving: save.isPending,
    save: (layout: Omit<Layout, "custom"> | null, done: { onSuccess: () => void; onError: (error: unknown) => void }) =>
      save.mutate({ workbench: layout }, { onSuccess: () => { refresh(); done.onSuccess(); }, onError: done.onError }),
  };
}
