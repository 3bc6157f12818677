import { useEffect, useRef } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { listen } from "../../../../api/stream";
import type { ListQuery } from "../../../../resource/data/list";
import { boardQuery, freshColumns, RESOURCE } from "../../api";
import { renewColumns, type Board } from "../../model/board";

/** Changes come in bunches; and not every browser of the group shall ask in the same moment. */
const PAUSE = 1_500;
const SPREAD = 1_500;

/** A card in the hand or a menu over it: nothing may move under them. */
const HANDS = ".board-card.held, .board.dragging, .board-menu:not(.ant-dropdown-hidden)";

/**
 * Follows what others do: reads the columns of which the server tells that they have changed, and only these. Waits while
 * a card is in the hand (or `quiet` says so) or the window is hidden. `own` says that one has moved this record oneself:
 * it stays where it was put.
 */
export function useLiveBoard(query: ListQuery, quiet: () => boolean, own: (id: string) => boolean): void {
  const client = useQueryClient();
  const now = useRef({ query, quiet, own });
  useEffect(() => {
    now.current = { query, quiet, own };
  });
  useEffect(() => {
    const ids = new Set<string>();
    const phases = new Set<string>();
    let all = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void read(), PAUSE + Math.random() * SPREAD);
    };
    const read = async () => {
      if (document.hidden || now.current.quiet() || document.querySelector(HANDS)) return later();
      const asked = now.current.query;
      const { queryKey } = boardQuery(asked);
      const wanted = all ? [] : [...phases];
      const changed = new Set(ids);
      const before = client.getQueryData<Board>(queryKey);
      ids.clear();
      phases.clear();
      all = false;
      if (!before) return;
      const shown = before.columns.filter((column) => !wanted.length || wanted.includes(column.phase)).map((column) => column.items.length);
      try {
        const fresh = await freshColumns(asked, wanted, Math.max(0, ...shown));
        if (now.current.quiet() || document.querySelector(HANDS)) {
          keep(changed, wanted);
          return later();
        }
        client.setQueryData<Board>(queryKey, (board) => board && renewColumns(board, fresh, changed));
      } catch {
        // The board stays as it is; the next change asks for these columns again.
        keep(changed, wanted);
      }
    };
    const keep = (changed: Set<string>, wanted: string[]) => {
      for (const id of changed) ids.add(id);
      for (const phase of wanted) phases.add(phase);
      all ||= !wanted.length;
    };
    const stop = listen("changed", (data) => {
      if (data.resource !== RESOURCE || typeof data.id !== "string" || now.current.own(data.id)) return;
      ids.add(data.id);
      const told = Array.isArray(data.phases) ? data.phases.filter((one): one is string => typeof one === "string") : [];
      for (const phase of told) phases.add(phase);
      if (!told.length) all = true;
      later();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
