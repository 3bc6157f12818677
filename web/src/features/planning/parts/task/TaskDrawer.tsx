import { Suspense, lazy, useState } from "react";
import { Button, Drawer, Tabs } from "antd";
import { useCan } from "../../../../api/me";
import { useMeta } from "../../../../api/meta";
import { StatusTag } from "../../../../kit/StatusTag";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { useRow } from "../../../../resource/data/row";
import { RelatedList } from "../../../../resource/RelatedList";
import { CommentsPanel } from "../../../../resource/panels/CommentsPanel";
import { HistoryPanel } from "../../../../resource/panels/HistoryPanel";
import { pathOf } from "../../model/tree";
import type { Network, Task } from "../../model/types";
import { STATES } from "../../model/words";
import type { Plan } from "../usePlan";
import { LinksTab } from "./LinksTab";
import { NeedsTab } from "./NeedsTab";
import { PeopleTab } from "./PeopleTab";
import { TaskForm } from "./TaskForm";
import "../../../../resource/drawer/drawer.css";

const FilesPanel = lazy(() => import("../../../../resource/panels/FilesPanel").then((module) => ({ default: module.FilesPanel })));

interface Props {
  plan: Plan;
  network: Network;
  task: Task;
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** One task beside the plan: dates and progress, what it waits for, who does it, what was said about it. */
export function TaskDrawer({ plan, network, task, onOpen, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const can = useCan();
  const [tab, setTab] = useState("plan");
  const meta = useMeta("tasks");
  const row = useRow("tasks", task.id);
  const record = meta.data && row.data ? { resource: "tasks", meta: meta.data, row: row.data } : null;
  const state = STATES.find((one) => one.value === task.state);
  const panel = (Part: React.ComponentType<NonNullable<typeof record>>) => (record ? <Suspense fallback={<LinesSkeleton />}><Part {...record} /></Suspense> : <LinesSkeleton />);
  const links = network.links.filter((link) => link.from === task.id || link.to === task.id).length;
  const items = [
    { key: "plan", label: t("计划"), children: <TaskForm key={task.version} plan={plan} network={network} task={task} row={row.data ?? null} /> },
    { key: "links", label: links ? `${t("依赖")} ${links}` : t("依赖"), children: <LinksTab plan={plan} network={network} task={task} onOpen={onOpen} /> },
    { key: "people", label: task.assigned.length ? `${t("资源")} ${task.assigned.length}` : t("资源"), children: <PeopleTab plan={plan} task={task} /> },
    ...(can("material_needs", "read") && network.plan.kind === "live" ? [{ key: "materials", label: t("材料"), children: <NeedsTab task={task.id} /> }] : []),
    ...(can("issues", "read") && network.plan.kind === "live" ? [{ key: "issues", label: t("问题"), children: <RelatedList resource="issues" filter={["task", "=", task.id]} initial={{ project: network.plan.project.id, task: task.id }} columns={["title", "priority", "state", "owner", "due_on"]} hide={["project", "task"]} sort="-created_at" /> }] : []),
    { key: "comments", label: t("动态"), children: panel(CommentsPanel) },
    { key: "files", label: t("附件"), children: panel(FilesPanel) },
    { key: "history", label: t("历史"), children: panel(HistoryPanel) },
  ];
  const path = pathOf(plan.tree, task);
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 560} rootClassName="record-drawer task-drawer" push={false} mask={phone} title={
      <div className="task-title">
        <div className="row"><span className="muted num small">{task.wbs}</span><span className="ellipsis" title={task.name}>{task.name}</span>{state && <StatusTag color={state.color}>{t(state.label)}</StatusTag>}{task.critical && task.progress < 100 && <StatusTag color="red">{t("关键")}</StatusTag>}</div>
        {path && <div className="muted small ellipsis task-path" title={path}>{path}</div>}
      </div>
    } extra={<Neighbours plan={plan} task={task} onOpen={onOpen} />}>
      <Tabs activeKey={tab} onChange={setTab} items={items} className="record-tabs" destroyOnHidden />
    </Drawer>
  );
}

function Neighbours({ plan, task, onOpen }: { plan: Plan; task: Task; onOpen: (id: string) => void }) {
  const { t } = useT();
  const parent = task.parent ? plan.tree.byId.get(task.parent) : undefined;
  return parent ? <Button type="link" size="small" onClick={() => onOpen(parent.id)}>{t("上级任务")}</Button> : null;
}
