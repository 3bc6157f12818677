import { useState } from "react";
import { Button } from "antd";
import { CheckOutlined, PauseOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { useCan } from "../../../../api/me";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import type { Task } from "../../model/types";
import type { Plan } from "../usePlan";
import { ProgressInput } from "./ProgressInput";

/** How far the work is, reported by those who do it: that needs no right to change the plan. */
export function ReportBox({ plan, task }: { plan: Plan; task: Task }) {
  const { t } = useT();
  const notify = useNotify();
  const may = useCan()("tasks", "report");
  const act = useDo("tasks");
  const [chosen, setChosen] = useState<number | null>(null);
  const now = Math.round(task.progress);
  const run = (verb: string, inputs: Record<string, unknown>, told: string) => act.mutate({ row: task, verb, inputs }, {
    onSuccess: () => { setChosen(null); plan.reload(); notify.ok(told); },
    onError: (error) => { notify.fail(error); plan.reload(); },
  });
  return (
    <section className="report-box" aria-label={t("进度")}>
      <ProgressInput task={task} value={chosen ?? now} disabled={!may} onChange={setChosen} />
      {may && (
        <div className="row end wrap touch">
          {chosen !== null && chosen !== now ? (
            <><Button onClick={() => setChosen(null)}>{t("取消")}</Button><Button type="primary" loading={act.isPending} onClick={() => run("set_progress", { progress: chosen }, t("进度已保存"))}>{t("保存进度")}</Button></>
          ) : (
            <>
              {task.state === "todo" && <Button icon={<PlayCircleOutlined aria-hidden />} loading={act.isPending} onClick={() => run("start", {}, t("任务已开始"))}>{t("开始任务")}</Button>}
              {task.state === "doing" && <Button icon={<PauseOutlined aria-hidden />} loading={act.isPending} onClick={() => run("pause", {}, t("任务已暂停"))}>{t("暂停任务")}</Button>}
              {task.state === "paused" && <Button icon={<PlayCircleOutlined aria-hidden />} loading={act.isPending} onClick={() => run("resume", {}, t("任务已继续"))}>{t("继续任务")}</Button>}
              {task.state !== "done" && <Button type={task.state === "doing" ? "primary" : "default"} icon={<CheckOutlined aria-hidden />} loading={act.isPending} onClick={() => run("finish", {}, t("任务已完成"))}>{t("完成任务")}</Button>}
            </>
          )}
        </div>
      )}
    </section>
  );
}
