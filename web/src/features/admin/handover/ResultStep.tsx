import { useEffect } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { JobProgress } from "../../../resource/jobs/JobProgress";
import { isFinished, useJob } from "../../../resource/jobs/jobs";
import { previewQuery } from "./api";
import { Lines } from "./Lines";

/** The job at work, then what it moved. */
export function ResultStep({ job, person, onAgain }: { job: string; person: Row; onAgain: () => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const state = useJob(job);
  const over = isFinished(state.data);
  const preview = useQuery({ ...previewQuery(person.id), enabled: over });
  const run = preview.data?.earlier[0];
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ["row", "users", person.id] });
  }, [over, client, person.id]);
  return (
    <section className="panel">
      <h2 className="panel-head">{t("交接结果")}</h2>
      <div className="panel-body col">
        <JobProgress id={job} />
        {!over && <p className="muted small">{t("可以离开此页，完成后会通知您。")}</p>}
        {over && run && <Lines lines={run.moved} />}
        {over && (
          <div className="row wrap">
            <Button onClick={onAgain}>{t("再次交接")}</Button>
            <span className="muted small">{t("以后又归到此人名下的记录，可以再次交接。")}</span>
          </div>
        )}
      </div>
    </section>
  );
}
