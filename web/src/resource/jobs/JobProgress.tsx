import { Button, Progress } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import type { Job } from "../../api/types";
import { errorText } from "../../kit/errorText";
import { formatCount } from "../../kit/format";
import { useNotify } from "../../kit/notify";
import { tk, useT } from "../../i18n";
import { cancelJob, isFinished, useJob } from "./jobs";

const STATES: Record<Job["state"], string> = { queued: tk("排队中"), running: tk("进行中"), done: tk("已完成"), failed: tk("失败"), cancelled: tk("已取消") };

/** Progress of one long piece of work, its result and, while it runs, the way to stop it. */
export function JobProgress({ id }: { id: string }) {
  const { t } = useT();
  const job = useJob(id);
  if (job.isError) return <div className="danger-text small" role="alert">{errorText(job.error)}</div>;
  if (!job.data) return <Progress percent={0} size="small" status="active" aria-label={t("正在加载")} />;
  return <JobView job={job.data} />;
}

export function JobView({ job }: { job: Job }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const percent = job.state === "done" ? 100 : job.total ? Math.floor((job.done / job.total) * 100) : 0;
  const status = job.state === "done" ? "success" : job.state === "failed" ? "exception" : job.state === "cancelled" ? "normal" : "active";
  const stop = async () => {
    try {
      await cancelJob(job.id);
      await client.invalidateQueries({ queryKey: ["job", job.id] });
    } catch (error) {
      notify.fail(error);
    }
  };
  return (
    <div className="col" style={{ gap: 4 }}>
      <div className="row between"><span className="ellipsis">{job.label}</span><span className="muted small">{t(STATES[job.state])}</span></div>
      <Progress percent={percent} size="small" status={status} aria-label={job.label} />
      <div className="row between small">
        <span className="muted num pre">{job.message || (job.total > 0 && `${formatCount(job.done)} / ${formatCount(job.total)}`)}</span>
        {!isFinished(job) && <Button type="link" size="small" onClick={() => void stop()}>{t("停止")}</Button>}
        {job.state === "done" && job.result?.url && <Button type="link" size="small" href={job.result.url} download>{t("下载文件")}</Button>}
      </div>
    </div>
  );
}
