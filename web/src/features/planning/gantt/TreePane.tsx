import { memo } from "react";
import { CaretDownOutlined, CaretRightOutlined, FlagFilled, MoreOutlined, WarningFilled } from "@ant-design/icons";
import { useT } from "../../../i18n";
import type { Mark } from "../api";
import { lengthText, shortDay } from "../model/time";
import type { TreeRow } from "../model/tree";
import { ROW } from "./geometry";
import { NameInput } from "./NameInput";

interface RowProps {
  row: TreeRow;
  /** What has to be put right here, the worst first. */
  marks: Mark[] | undefined;
  index: number;
  perDay: number;
  narrow: boolean;
  critical: boolean;
  active: boolean;
  editing: boolean;
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
  onRename: (id: string, name: string | null) => void;
  onEditing: (id: string) => void;
}

/** One task in the tree. */
export const TreeLine = memo(function TreeLine({ row, marks, index, perDay, narrow, critical, active, editing, onToggle, onOpen, onRename, onEditing }: RowProps) {
  const { t } = useT();
  const { task } = row;
  const classes = ["gantt-row", active && "active", critical && task.critical && !row.branch && task.progress < 100 && "critical", row.branch && "branch", task.inactive && "inactive", task.progress >= 100 && "done"].filter(Boolean).join(" ");
  return (
    <div role="row" id={`task-${task.id}`} aria-rowindex={index + 2} aria-level={row.depth + 1} aria-expanded={row.branch ? row.open : undefined} aria-selected={active}
      data-task={task.id} className={classes} style={{ top: index * ROW }}>
      {!narrow && <span role="gridcell" className="gantt-wbs num">{task.wbs}</span>}
      <span role="gridcell" className="gantt-name" style={{ paddingInlineStart: (narrow ? 8 : 12) * row.depth }}>
        {row.branch ? (
          <button type="button" className="plain gantt-fold" tabIndex={-1} aria-label={row.open ? t("折叠 {{name}}", { name: task.name }) : t("展开 {{name}}", { name: task.name })}
            onClick={(event) => { event.stopPropagation(); onToggle(task.id); }}>{row.open ? <CaretDownOutlined /> : <CaretRightOutlined />}</button>
        ) : <span className="gantt-fold" />}
        {editing ? <NameInput name={task.name} onDone={(name) => onRename(task.id, name)} /> : <span className="ellipsis" title={task.name} onDoubleClick={(event) => { event.stopPropagation(); onEditing(task.id); }}>{task.name}</span>}
        {task.progress < 100 && task.deadline && task.end && task.end > task.deadline && <FlagFilled className="gantt-late" title={t("晚于期限")} />}
        {marks && <WarningFilled className={marks[0]!.level === "bad" ? "gantt-mark bad" : "gantt-mark"} title={marks.map((mark) => mark.label).join("\n")} aria-label={t("{{n}} 个待处理的问题", { n: marks.length })} />}
      </span>
      {!narrow && (
        <>
          <span role="gridcell" className="ellipsis second">{task.owner?.label ?? ""}</span>
          <span role="gridcell" className="num">{shortDay(task.start)}</span>
          <span role="gridcell" className="num second">{lengthText(task.duration, perDay)}</span>
          <span role="gridcell" className="num second gantt-percent">{task.progress ? `${Math.round(task.progress)}%` : ""}</span>
          <button type="button" className="plain gantt-more" tabIndex={-1} aria-label={t("打开 {{name}}", { name: task.name })} onClick={(event) => { event.stopPropagation(); onOpen(task.id); }}><MoreOutlined /></button>
        </>
      )}
    </div>
  );
});

export function TreeHead({ narrow }: { narrow: boolean }) {
  const { t } = useT();
  return (
    <div role="row" aria-rowindex={1} className="gantt-row gantt-tree-head">
      {!narrow && <span role="columnheader">WBS</span>}
      <span role="columnheader" className="gantt-name">{t("任务")}</span>
      {!narrow && <><span role="columnheader">{t("负责人")}</span><span role="columnheader">{t("开始时间")}</span><span role="columnheader">{t("工期")}</span><span role="columnheader" className="gantt-percent">{t("进度")}</span></>}
    </div>
  );
}
