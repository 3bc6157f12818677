import { useCallback, useMemo, useRef, useState } from "react";
import { Button } from "antd";
import { api } from "../../../../api/client";
import { useCan } from "../../../../api/me";
import type { Row } from "../../../../api/types";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { columns, leaves, stepsTo } from "../../model/board";
import { nowMinutes, textOf } from "../../model/time";
import type { Task, TaskState } from "../../model/types";
import { STATES } from "../../model/words";
import type { ViewProps } from "../PlanView";
import type { Plan } from "../usePlan";
import { TaskCard } from "./TaskCard";
import { useTaskDrop } from "./useTaskDrag";

/** Cards that a column shows at once; more on demand. */
const STEP = 40;

/** The work of a plan by how it stands. */
export function BoardView({ plan, onOpen }: ViewProps) {
  const { t } = useT();
  const found = useMemo(() => columns(leaves(plan.tree)), [plan.tree]);
  const today = textOf(nowMinutes()).slice(0, 10);
  const may = useCan()("tasks", "report");
  const move = useReport(plan);
  return (
    <div className="plan-board" aria-label={t("看板")}>
      {STATES.map((state, index) => (
        <Column key={state.value} state={state.value} label={t(state.label)} tasks={found[state.value]} today={today} may={may} onOpen={onOpen} onMove={(id, to) => void move(id, to)}
          neighbours={[STATES[index - 1]?.value, STATES[index + 1]?.value]} />
      ))}
    </div>
  );
}

/** Moving a card reports what has happened with the task: begun, rests, goes on, done. */
function useReport(plan: Plan) {
  const notify = useNotify();
  const { tree, reload } = plan;
  return useCallback(async (id: string, state: TaskState) => {
    const task = tree.byId.get(id);
    if (!task) return;
    let version = task.version;
    try {
      for (const { verb, inputs } of stepsTo(task, state)) version = (await api.post<Row>(`/r/tasks/${id}/do/${verb}`, { version, inputs })).version;
    } catch (error) {
      notify.fail(error);
    }
    reload();
  }, [tree, reload, notify]);
}

interface ColumnProps {
  state: TaskState;
  label: string;
  tasks: Task[];
  today: string;
  may: boolean;
  neighbours: [TaskState | undefined, TaskState | undefined];
  onOpen: (id: string) => void;
  onMove: (id: string, state: TaskState) => void;
}

function Column({ state, label, tasks, today, may, neighbours, onOpen, onMove }: ColumnProps) {
  const { t } = useT();
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(STEP);
  const over = useTaskDrop(box, list, useCallback((id: string) => onMove(id, state), [onMove, state]));
  const late = state === "done" ? 0 : tasks.filter((task) => task.end && task.end.slice(0, 10) < today).length;
  return (
    <section ref={box} className={over ? "plan-column over" : "plan-column"} aria-label={t("{{state}}，{{n}} 项", { state: label, n: tasks.length })}>
      <header className="plan-column-head"><h2>{label}</h2><span className="muted num">{tasks.length}</span>{late > 0 && <span className="danger-text small num plan-column-late">{t("{{n}} 项逾期", { n: late })}</span>}</header>
      <div ref={list} className="plan-column-list" role="list">
        {tasks.slice(0, count).map((task) => <TaskCard key={task.id} task={task} today={today} may={may} neighbours={neighbours} onOpen={onOpen} onMove={onMove} />)}
        {!tasks.length && <div className="plan-none muted small">{t("没有任务")}</div>}
        {tasks.length > count && <Button type="link" size="small" onClick={() => setCount(count + STEP)}>{t("再显示 {{n}} 项", { n: Math.min(STEP, tasks.length - count) })}</Button>}
      </div>
    </section>
  );
}
