import { useState } from "react";
import { Alert, Button, Input, Modal } from "antd";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useWeek, type Week } from "../api";

/** The words of the week, filled in from what was noted on its days, and off to the superior. */
export function SendDialog({ week, onClose }: { week: Week; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const { send } = useWeek(week.monday);
  const [summary, setSummary] = useState(() => String(week.report?.summary || draft(week)));
  const [problems, setProblems] = useState(() => String(week.report?.problems ?? ""));
  const [plan, setPlan] = useState(() => String(week.report?.plan ?? ""));
  const submit = () => send.mutate({ summary, problems, plan }, { onSuccess: () => { notify.ok(t("周报已提交给上级")); onClose(); } });
  return (
    <Modal open title={t("提交周报")} onCancel={onClose} width={600}
      footer={<div className="row end touch"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" loading={send.isPending} onClick={submit}>{t("提交给上级")}</Button></div>}>
      <div className="col touch">
        {send.isError && <Alert type="error" showIcon role="alert" title={errorText(send.error)} />}
        <FieldRow id="week-summary" label={t("本周完成")}><Input.TextArea id="week-summary" rows={5} maxLength={5000} value={summary} onChange={(event) => setSummary(event.target.value)} /></FieldRow>
        <FieldRow id="week-problems" label={t("问题与求助")}><Input.TextArea id="week-problems" rows={2} maxLength={5000} value={problems} onChange={(event) => setProblems(event.target.value)} /></FieldRow>
        <FieldRow id="week-plan" label={t("下周计划")}><Input.TextArea id="week-plan" rows={2} maxLength={5000} value={plan} onChange={(event) => setPlan(event.target.value)} /></FieldRow>
      </div>
    </Modal>
  );
}

/** What was done, by project, in the words of the days. */
function draft(week: Week): string {
  const parts = new Map<string, Set<string>>();
  for (const line of week.lines) {
    const said = parts.get(line.project.label) ?? new Set<string>();
    parts.set(line.project.label, said);
    for (const text of [line.task?.label, line.note]) if (text) said.add(text);
  }
  return [...parts].map(([project, said]) => (said.size ? `${project}：${[...said].join("，")}` : project)).join("\n").slice(0, 5000);
}
