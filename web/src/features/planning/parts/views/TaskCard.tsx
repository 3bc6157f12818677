import { memo, useRef } from "react";
import { Button, Dropdown } from "antd";
import { MoreOutlined } from "@ant-design/icons";
import { Avatar } from "../../../../kit/Avatar";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { daysLeft } from "../../model/board";
import type { Task, TaskState } from "../../model/types";
import { STATES } from "../../model/words";
import { useTaskDrag } from "./useTaskDrag";

interface Props {
  task: Task;
  today: string;
  may: boolean;
  /** The columns left and right, for Alt+← and Alt+→. */
  neighbours: [TaskState | undefined, TaskState | undefined];
  onOpen: (id: string) => void;
  onMove: (id: string, state: TaskState) => void;
}

/** One task of the board: what, whose, until when, and how far. */
export const TaskCard = memo(function TaskCard({ task, today, may, neighbours, onOpen, onMove }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const held = useTaskDrag(box, task.id, may);
  const keys = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const to = event.altKey && (event.key === "ArrowLeft" ? neighbours[0] : event.key === "ArrowRight" ? neighbours[1] : undefined);
    if (event.key === "Enter") onOpen(task.id);
    else if (to && may) onMove(task.id, to);
    else return;
    event.preventDefault();
  };
  const items = STATES.filter((state) => state.value !== task.state).map((state) => ({ key: state.value, label: t("移到“{{state}}”", { state: t(state.label) }), onClick: ({ domEvent }: { domEvent: { stopPropagation: () => void } }) => { domEvent.stopPropagation(); onMove(task.id, state.value); } }));
  return (
    <div ref={box} role="listitem" tabIndex={0} className={held ? "plan-card held" : "plan-card"} aria-label={`${task.wbs} ${task.name}`} aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Enter" onClick={() => onOpen(task.id)} onKeyDown={keys}>
      <div className="row between">
        <span className="plan-card-name" title={task.name}>{task.name}</span>
        {may && <Dropdown menu={{ items }} trigger={["click"]}><Button type="text" size="small" icon={<MoreOutlined />} aria-label={t("移动 {{name}}", { name: task.name })} className="plan-card-menu" onClick={(event) => event.stopPropagation()} /></Dropdown>}
      </div>
      <div className="row between small second">
        <span className="num muted">{task.wbs}</span>
        {task.critical && task.state !== "done" && <StatusTag color="red">{t("关键")}</StatusTag>}
      </div>
      {task.progress > 0 && task.progress < 100 && <div className="plan-card-bar" aria-hidden><span style={{ width: `${task.progress}%` }} /></div>}
      <div className="row between small">
        <span className="row second" style={{ gap: 6 }}>{task.owner ? <><Avatar name={task.owner.label} size={20} /><span className="ellipsis">{task.owner.label}</span></> : t("未分配")}</span>
        <Due task={task} today={today} />
      </div>
    </div>
  );
});

export function Due({ task, today }: { task: Task; today: string }) {
  const { t } = useT();
  const left = daysLeft(task, today);
  if (left === null) return <span className="num muted">{(task.actual_end ?? task.end ?? "").slice(5, 10)}</span>;
  if (left < 0) return <StatusTag color="red">{t("逾期 {{n}} 天", { n: -left })}</StatusTag>;
  if (left === 0) return <StatusTag color="orange">{t("今天到期")}</StatusTag>;
  return <span className="num second" title={t("还有 {{n}} 天", { n: left })}>{t("{{day}} 完成", { day: task.end!.slice(5, 10) })}</span>;
}
