import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { Alert, Modal, Radio } from "antd";
import { ApiError } from "../../../../api/errors";
import { addDays } from "../../../../kit/days";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { useT } from "../../../../i18n";
import { trackJob } from "../../../../resource/jobs/jobs";
import { exportReports } from "../../api";
import { DayInput } from "../DayInput";

/** Reports of a period as Excel or PDF, one's own or the team's; made in the background. */
export function ExportDialog({ day, team, onClose }: { day: string; team: boolean; onClose: () => void }) {
  const { t } = useT();
  const [since, setSince] = useState(addDays(day, -6));
  const [until, setUntil] = useState(day);
  const [who, setWho] = useState(team ? "team" : "me");
  const [format, setFormat] = useState("xlsx");
  const run = useMutation({
    mutationFn: () => exportReports({ since, until, who, format }),
    onSuccess: (job) => {
      trackJob(job.id);
      onClose();
    },
  });
  const errors = run.error instanceof ApiError ? run.error.fields : {};
  return (
    <Modal open title={t("导出日报")} onCancel={onClose} onOk={() => run.mutate()} okText={t("导出")} cancelText={t("取消")} okButtonProps={{ loading: run.isPending, disabled: !since || !until }}>
      <div className="col">
        {run.isError && !Object.keys(errors).length && <Alert type="error" showIcon role="alert" title={errorText(run.error)} />}
        <div className="form-grid">
          <FieldRow id="export-since" label={t("开始日期")} errors={errors.since}><DayInput id="export-since" value={since} onChange={setSince} /></FieldRow>
          <FieldRow id="export-until" label={t("结束日期")} errors={errors.until}><DayInput id="export-until" value={until} onChange={setUntil} /></FieldRow>
        </div>
        <FieldRow id="export-who" label={t("谁的日报")}>
          <Radio.Group id="export-who" value={who} onChange={(event) => setWho(event.target.value as string)} options={[{ value: "me", label: t("我的") }, { value: "team", label: t("权限内全部人员") }]} />
        </FieldRow>
        <FieldRow id="export-format" label={t("文件格式")} help={t("只包含已提交的日报。")}>
          <Radio.Group id="export-format" value={format} onChange={(event) => setFormat(event.target.value as string)} options={[{ value: "xlsx", label: "Excel" }, { value: "pdf", label: "PDF" }]} />
        </FieldRow>
      </div>
    </Modal>
  );
}
