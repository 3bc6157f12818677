import { useState } from "react";
import { Checkbox, Modal, Select } from "antd";
import type { Ref, Row } from "../../../api/types";
import { Choices } from "../../../kit/Choices";
import { useNotify } from "../../../kit/notify";
import { tk, useT } from "../../../i18n";
import { useContacts, useSetRhythm, type Rhythm } from "../api";

const KINDS = [["none", tk("不自动生成")], ["weekly", tk("每周")], ["monthly", tk("每月")], ["both", tk("每周和每月")]] as const;
const DAYS = [tk("本周最后一个工作日"), tk("星期一"), tk("星期二"), tk("星期三"), tk("星期四"), tk("星期五"), tk("星期六"), tk("星期日")];

/** When drafts are made by themselves, and to whom reports of this project usually go. */
export function RhythmDialog({ project, rhythm, onClose }: { project: Row; rhythm: Rhythm; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSetRhythm(project.id);
  const contacts = useContacts((project.customer as Ref | undefined)?.id);
  const [kind, setKind] = useState<string>(rhythm.rhythm);
  const [weekday, setWeekday] = useState(rhythm.weekday);
  const [ask, setAsk] = useState(rhythm.ask);
  const [to, setTo] = useState(rhythm.contacts.map((one) => one.id));
  const options = contacts.data?.items.map((one) => ({ value: one.id, label: String(one.name) })) ?? rhythm.contacts.map((one) => ({ value: one.id, label: one.label }));
  const keep = () =>
    save.mutate({ rhythm: kind, weekday, ask, contacts: to }, {
      onSuccess: () => {
        notify.ok(t("已保存"));
        onClose();
      },
      onError: notify.fail,
    });
  return (
    <Modal open onCancel={onClose} onOk={keep} confirmLoading={save.isPending} title={t("报告设置")} okText={t("保存")} cancelText={t("取消")}>
      <div className="col">
        <Choices name="rhythm" label={t("自动生成草稿")} value={kind} onChange={setKind} items={KINDS.map(([value, label]) => ({ value, label: t(label) }))} />
        {(kind === "weekly" || kind === "both") && (
          <div className="field">
            <label htmlFor="report-weekday">{t("周报在哪天生成")}</label>
            <Select id="report-weekday" value={weekday} onChange={setWeekday} options={DAYS.map((label, value) => ({ value, label: t(label) }))} />
          </div>
        )}
        <p className="muted small">{t("遇到休息日提前到前一个工作日；月报在每月最后一个工作日生成。生成后通知项目经理，由人补充内容再发送。")}</p>
        <div className="field">
          <label htmlFor="report-usual">{t("通常发给")}</label>
          <Select id="report-usual" mode="multiple" value={to} onChange={setTo} options={options} optionFilterProp="label" placeholder={t("客户的联系人")} />
        </div>
        <Checkbox checked={ask} onChange={(event) => setAsk(event.target.checked)}>{t("随报告附上满意度调查")}</Checkbox>
      </div>
    </Modal>
  );
}
