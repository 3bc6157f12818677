import { Suspense, lazy, useState, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import type { Row } from "../../../api/types";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import { movesQuery, RESOURCE } from "../api";
import { hasConsequence, planFor, type Move, type Target } from "../model/moves";

const MoveDialog = lazy(() => import("./MoveDialog").then((module) => ({ default: module.MoveDialog })));

export interface Moving { id: string; version: number; name: string }

interface Asked { row: Moving; target: Target; moves: Move[]; done: Callbacks }

export interface Callbacks {
  onMoved?: (row: Row, move: Move) => void;
  /** It did not come to the move: refused, failed, or the person stepped back. */
  onKept?: () => void;
}

/**
 * Moves an opportunity to another stage: at once where nothing stands in the way, else by a dialog that shows what is
 * missing or asks for the reason. `busy` is the id of the record that is on its way.
 */
export function useMoveFlow(): { start: (row: Moving, target: Target, done?: Callbacks) => Promise<void>; busy: string | null; dialog: ReactNode } {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const run = useDo(RESOURCE);
  const [busy, setBusy] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);

  const go = async (row: Moving, move: Move, reason: string, done: Callbacks) => {
    setBusy(row.id);
    try {
      const next = await run.mutateAsync({ row, verb: "move", inputs: { stage: move.stage.id, ...(reason ? { reason } : {}) } });
      notify.ok(hasConsequence(move) ? t("“{{name}}”已进入{{stage}}", { name: row.name, stage: move.stage.label }) : t("“{{name}}”已移到{{stage}}", { name: row.name, stage: move.stage.label }));
      done.onMoved?.(next, move);
      return true;
    } finally {
      setBusy(null);
    }
  };

  const start = async (row: Moving, target: Target, done: Callbacks = {}) => {
    setBusy(row.id);
    try {
      const moves = await client.fetchQuery(movesQuery(row.id, row.version));
      const plan = planFor(moves, target);
      if (plan.kind === "go") await go(row, plan.move, "", done);
      else if (plan.kind === "ask") setAsked({ row, target, moves: plan.moves, done });
      else {
        done.onKept?.();
        notify.fail(t("这条商机不能移到“{{stage}}”，它的公司没有这个阶段，或商机已经结束。", { stage: target.label }));
      }
    } catch (error) {
      done.onKept?.();
      notify.fail(error);
    } finally {
      setBusy(null);
    }
  };

  const cancel = () => {
    asked?.done.onKept?.();
    setAsked(null);
  };
  const dialog = asked && (
    <Suspense fallback={null}>
      <MoveDialog row={asked.row} target={asked.target} moves={asked.moves} onCancel={cancel}
        onGo={async (move, reason) => {
          await go(asked.row, move, reason, asked.done);
          setAsked(null);
        }} />
    </Suspense>
  );
  return { start, busy, dialog };
}
