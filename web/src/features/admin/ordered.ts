import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Row } from "../../api/types";
import { useNotify } from "../../kit/notify";
import { refreshResource } from "../../resource/data/row";
import { moved, renumbered } from "./model/dictionaries";

type Positioned = Row & { position: number };

/** Rows that people put into order with buttons: shown in the new order at once, written one after the other. */
export function useOrder<R extends Positioned>(resource: string, rows: R[]) {
  const client = useQueryClient();
  const notify = useNotify();
  const [pending, setPending] = useState<string[] | null>(null);
  const write = useMutation({
    mutationFn: async (order: R[]) => {
      for (const { row, position } of renumbered(order)) await api.patch<Row>(`/r/${resource}/${row.id}`, { version: row.version, position });
    },
    onError: notify.fail,
    onSettled: async () => {
      refreshResource(client, resource);
      await forgetMeta(client, resource);
      setPending(null);
    },
  });
  const shown = pending ? rows.toSorted((a, b) => pending.indexOf(a.id) - pending.indexOf(b.id)) : rows;
  const move = (from: number, by: number) => {
    if (write.isPending) return;
    const order = moved(shown, from, by);
    setPending(order.map((row) => row.id));
    write.mutate(order);
  };
  return { rows: shown, move, busy: write.isPending };
}

/** Forms and filters hold choices and own fields for minutes: after a change here they are read anew. */
export async function forgetMeta(client: ReturnType<typeof useQueryClient>, resource: string): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: ["meta"] }), client.invalidateQueries({ queryKey: ["options", resource] })]);
}
