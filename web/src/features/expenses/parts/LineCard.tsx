import { useState } from "react";
import { Button, DatePicker, Input, Select } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import dayjs from "dayjs";
import { useCan } from "../../../api/me";
import type { Option } from "../../../api/types";
import { formatMoney } from "../../../kit/format";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import type { Line, Typed } from "../model/lines";
import { Receipts } from "./Receipts";

interface Props {
  line: Typed;
  index: number;
  claim: string;
  kinds: Option[];
  /** The line as the server knows it. */
  told: Line | undefined;
  waiting: File[] | undefined;
  open: boolean;
  faults: Record<string, string> | undefined;
  onChange: (line: Typed) => void;
  onRemove: () => void;
  onPhotos: (files: File[]) => void;
}

/** One expense: its receipts beside what has to be typed. On a phone one below the other, in reach of the thumb. */
export function LineCard({ line, index, claim, kinds, told, waiting, open, faults, onChange, onRemove, onPhotos }: Props) {
  const { t } = useT();
  const [more, setMore] = useState(Boolean(line.invoice_number || line.tax || line.project));
  const id = `expense-${line.id}`;
  const kind = kinds.find((one) => one.value === line.kind)?.label ?? line.kind;
  return (
    <li className="claim-line" aria-label={t("第 {{n}} 笔", { n: index + 1 })}>
      <Receipts line={line.id} claim={claim} files={told?.files ?? []} waiting={waiting ?? []} open={open} onPhotos={onPhotos} />
      <div className="claim-body">
        {open ? (
          <>
            <div className="claim-main">
              <label className="field claim-amount"><span className="field-label">{t("金额（元）")}</span>
                <Input id={`${id}-amount`} prefix="¥" inputMode="decimal" value={line.amount} status={faults?.amount ? "error" : undefined} placeholder="0.00" onChange={(event) => onChange({ ...line, amount: event.target.value })} /></label>
              <label className="field" htmlFor={`${id}-kind`}><span className="field-label">{t("费用类型")}</span>
                <Select id={`${id}-kind`} value={line.kind || undefined} status={faults?.kind ? "error" : undefined} placeholder={t("请选择")} onChange={(value: string) => onChange({ ...line, kind: value })}
                  options={kinds.filter((one) => one.active !== false || one.value === line.kind).map((one) => ({ value: one.value, label: one.label }))} /></label>
              <label className="field" htmlFor={`${id}-on`}><span className="field-label">{t("发生日期")}</span>
                <DatePicker id={`${id}-on`} value={line.on ? dayjs(line.on) : null} allowClear={false} inputReadOnly maxDate={dayjs()} status={faults?.on ? "error" : undefined} onChange={(value) => onChange({ ...line, on: value ? value.format("YYYY-MM-DD") : line.on })} /></label>
              <label className="field claim-note"><span className="field-label">{t("说明")}</span>
                <Input maxLength={200} value={line.note} onChange={(event) => onChange({ ...line, note: event.target.value })} placeholder={t("例如 与谁、从哪到哪")} /></label>
            </div>
            {more && <More line={line} told={told} faults={faults} onChange={onChange} />}
            <div className="row wrap between">
              <Button type="link" size="small" className="claim-more" onClick={() => setMore(!more)} aria-expanded={more}>{more ? t("收起") : t("发票号码、税额、项目")}</Button>
              <Button type="text" danger size="small" icon={<DeleteOutlined aria-hidden />} onClick={onRemove}>{t("删除")}</Button>
            </div>
          </>
        ) : (
          <>
            <div className="row between"><b>{kind || "—"}</b><b className="num">¥ {formatMoney(line.amount || "0")}</b></div>
            <div className="second small row wrap"><span className="num">{line.on}</span>{line.note && <span>{line.note}</span>}{line.project && <span>{line.project.label}</span>}{line.invoice_number && <span className="num">{t("发票 {{n}}", { n: line.invoice_number })}</span>}</div>
          </>
        )}
        {faults && [...new Set(Object.values(faults))].map((text) => <div key={text} className="field-error" role="alert">{text}</div>)}
        {told?.warnings.map((text) => <div key={text} className="claim-warning small">{text}</div>)}
      </div>
    </li>
  );
}

function More({ line, told, faults, onChange }: Pick<Props, "line" | "told" | "faults" | "onChange">) {
  const { t } = useT();
  const projects = useCan()("projects", "read");
  const old = /^\d{8}$/.test(line.invoice_number.trim()) || Boolean(line.invoice_code);
  return (
    <div className="claim-main">
      <label className="field claim-invoice"><span className="field-label">{t("发票号码")}</span>
        <Input inputMode="numeric" maxLength={24} value={line.invoice_number} status={faults?.invoice_number ? "error" : undefined} placeholder={t("20 位；纸质发票 8 位")} onChange={(event) => onChange({ ...line, invoice_number: event.target.value })} /></label>
      {old && (
        <label className="field"><span className="field-label">{t("发票代码")}</span>
          <Input inputMode="numeric" maxLength={12} value={line.invoice_code} placeholder={t("10 或 12 位")} onChange={(event) => onChange({ ...line, invoice_code: event.target.value })} /></label>
      )}
      <label className="field"><span className="field-label">{t("可抵扣税额")}</span>
        <Input inputMode="decimal" value={line.tax} status={faults?.tax ? "error" : undefined} onChange={(event) => onChange({ ...line, tax: event.target.value })} /></label>
      {projects && <label className="field claim-project" htmlFor={`expense-${line.id}-project`}><span className="field-label">{t("项目")}</span>
        <RefSelect id={`expense-${line.id}-project`} resource="projects" allowClear value={line.project?.id ?? null} known={[line.project, told?.project].filter((one) => one != null)} placeholder={t("用报销单的项目")} onChange={(_value, item) => onChange({ ...line, project: item })} /></label>}
    </div>
  );
}
