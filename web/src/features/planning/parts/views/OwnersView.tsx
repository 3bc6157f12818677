import { useMemo, useRef } from "react";
import { Empty } from "../../../../kit/Empty";
import { useT } from "../../../../i18n";
import { leaves } from "../../model/board";
import { scaleOf, ticks, xOf, type Scale } from "../../model/axis";
import { lanes } from "../../model/owners";
import { minutesOf, nowMinutes } from "../../model/time";
import type { Task } from "../../model/types";
import type { ViewProps } from "../PlanView";

/** Who does what when: one lane for each person, overlapping work below each other. */
export function OwnersView({ plan, view, onOpen }: ViewProps) {
  const { t } = useT();
  const now = useMemo(() => nowMinutes(), []);
  const found = useMemo(() => lanes(leaves(plan.tree), t("未分配"), now), [plan.tree, t, now]);
  const scale = useMemo(() => {
    const moments = found.flatMap((lane) => lane.lines.flatMap((line) => line.flatMap((task) => [minutesOf(task.start!), minutesOf(task.end!)])));
    return moments.length ? scaleOf(view.zoom === "day" ? "week" : view.zoom, moments.reduce((a, b) => Math.min(a, b)), moments.reduce((a, b) => Math.max(a, b))) : null;
  }, [found, view.zoom]);
  const placed = useRef(false);
  if (!scale) return <div className="panel grow"><Empty text={t("还没有排出日期的任务。")} /></div>;
  const { major, minor } = ticks(scale, 0, scale.width);
  const begin = (box: HTMLDivElement | null) => {
    if (!box || placed.current) return;
    placed.current = true;
    box.scrollLeft = Math.max(0, xOf(scale, now) - 160);
  };
  return (
    <div ref={begin} className="owners panel" role="table" aria-label={t("按人")} tabIndex={0}>
      <div className="owners-inner" style={{ width: `calc(var(--owners-name) + ${scale.width}px)` }}>
        <div className="owners-head" role="row">
          <span className="owners-name" role="columnheader">{t("负责人")}</span>
          <span className="owners-axis" role="columnheader" aria-label={t("时间")}>
            {major.map((tick) => <b key={tick.x} className="small second" style={{ left: tick.x }}>{tick.label}</b>)}
            {minor.map((tick) => <i key={tick.x} className="small muted num" style={{ left: tick.x }}>{tick.label}</i>)}
          </span>
        </div>
        {found.map((lane) => (
          <div key={lane.id} className="owners-lane" role="row">
            <span className="owners-name" role="rowheader"><b className="ellipsis">{lane.label}</b><span className="small muted num">{t("{{n}} 项", { n: lane.count })}{lane.late > 0 && <span className="danger-text"> · {t("{{n}} 项逾期", { n: lane.late })}</span>}</span></span>
            <span className="owners-axis" role="cell" style={{ height: Math.max(2, lane.lines.length) * 24 + 10 }}>
              {lane.lines.map((line, i) => line.map((task) => <Bar key={task.id} task={task} scale={scale} line={i} late={task.state !== "done" && minutesOf(task.end!) < now} onOpen={onOpen} />))}
            </span>
          </div>
        ))}
        <div className="owners-now" style={{ left: `calc(var(--owners-name) + ${xOf(scale, now)}px)` }} aria-hidden />
      </div>
    </div>
  );
}

function Bar({ task, scale, line, late, onOpen }: { task: Task; scale: Scale; line: number; late: boolean; onOpen: (id: string) => void }) {
  const { t } = useT();
  const left = xOf(scale, minutesOf(task.start!));
  const width = Math.max(6, xOf(scale, minutesOf(task.end!)) - left);
  const look = task.state === "done" ? "done" : late ? "late" : task.critical ? "critical" : "";
  const title = t("{{name}}，{{a}} 至 {{b}}，完成 {{n}}%", { name: task.name, a: task.start!.slice(0, 10), b: task.end!.slice(0, 10), n: Math.round(task.progress) });
  return <button type="button" className={`plain owners-bar ${look}`} style={{ left, width, top: 6 + line * 24 }} title={title} aria-label={title} onClick={() => onOpen(task.id)}>{width > 36 ? task.name : ""}</button>;
}
