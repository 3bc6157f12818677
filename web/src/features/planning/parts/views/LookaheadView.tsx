import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { PrinterOutlined } from "@ant-design/icons";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { StatusTag } from "../../../../kit/StatusTag";
import { tk, useT } from "../../../../i18n";
import { lookaheadQuery } from "../../api";
import { lookahead, mondayOf, overdue, type Week } from "../../model/lookahead";
import { figure } from "../../model/materials";
import { nowMinutes, textOf } from "../../model/time";
import { pathOf, type Tree } from "../../model/tree";
import type { Ahead } from "../../model/types";
import type { ViewProps } from "../PlanView";
import { Due } from "./TaskCard";

const WEEKS = [tk("本周"), tk("下周"), tk("第三周")];

/** 近三周: what is late, what ends, begins and goes on, and what each task still waits for. */
export function LookaheadView({ plan, onOpen }: ViewProps) {
  const { t } = useT();
  const now = useMemo(() => nowMinutes(), []);
  const found = useQuery(lookaheadQuery(plan.id, plan.network!.plan.revision, mondayOf(now), WEEKS.length));
  const tasks = useMemo(() => found.data?.tasks ?? [], [found.data]);
  const late = useMemo(() => overdue(tasks, now), [tasks, now]);
  const weeks = useMemo(() => lookahead(tasks.filter((one) => !late.includes(one)), now, WEEKS.length), [tasks, late, now]);
  const today = textOf(now).slice(0, 10);
  const line = { tree: plan.tree, today, onOpen };
  if (found.isPending) return <div className="panel"><LinesSkeleton rows={8} /></div>;
  if (found.isError && !found.data) return <div className="panel"><ErrorBox error={found.error} title={t("计划没有加载成功")} onRetry={() => void found.refetch()} /></div>;
  return (
    <div className="lookahead">
      <div className="row between lookahead-bar"><span className="muted small">{t("每周一至周日；“等待”是前面还没完成的任务")}</span><Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>{t("打印")}</Button></div>
      {late.length > 0 && <section className="panel lookahead-late" aria-label={t("已逾期")}><header className="panel-head"><h2 className="danger-text">{t("已逾期")}</h2><span className="muted small num">{t("{{n}} 项", { n: late.length })}</span></header><Lines tasks={late} {...line} /></section>}
      <div className="lookahead-weeks">{weeks.map((week, i) => <WeekPanel key={week.from} title={t(WEEKS[i]!)} week={week} {...line} />)}</div>
    </div>
  );
}

interface LineProps {
  tree: Tree;
  today: string;
  onOpen: (id: string) => void;
}

function WeekPanel({ title, week, ...line }: { title: string; week: Week } & LineProps) {
  const { t } = useT();
  const parts: [string, Ahead[]][] = [[t("节点"), week.nodes], [t("完工"), week.ending], [t("开工"), week.starting], [t("进行"), week.going]];
  const count = parts.reduce((sum, [, tasks]) => sum + tasks.length, 0);
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head"><h2>{title}</h2><span className="muted small num">{week.from.slice(5)} – {week.to.slice(5)} · {t("{{n}} 项", { n: count })}</span></header>
      {!count && <Empty text={t("这一周没有安排。")} />}
      {parts.map(([label, tasks]) => tasks.length > 0 && <div key={label}><h3 className="lookahead-part">{label}</h3><Lines tasks={tasks} {...line} /></div>)}
    </section>
  );
}

function Lines({ tasks, tree, today, onOpen }: { tasks: Ahead[] } & LineProps) {
  const { t } = useT();
  return (
    <ul className="lookahead-lines">
      {tasks.map((task) => {
        const lacking = task.materials ?? [];
        const before = task.state === "todo" ? task.waits_for : [];
        return (
          <li key={task.id}>
            <button type="button" className="plain" onClick={() => onOpen(task.id)}>
              <span className="row between"><b className="ellipsis">{task.name}</b><Due task={task} today={today} /></span>
              <span className="row between small second"><span className="ellipsis">{[pathOf(tree, task), task.owner?.label ?? t("未分配")].filter(Boolean).join(" · ")}</span><span className="row num lookahead-signs">{task.progress > 0 ? `${Math.round(task.progress)}%` : ""}{task.critical ? <StatusTag color="red">{t("关键")}</StatusTag> : null}</span></span>
              {lacking.length > 0 && <span className="small warning-text ellipsis">{t("材料未落实：{{names}}", { names: lacking.slice(0, 3).map((one) => `${one.label} ${figure(one.missing)} ${one.measure}`).join("、") })}{lacking.length > 3 ? ` +${lacking.length - 3}` : ""}</span>}
              {before.length > 0 && <span className="small warning-text ellipsis">{t("等待：{{names}}", { names: before.slice(0, 3).map((one) => one.label).join("、") })}{before.length > 3 ? ` +${before.length - 3}` : ""}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
