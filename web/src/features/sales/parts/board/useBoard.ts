import { useCallback, useRef } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNotify } from "../../../../kit/notify";
import type { ListQuery } from "../../../../resource/data/list";
import { boardQuery, moreCards, useFollowSaves } from "../../api";
import { appendCards, columnOf, moveCard, patchCard, type Board, type Card, type Column } from "../../model/board";
import { useMoveFlow } from "../useMoveFlow";
import { useLiveBoard } from "./useLiveBoard";

/** So long after a move of one's own its echo may come. */
const ECHO = 10_000;

/** The board of a filter, and what one does on it. Moves show at once and are taken back when they do not come about. */
export function useBoard(query: ListQuery) {
  const notify = useNotify();
  const client = useQueryClient();
  const options = boardQuery(query);
  const result = useQuery(options);
  const flow = useMoveFlow();
  const moving = useRef(false);
  const loading = useRef(new Set<string>());
  const moved = useRef(new Map<string, number>());
  useLiveBoard(query, () => moving.current || flow.busy !== null, (id) => Date.now() - (moved.current.get(id) ?? 0) < ECHO);

  const change = (by: (board: Board) => Board) => client.setQueryData<Board>(options.queryKey, (board) => board && by(board));
  const reload = useCallback(() => void client.invalidateQueries({ queryKey: ["sales-board"] }), [client]);
  // A move changes the board by hand: reading it anew would put the card somewhere else under the person's hands.
  useFollowSaves(useCallback(() => {
    if (!moving.current) reload();
  }, [reload]));

  const move = (card: Card, to: Column) => {
    const board = client.getQueryData<Board>(options.queryKey);
    if (!board || columnOf(board, card.id)?.key === to.key || flow.busy) return;
    moving.current = true;
    moved.current.set(card.id, Date.now());
    const still = () => { moving.current = false; };
    change((now) => moveCard(now, card.id, to.key));
    void flow.start(card, { stage: to.stage, phase: to.phase, label: to.label }, {
      onMoved: (row) => {
        moved.current.set(card.id, Date.now());
        change((now) => patchCard(now, card.id, { version: row.version, days_in_stage: 0, overdue: false, state: row.state === "won" ? "won" : "open", probability: (row.probability as number | null) ?? card.probability }));
        // The dialog may have been answered long after the drop; what follows from the move is read a moment later.
        setTimeout(still, 0);
      },
      onKept: () => {
        change(() => board);
        still();
      },
    });
  };

  const more = async (column: Column) => {
    if (!column.next || loading.current.has(column.key)) return;
    loading.current.add(column.key);
    try {
      const page = await moreCards(column.key, query, column.next);
      change((board) => appendCards(board, column.key, page));
    } catch (error) {
      notify.fail(error);
    } finally {
      loading.current.delete(column.key);
    }
  };

  return { result, board: result.data, move, more, reload, busy: flow.busy, dialog: flow.dialog };
}
