import { useMemo } from "react";
import { uuid7 } from "../../../api/uuid";
import { useConfirm } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { calendarOf, workDays } from "../model/calendar";
import { indent, movable, nudge, outdent, swap } from "../model/moves";
import { withBelow } from "../model/tree";
import type { Operation } from "../model/types";
import type { Plan } from "./usePlan";

/** What keys and buttons do with the task that has the focus. */
export interface Commands {
  /** Whether the person may change the plan at all. */
  can: boolean;
  rename: () => void;
  add: () => void;
  addBelow: () => void;
  remove: () => void;
  indent: () => void;
  outdent: () => void;
  swap: (by: 1 | -1) => void;
  nudge: (by: number) => void;
  stretch: (by: number) => void;
  undo: () => void;
  redo: () => void;
}

interface Options {
  plan: Plan;
  active: string | null;
  onActive: (id: string | null) => void;
  onEditing: (id: string | null) => void;
  onUnfold: (id: string) => void;
}

export function useCommands({ plan, active, onActive, onEditing, onUnfold }: Options): Commands {
  const { t } = useT();
  const ask = useConfirm();
  return useMemo(() => {
    const { network, tree, edit } = plan;
    const task = active ? tree.byId.get(active) : undefined;
    const days = network && task ? workDays(calendarOf(network, task)) : null;
    const send = (operation: Operation | null) => void (operation && edit([operation]));
    const add = async (parent: string | null, after: string | null) => {
      const id = uuid7();
      if (parent) onUnfold(parent);
      const saved = await edit([{ op: "add", id, parent, after, name: t("新任务"), kind: "task", duration: (network ? workDays(calendarOf(network)).minutesPerDay : 480) * 5 }]);
      if (!saved) return;
      onActive(id);
      onEditing(id);
    };
    const remove = async () => {
      if (!task) return;
      const count = withBelow(tree, task.id).size;
      const yes = count === 1 || (await ask({ title: t("删除“{{name}}”和它下面的 {{n}} 项任务？", { name: task.name, n: count - 1 }), text: t("可以用撤销找回。"), ok: t("删除"), danger: true }));
      if (!yes) return;
      const saved = await edit([{ op: "remove", tasks: [task.id] }]);
      if (saved) onActive(task.parent);
    };
    return {
      can: plan.can("edit"),
      rename: () => task && onEditing(task.id),
      add: () => void add(task?.parent ?? null, task?.id ?? tree.roots.at(-1)?.id ?? null),
      addBelow: () => void (task && add(task.id, tree.below.get(task.id)?.at(-1)?.id ?? null)),
      remove: () => void remove(),
      indent: () => {
        const operation = task && indent(tree, task);
        if (operation?.op === "move" && operation.parent) onUnfold(operation.parent);
        send(operation ?? null);
      },
      outdent: () => send(task ? outdent(tree, task) : null),
      swap: (by) => send(task ? swap(tree, task, by) : null),
      nudge: (by) => send(task && days && movable(task) && !tree.below.has(task.id) ? nudge(days, task, by) : null),
      stretch: (by) => {
        if (!task || !days || !movable(task) || tree.below.has(task.id) || task.duration === 0) return;
        send({ op: "set", task: task.id, version: task.version, values: { duration: Math.max(days.minutesPerDay, task.duration + by * days.minutesPerDay) } });
      },
      undo: () => void plan.step("undo"),
      redo: () => void plan.step("redo"),
    };
  }, [plan, active, onActive, onEditing, onUnfold, ask, t]);
}
