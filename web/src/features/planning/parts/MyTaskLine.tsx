import { useState } from "react";
import { Button } from "antd";
import { CheckOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { daysBetween } from "../../../kit/days";
import { useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import type { MyTask } from "../model/mine";
import { ProgressInput } from "./task/ProgressInput";

interface Props {
  task: MyTask;
  today: string;
  onOpen: () => void;
}

/** One of my tasks: its name opens it, its figure unfolds the slider, its button begins or finishes it. */
export function MyTaskLine({ task, today, onOpen }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const act = useDo("tasks");
  const [setting, setSetting] = useState<number | null>(null);
  const { row } = task;
  const run = (verb: string, inputs: Record<string, unknown>, told: string) => act.mutate({ row, verb, inputs }, { onSuccess: () => { setSetting(null); notify.ok(told); }, onError: notify.fail });
  const keep = () => setting !== null && run("set_progress", { progress: setting }, t("进度已保存"));
  return (
    <li className="my-line">
      <div className="row between">
        <button type="button" className="plain my-name" onClick={onOpen}>{task.name}</button>
        <When task={task} today={today} />
      </div>
      <div className="row between my-second">
        <span className="row small second my-where">{task.project && <Link className="ellipsis" to={`/projects/${task.project.id}/plan?task=${row.id}`}>{task.project.label}</Link>}{task.critical && task.state !== "done" && <StatusTag color="red">{t("关键")}</StatusTag>}{task.state === "paused" && <StatusTag color="orange">{t("已暂停")}</StatusTag>}</span>
        <span className="row my-acts touch">
          <Button size="small" type="text" className="num" aria-expanded={setting !== null} disabled={task.state === "done"} onClick={() => setSetting(setting === null ? Math.round(task.progress) : null)} aria-label={t("{{name}} 的进度", { name: task.name })}>{Math.round(task.progress)}%</Button>
          {task.state === "todo" && <Button icon={<PlayCircleOutlined aria-hidden />} loading={act.isPending} onClick={() => run("start", {}, t("任务已开始"))}>{t("开始任务")}</Button>}
          {task.state === "doing" && <Button type="primary" icon={<CheckOutlined aria-hidden />} loading={act.isPending} onClick={() => run("finish", {}, t("任务已完成"))}>{t("完成任务")}</Button>}
        </span>
      </div>
      {task.progress > 0 && setting === null && <div className="plan-card-bar" aria-hidden><span style={{ width: `${task.progress}%` }} /></div>}
      {setting !== null && (
        <div className="my-progress">
          <ProgressInput task={task} value={setting} onChange={setSetting} />
          <div className="row end touch"><Button onClick={() => setSetting(null)}>{t("取消")}</Button><Button type="primary" loading={act.isPending} disabled={setting === Math.round(task.progress)} onClick={keep}>{t("保存")}</Button></div>
        </div>
      )}
    </li>
  );
}

function When({ task, today }: { task: MyTask; today: string }) {
  const { t } = useT();
  if (!task.end) return null;
  const left = daysBetween(today, task.end);
  if (task.state === "done") return <span className="small muted num">{task.end}</span>;
  if (left < 0) return <StatusTag color="red">{t("逾期 {{n}} 天", { n: -left })}</StatusTag>;
  if (left === 0) return <StatusTag color="orange">{t("今天到期")}</StatusTag>;
  return <span className="small second num">{t("{{day}} 完成", { day: task.end.slice(5) })}</span>;
}
