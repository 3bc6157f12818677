import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client";
import type { Job, Ref } from "../../../api/types";

export interface Holding {
  resource: string;
  label: string;
  total: number;
  open: number;
  /** Of them the ones that the person at the screen may not give away. */
  out_of_reach: number;
}

export interface Group {
  value: string;
  label: string;
  count: number;
}

export const DIMENSIONS = ["unit", "region", "kind", "value_class"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Line {
  resource: string;
  label: string;
  to: Ref | null;
  count: number;
}

export interface Preview {
  holdings: Holding[];
  groups: Record<Dimension, Group[]>;
  memberships: { id: string; unit: string; role: string }[];
  deputies: number;
  earlier: { id: string; at: string; by: string; finished: boolean; moved: Line[] }[];
}

export interface Problem {
  code: string;
  to: string;
  resources: string[];
  message: string;
}

export interface Outcome {
  items: Line[];
  stays: Line[];
  total: number;
  problems: Problem[];
}

export interface Plan {
  to: string | null;
  rules: { to: string | null; resource: string; by: Dimension | ""; value: string }[];
  open_only: boolean;
  end_roles: boolean;
  deactivate: boolean;
}

export const previewQuery = (person: string) =>
  queryOptions({ queryKey: ["row", "users", person, "handover"], queryFn: ({ signal }) => api.get<Preview>(`/people/${person}/handover`, undefined, signal), staleTime: 0 });

export const outcomeQuery = (person: string, plan: Plan) =>
  queryOptions({ queryKey: ["row", "users", person, "handover", "check", plan], queryFn: () => api.post<Outcome>(`/people/${person}/handover/check`, plan), staleTime: 0 });

export function startHandover(person: string, plan: Plan): Promise<Job> {
  return api.post<Job>(`/people/${person}/handover`, plan);
}
