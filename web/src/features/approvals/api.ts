import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Field, OptionItem, Ref, Row } from "../../api/types";
import { rowQuery } from "../../resource/data/row";
import type { NodeView } from "../../resource/approvals/types";
import type { Definition } from "./model/definition";

export interface Approvable {
  resource: string;
  verb: string;
  label: string;
  resource_label: string;
  fields: Field[];
  people_fields: { name: string; label: string }[];
  facts: { name: string; label: string; editable: boolean }[];
}

export interface FlowOptions {
  approvables: Approvable[];
  roles: { code: string; label: string }[];
  who: { kind: string; label: string; needs: "person" | "role" | "level" | "field" | "" }[];
}

export interface FlowRow extends Row {
  name: string;
  resource: string;
  verb: string;
  unit: Ref | null;
  draft: Definition;
  active: boolean;
  builtin: boolean;
  number: number | null;
  published_at: string | null;
}

export interface FlowVersion {
  number: number;
  published_at: string;
  published_by: Ref | null;
  note: string;
  running: number;
  current: boolean;
  definition: Definition;
}

export interface Simulated {
  nodes: NodeView[];
  problems: { node: string; message: string }[];
  flow: { id: string; name: string; number: number | null } | null;
  record: Ref | null;
  outcome: string;
}

export const optionsQuery = queryOptions({
  queryKey: ["approvals", "flow-options"],
  queryFn: ({ signal }) => api.get<FlowOptions>("/approvals/flows/options", undefined, signal),
  staleTime: 5 * 60_000,
});

export const FLOWS = "approval_flows";

export const useVersions = (id: string) => useQuery({ queryKey: ["approvals", "flow-versions", id], queryFn: ({ signal }) => api.get<FlowVersion[]>(`/approvals/flows/${id}/versions`, undefined, signal) });

export interface Trial {
  resource: string;
  verb: string;
  definition: Definition;
  record?: string;
  submitter?: string;
  values?: Record<string, unknown>;
}

export const useSimulate = () => useMutation({ mutationFn: (trial: Trial) => api.post<Simulated>("/approvals/flows/simulate", trial) });

/** Names of people by id. */
export function useNames(ids: string[]): Record<string, string> {
  const found = useQuery({
    queryKey: ["options", "users", "ids", ids.join(",")],
    queryFn: () => api.get<OptionItem[]>("/r/users/options", { ids: ids.join(",") }),
    enabled: ids.length > 0,
    staleTime: Infinity,
  });
  return Object.fromEntries((found.data ?? []).map((one) => [one.id, one.label]));
}

/** Changes a flow; its row, lists and versions are read again. */
export function useFlowChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (call: () => Promise<Row>) => call(),
    onSuccess: (row) => {
      client.setQueryData<Row>(rowQuery(FLOWS, id).queryKey, (before) => (before ? { ...before, ...row } : row));
      void client.invalidateQueries({ queryKey: ["row", FLOWS, id] });
      void client.invalidateQueries({ queryKey: ["list", FLOWS] });
      void client.invalidateQueries({ queryKey: ["approvals", "flow-versions", id] });
    },
  });
}
