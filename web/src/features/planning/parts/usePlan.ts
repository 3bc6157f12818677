import { useCallback, useMemo, useRef, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { isApiError } from "../../../api/errors";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { editPlan, networkQuery, stepPlan } from "../api";
import type { Ghosts } from "../gantt/geometry";
import { harmless, merged } from "../model/merge";
import { minutesOf } from "../model/time";
import { treeOf } from "../model/tree";
import type { EditResult, Network, Operation } from "../model/types";

/** A change that waits for a yes: what it would do is known, nothing is saved. */
export interface Asking {
  operations: Operation[];
  result: EditResult;
}

const TIMES = new Set(["start", "end", "duration", "constraint", "constraint_at", "calendar", "manual", "inactive", "actual_start", "actual_end"]);

/** Names, people and notes move no dates: they are saved without looking ahead. */
function movesDates(operations: Operation[]): boolean {
  return operations.some((one) => (one.op === "set" ? Object.keys(one.values).some((name) => TIMES.has(name)) : ["link", "relink", "unlink", "remove"].includes(one.op)));
}

const NONE: Ghosts = new Map();

/** One plan with its tasks, and everything that changes it. */
export function usePlan(id: string, baseline: string | null) {
  const { t } = useT();
  const client = useQueryClient();
  const notify = useNotify();
  const query = useQuery(networkQuery(id, baseline));
  const [asking, setAsking] = useState<Asking | null>(null);
  const [held, setHeld] = useState<Ghosts>(NONE);
  const [busy, setBusy] = useState(false);
  const waiting = useRef<Promise<unknown>>(Promise.resolve());
  const network = query.data;
  const tree = useMemo(() => treeOf(network?.tasks ?? []), [network?.tasks]);

  const reload = useCallback(() => void client.invalidateQueries({ queryKey: ["plan-network", id] }), [client, id]);
  const take = useCallback((result: EditResult) => {
    client.setQueriesData<Network>({ queryKey: ["plan-network", id] }, (now) => now && merged(now, result));
    for (const key of [["plan-earned"], ["plan-compare"], ["list", "tasks"], ["row", "tasks"]]) void client.invalidateQueries({ queryKey: key });
  }, [client, id]);
  const failed = useCallback((error: unknown) => {
    notify.fail(error);
    // Somebody else was quicker: show what stands now.
    if (isApiError(error) && error.status === 409) reload();
  }, [notify, reload]);

  /** One request after the other, in the order of the hands. */
  const inTurn = useCallback(<R,>(work: () => Promise<R>): Promise<R | null> => {
    const next = waiting.current.then(async () => {
      setBusy(true);
      try {
        return await work();
      } catch (error) {
        failed(error);
        return null;
      } finally {
        setBusy(false);
      }
    });
    waiting.current = next;
    return next;
  }, [failed]);

  const revision = useCallback(() => client.getQueriesData<Network>({ queryKey: ["plan-network", id] }).map(([, data]) => data?.plan.revision ?? 0).reduce((a, b) => Math.max(a, b), 0), [client, id]);
  const save = useCallback(async (operations: Operation[]) => {
    const result = await inTurn(() => editPlan(id, revision(), operations, false));
    if (result) take(result);
    return result;
  }, [id, inTurn, revision, take]);

  /** Saves, or first shows what would follow. Resolves to what was saved, or null. */
  const edit = useCallback(async (operations: Operation[], ghosts: Ghosts = NONE): Promise<EditResult | null> => {
    if (!operations.length) return null;
    if (!movesDates(operations)) return save(operations);
    setHeld(ghosts);
    const result = await inTurn(() => editPlan(id, revision(), operations, true));
    if (!result || harmless(result)) {
      const saved = result && (await save(operations));
      setHeld(NONE);
      return saved;
    }
    setAsking({ operations, result });
    return null;
  }, [id, inTurn, revision, save]);

  const step = useCallback(async (which: "undo" | "redo") => {
    const result = await inTurn(() => stepPlan(id, which));
    if (!result) return;
    take(result);
    notify.ok(which === "undo" ? t("已撤销上一步") : t("已重做"));
  }, [id, inTurn, take, notify, t]);

  const cancel = () => {
    setAsking(null);
    setHeld(NONE);
  };
  const confirm = async () => {
    if (!asking) return;
    const saved = await save(asking.operations);
    cancel();
    if (saved) notify.ok(t("计划已更新"), { undo: () => void step("undo") });
  };
  const ghosts = useMemo(() => (asking ? new Map(asking.result.changed.filter((task) => task.start && task.end).map((task) => [task.id, [minutesOf(task.start!), minutesOf(task.end!)] as const])) : held), [asking, held]);

  return { id, query, network, tree, busy, ghosts, asking, edit, save, step, confirm, cancel, reload, take, can: (what: string) => Boolean(network?.plan.can.includes(what)) };
}

export type Plan = ReturnType<typeof usePlan>;
