import { useMemo, useState } from "react";
import { Button } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { tk, useT } from "../../../../i18n";
import { leaves } from "../../model/board";
import { calendarOf, workDays } from "../../model/calendar";
import { days as daysOf, monthWeeks, shiftMonth } from "../../model/month";
import { monthLabel, minutesOf, nowMinutes, textOf } from "../../model/time";
import type { Task } from "../../model/types";
import type { ViewProps } from "../PlanView";

const NAMES = [tk("周一"), tk("周二"), tk("周三"), tk("周四"), tk("周五"), tk("周六"), tk("周日")];
const SHOWN = 4;

/** A month of the plan: what begins, ends and falls due on each day. */
export function MonthView({ plan, onOpen }: ViewProps) {
  const { t } = useT();
  const today = textOf(nowMinutes()).slice(0, 10);
  const [month, setMonth] = useState(today.slice(0, 7));
  const weeks = useMemo(() => monthWeeks(month), [month]);
  const found = useMemo(() => daysOf(leaves(plan.tree)), [plan.tree]);
  const works = useMemo(() => workDays(calendarOf(plan.network!)).works, [plan.network]);
  return (
    <section className="panel month" aria-label={t("月历")}>
      <header className="panel-head">
        <div className="row"><Button icon={<LeftOutlined />} aria-label={t("上个月")} onClick={() => setMonth(shiftMonth(month, -1))} /><h2 className="month-title num">{monthLabel(minutesOf(`${month}-01`))}</h2><Button icon={<RightOutlined />} aria-label={t("下个月")} onClick={() => setMonth(shiftMonth(month, 1))} /></div>
        <Button onClick={() => setMonth(today.slice(0, 7))} disabled={month === today.slice(0, 7)}>{t("今天")}</Button>
      </header>
      <div className="month-names" aria-hidden>{NAMES.map((name) => <span key={name}>{t(name)}</span>)}</div>
      <div className="month-days">
        {weeks.flat().map((day) => {
          const events = found.get(day) ?? [];
          const outside = !day.startsWith(month);
          return (
            <div key={day} className={["month-day", outside && "outside", !works(minutesOf(day) / 1440) && "free", day === today && "today"].filter(Boolean).join(" ")} aria-label={day}>
              <time dateTime={day} className="num">{Number(day.slice(8))}</time>
              {events.slice(0, SHOWN).map(({ task, what }) => <Entry key={`${task.id}${what}`} task={task} what={what} today={today} onOpen={onOpen} />)}
              {events.length > SHOWN && <More events={events.slice(SHOWN)} today={today} onOpen={onOpen} />}
            </div>
          );
        })}
      </div>
    </section>
  );
}

type What = "start" | "end" | "node";
const MARKS: Record<What, string> = { start: tk("开工"), end: tk("完工"), node: tk("节点") };

function Entry({ task, what, today, onOpen }: { task: Task; what: What; today: string; onOpen: (id: string) => void }) {
  const { t } = useT();
  const late = what !== "start" && task.state !== "done" && task.end!.slice(0, 10) < today;
  const look = task.state === "done" ? "done" : late ? "late" : what === "node" ? "node" : task.critical ? "critical" : "";
  return <button type="button" className={`plain month-entry ${look}`} title={task.name} onClick={() => onOpen(task.id)}><span className="month-mark">{t(MARKS[what])}</span><span className="ellipsis">{task.name}</span></button>;
}

function More({ events, today, onOpen }: { events: { task: Task; what: What }[]; today: string; onOpen: (id: string) => void }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  if (!open) return <button type="button" className="plain month-more small" onClick={() => setOpen(true)}>{t("还有 {{n}} 项", { n: events.length })}</button>;
  return <>{events.map(({ task, what }) => <Entry key={`${task.id}${what}`} task={task} what={what} today={today} onOpen={onOpen} />)}</>;
}
