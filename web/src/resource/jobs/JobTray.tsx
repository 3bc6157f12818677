import { Suspense, lazy } from "react";
import { CloseOutlined } from "@ant-design/icons";
import { useT } from "../../i18n";
import { dismissJob, useTrackedJobs } from "./jobs";
import "./jobs.css";

const JobProgress = lazy(() => import("./JobProgress").then((module) => ({ default: module.JobProgress })));

/** Running work at the bottom right; stays while one goes from page to page. */
export function JobTray() {
  const { t } = useT();
  const jobs = useTrackedJobs();
  if (!jobs.length) return null;
  return (
    <section className="job-tray" aria-label={t("后台任务")} aria-live="polite">
      {jobs.map((id) => (
        <div key={id} className="job-card">
          <Suspense fallback={null}><JobProgress id={id} /></Suspense>
          <button type="button" className="plain job-close" onClick={() => dismissJob(id)} aria-label={t("收起（任务继续进行，可在“导出与任务”中查看）")} title={t("收起（任务继续进行，可在“导出与任务”中查看）")}><CloseOutlined /></button>
        </div>
      ))}
    </section>
  );
}
