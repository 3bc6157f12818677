import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client";

export interface Module {
  name: string;
  label: string;
  about: string;
  can_be_off: boolean;
}

export interface Cell {
  on: boolean;
  /** A switch of its own; else the group's default counts. */
  own: boolean;
  /** Null: the module has no records of companies. */
  records?: number | null;
}

export interface Place {
  /** Empty: the default of the group. */
  id: string;
  name: string;
  people: number;
  can: boolean;
  cells: Record<string, Cell>;
}

export interface Matrix {
  modules: Module[];
  default: { can: boolean; cells: Record<string, Cell> };
  companies: (Place & { kind: string })[];
}

export const modulesQuery = queryOptions({ queryKey: ["options", "module_switches", "matrix"], queryFn: ({ signal }) => api.get<Matrix>("/modules", undefined, signal), staleTime: 0 });

/** Turns a switch; `null`: as the group has it. Whoever turns it may be concerned: menu and rights are asked for anew. */
export function useSwitch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (turn: { module: string; company: string; on: boolean | null }) => api.put<Matrix>(`/modules/${turn.module}`, { on: turn.on, company: turn.company || null }),
    onSuccess: (matrix) => {
      client.setQueryData(modulesQuery.queryKey, matrix);
      void client.invalidateQueries({ queryKey: ["me"] });
    },
  });
}
