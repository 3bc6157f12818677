import { useState } from "react";
import { Alert, Checkbox, Modal, Radio } from "antd";
import type { Meta } from "../../api/types";
import { errorText } from "../../kit/errorText";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { many } from "../../i18n/many";
import { useExport, type Selection } from "../data/row";
import { trackJob } from "../jobs/jobs";

interface Props {
  meta: Meta;
  on: Selection;
  /** Columns on screen: what is ticked at first. */
  columns: string[];
  onClose: () => void;
}

/** Fields and format; then the export runs as a job, whose tray carries the file. */
export function ExportDialog({ meta, on, columns, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const start = useExport(meta.name);
  const fields = meta.fields.filter((field) => !field.masked && field.name !== "id" && field.name !== "version");
  const [names, setNames] = useState<string[]>(columns.filter((name) => fields.some((field) => field.name === name)));
  const [format, setFormat] = useState<"xlsx" | "csv">("xlsx");
  const everything = names.length === fields.length;
  const submit = () =>
    start.mutate({ on, format, fields: fields.map((field) => field.name).filter((name) => names.includes(name)) }, {
      onSuccess: (job) => {
        trackJob(job.id);
        notify.info(t("正在导出，可继续其他工作，完成后在右下角下载。"));
        onClose();
      },
    });
  const what = "ids" in on ? t("已选择的 {{n}} 条", { n: on.ids.length }) : t("当前筛选出的全部记录");
  return (
    <Modal open title={t("导出{{label}}", { label: many(meta.label) })} onCancel={onClose} onOk={submit} okText={t("开始导出")} cancelText={t("取消")} okButtonProps={{ disabled: !names.length, loading: start.isPending }}>
      <div className="col">
        {start.isError && <Alert type="error" showIcon title={errorText(start.error)} role="alert" />}
        <div className="row between"><span className="second">{t("范围：{{what}}", { what })}</span>
          <Radio.Group value={format} onChange={(event) => setFormat(event.target.value as "xlsx" | "csv")} options={[{ value: "xlsx", label: "Excel" }, { value: "csv", label: "CSV" }]} />
        </div>
        <div className="row between">
          <Checkbox checked={everything} indeterminate={!everything && names.length > 0} onChange={(event) => setNames(event.target.checked ? fields.map((field) => field.name) : [])}>{t("全部字段")}</Checkbox>
          <span className="muted small">{t("已选 {{n}} 个", { n: names.length })}</span>
        </div>
        <Checkbox.Group value={names} onChange={(next) => setNames(next.map(String))} style={{ display: "grid", gridTemplateColumns: "repeat(3, minmax(0, 1fr))", gap: 6, maxHeight: 300, overflow: "auto" }}
          options={fields.map((field) => ({ value: field.name, label: field.label }))} />
      </div>
    </Modal>
  );
}
