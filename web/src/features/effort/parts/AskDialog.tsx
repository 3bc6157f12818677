import { useState } from "react";
import { Alert, Button, DatePicker, Input, InputNumber, Modal, Select } from "antd";
import dayjs from "dayjs";
import { ApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useNotify } from "../../../kit/notify";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useAsk, type FreeOne } from "../api";

interface Props { one: FreeOne; since: string; until: string; project: string | null; onClose: () => void }

/** Asks the unit of a resource for it. */
export function AskDialog({ one, since, until, project: of, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const ask = useAsk();
  const meta = useMeta("resource_requests");
  const roles = meta.data?.fields.find((field) => field.name === "role")?.options ?? [];
  const [project, setProject] = useState<string | null>(of);
  const [span, setSpan] = useState<[string, string]>([since, until]);
  const [percent, setPercent] = useState(100);
  const [role, setRole] = useState("");
  const [note, setNote] = useState("");
  const errors = ask.error instanceof ApiError ? ask.error.fields : {};
  const submit = () => project && ask.mutate({ resource: one.id, project, since: span[0], until: span[1], percent, role, note }, {
    onSuccess: (made) => { notify.ok(t("已向 {{unit}} 提出申请", { unit: made.unit.label })); onClose(); },
  });
  return (
    <Modal open title={t("申请使用：{{name}}", { name: one.name })} onCancel={onClose}
      footer={<div className="row end touch"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" disabled={!project} loading={ask.isPending} onClick={submit}>{t("提出申请")}</Button></div>}>
      <div className="col touch">
        <p className="second">{t("申请发给 {{unit}} 的负责人，由其安排或说明理由。", { unit: one.unit.label })}</p>
        {ask.isError && !Object.keys(errors).length && <Alert type="error" showIcon role="alert" title={errorText(ask.error)} />}
        <FieldRow id="ask-project" label={t("项目")} required errors={errors.project}><RefSelect id="ask-project" resource="projects" value={project} onChange={(id) => setProject(id)} /></FieldRow>
        <FieldRow id="ask-span" label={t("时间段")} required errors={errors.until ?? errors.since}>
          {phone ? (
            <div className="row"><Input id="ask-span" type="date" value={span[0]} onChange={(event) => event.target.value && setSpan([event.target.value, span[1] < event.target.value ? event.target.value : span[1]])} /><Input type="date" aria-label={t("结束日期")} value={span[1]} min={span[0]} onChange={(event) => event.target.value && setSpan([span[0], event.target.value])} /></div>
          ) : (
            <DatePicker.RangePicker id="ask-span" allowClear={false} style={{ width: "100%" }} value={[dayjs(span[0]), dayjs(span[1])]} onChange={(value) => value?.[0] && value[1] && setSpan([value[0].format("YYYY-MM-DD"), value[1].format("YYYY-MM-DD")])} />
          )}
        </FieldRow>
        <div className="form-grid">
          <FieldRow id="ask-percent" label={t("占用比例（%）")} errors={errors.percent}><InputNumber id="ask-percent" min={1} max={100} style={{ width: "100%" }} value={percent} onChange={(value) => setPercent(value ?? 100)} /></FieldRow>
          {one.kind === "person" && <FieldRow id="ask-role" label={t("项目角色")} errors={errors.role}><Select id="ask-role" allowClear value={role || undefined} placeholder={t("安排后自动成为项目成员")} onChange={(value?: string) => setRole(value ?? "")} options={roles.map((each) => ({ value: each.value, label: each.label }))} /></FieldRow>}
        </div>
        <FieldRow id="ask-note" label={t("用途说明")} errors={errors.note}><Input.TextArea id="ask-note" rows={2} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} /></FieldRow>
      </div>
    </Modal>
  );
}
