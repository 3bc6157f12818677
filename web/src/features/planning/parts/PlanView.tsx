import { Suspense, lazy, useCallback, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import type { Ref } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton, TableSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { marksQuery } from "../api";
import { GanttView, type GanttHandle } from "../gantt/GanttView";
import { ConsequencesDialog } from "./Consequences";
import { PlanBar } from "./PlanBar";
import { ViewSwitch } from "./ViewSwitch";
import { useCommands } from "./useCommands";
import { useLivePlan } from "./useLivePlan";
import { usePlan } from "./usePlan";
import { useRows, useView, type ViewName } from "./useView";
import "../planning.css";

const TaskDrawer = lazy(() => import("./task/TaskDrawer").then((module) => ({ default: module.TaskDrawer })));
const OTHER = {
  list: lazy(() => import("./views/ListView").then((module) => ({ default: module.ListView }))),
  board: lazy(() => import("./views/BoardView").then((module) => ({ default: module.BoardView }))),
  owners: lazy(() => import("./views/OwnersView").then((module) => ({ default: module.OwnersView }))),
  month: lazy(() => import("./views/MonthView").then((module) => ({ default: module.MonthView }))),
  lookahead: lazy(() => import("./views/LookaheadView").then((module) => ({ default: module.LookaheadView }))),
  compare: lazy(() => import("./views/CompareView").then((module) => ({ default: module.CompareView }))),
  earned: lazy(() => import("./views/EarnedView").then((module) => ({ default: module.EarnedView }))),
};

interface Props {
  planId: string;
  plans: Ref[];
  /** Title and what belongs beside it. */
  head?: (note: string) => React.ReactNode;
  prefix?: string;
}

/** One plan in all its views: bars, list, board, by person, month, look-ahead, comparison, earned value. */
export function PlanView({ planId, plans, head, prefix }: Props) {
  const { t } = useT();
  const view = useView(prefix);
  const plan = usePlan(planId, view.baseline);
  const { network, tree } = plan;
  const [onlyCritical, setOnlyCritical] = useState(false);
  const { rows, toggle, unfold, level } = useRows(tree, view.q, onlyCritical);
  const [active, setActive] = useState<string | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const gantt = useRef<GanttHandle>(null);
  const commands = useCommands({ plan, active, onActive: setActive, onEditing: setEditing, onUnfold: unfold });
  useLivePlan(plan);
  const marks = useQuery(marksQuery(planId)).data;
  const open = useCallback((id: string) => { setActive(id); view.openTask(id); }, [view]);
  const note = network ? t("{{a}} 项任务 · {{b}} 条依赖", { a: network.tasks.length, b: network.links.length }) : "";
  const Other = view.view === "gantt" ? null : OTHER[view.view as Exclude<ViewName, "gantt">];
  return (
    <div className="plan-view">
      {head?.(note)}
      <ViewSwitch view={view} plan={plan} plans={plans} />
      {plan.query.isPending && <div className="panel grow"><TableSkeleton /></div>}
      {plan.query.isError && !network && <div className="panel"><ErrorBox error={plan.query.error} title={t("计划没有加载成功")} onRetry={plan.reload} /></div>}
      {network && view.view === "gantt" && (
        <>
          <PlanBar plan={plan} view={view} commands={commands} active={active} onlyCritical={onlyCritical} onOnlyCritical={setOnlyCritical} onLevel={level} onToday={() => gantt.current?.today()} onOpen={open} />
          {rows.length ? (
            <GanttView ref={gantt} network={network} marks={marks} tree={tree} rows={rows} zoom={view.zoom} show={view.show} ghosts={plan.ghosts} active={active} editing={editing} commands={commands}
              treeWidth={view.treeWidth} narrow={view.phone} onTreeWidth={view.setTreeWidth} onActive={setActive} onEditing={setEditing} onToggle={toggle} onOpen={open} onEdit={(operations, ghosts) => void plan.edit(operations, ghosts)} />
          ) : (
            <div className="panel grow">
              {network.tasks.length ? <Empty text={t("没有符合条件的任务。")} action={<Button onClick={() => { view.patch({ find: null }); setOnlyCritical(false); }}>{t("清空筛选")}</Button>} />
                : <Empty text={t("计划里还没有任务。可以逐项添加，也可以从 MS Project、P6 或 Excel 文件导入。")} action={commands.can && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={commands.add}>{t("添加任务")}</Button>} />}
            </div>
          )}
        </>
      )}
      {network && Other && <Suspense fallback={<div className="panel"><LinesSkeleton rows={8} /></div>}><Other plan={plan} view={view} commands={commands} plans={plans} onOpen={open} /></Suspense>}
      <ConsequencesDialog plan={plan} />
      <Suspense fallback={null}>
        {network && view.task && tree.byId.has(view.task) && <TaskDrawer key={view.task} plan={plan} network={network} task={tree.byId.get(view.task)!} onOpen={open} onClose={() => { view.openTask(null); gantt.current?.focus(); }} />}
      </Suspense>
    </div>
  );
}

/** What each of the other views gets. */
export interface ViewProps {
  plan: ReturnType<typeof usePlan>;
  view: ReturnType<typeof useView>;
  commands: ReturnType<typeof useCommands>;
  plans: Ref[];
  onOpen: (id: string) => void;
}
