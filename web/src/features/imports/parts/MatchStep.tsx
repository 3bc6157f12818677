import { useState } from "react";
import { Button, Checkbox, InputNumber, Select, Table } from "antd";
import { useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useStep, type Column, type Detail } from "../api";
import { Findings } from "./Findings";

/** Second step: sheet, header row, and which column is which field; proposals are filled in and can be corrected. */
export function MatchStep({ batch, onNext }: { batch: Detail; onNext: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const step = useStep(batch.id);
  const [mapping, setMapping] = useState(batch.mapping);
  const [options, setOptions] = useState(batch.options);
  const [trial, setTrial] = useState(100);
  const sheets = batch.workbook.sheets ?? [];
  const sheet = sheets[batch.sheet];
  const missing = batch.targets.filter((one) => one.required && !Object.values(mapping).includes(one.name));
  if (!sheet) return <div className="import-alert error" role="alert">{t("文件里没有可导入的内容。")}</div>;

  const change = (body: Record<string, unknown>) => step.mutate({ verb: "map", body }, { onError: notify.fail });
  const check = async (limit?: number) => {
    try {
      await step.mutateAsync({ verb: "map", body: { mapping, options } });
      await step.mutateAsync({ verb: "check", limit });
      onNext();
    } catch (error) {
      notify.fail(error);
    }
  };
  return (
    <>
      <div className="row wrap import-tools">
        {sheets.length > 1 && (
          <label className="row">{t("工作表")}
            <Select style={{ minWidth: 180 }} value={batch.sheet} onChange={(value) => change({ sheet: value })}
              options={sheets.map((one) => ({ value: one.index, label: t("{{name}}（{{n}} 行）{{hidden}}", { name: one.name, n: one.rows, hidden: one.hidden ? t(" · 隐藏") : "" }) }))} />
          </label>
        )}
        <label className="row">{t("表头所在行")}
          <InputNumber min={1} max={sheet.rows + 1} style={{ width: 72 }} value={batch.header_row ?? undefined} disabled={step.isPending}
            onBlur={(event) => { const row = Number(event.target.value); if (row && row !== batch.header_row) change({ header: { row, span: 1 } }); }} />
        </label>
        <span className="muted small">{[t("共 {{n}} 行", { n: sheet.rows }), batch.workbook.encoding && t("编码 {{name}}", { name: batch.workbook.encoding })].filter(Boolean).join(" · ")}</span>
      </div>
      {batch.same_file.length > 0 && <div className="import-alert">{t("同一个文件之前导入过（{{when}}）。再次导入不会产生重复记录。", { when: batch.same_file[0]!.created_at.slice(0, 10) })}</div>}
      <Findings items={[...(batch.workbook.notes ?? []), ...sheet.notes, ...(batch.proposal?.findings ?? [])]} />
      <Columns batch={batch} columns={sheet.columns} mapping={mapping} onChange={setMapping} />
      <HowTo options={options} onChange={setOptions} trial={trial} onTrial={setTrial} />
      {missing.length > 0 && <div className="import-alert error" role="alert">{t("还缺必填字段：{{names}}。请在上面为它选择对应的列。", { names: missing.map((one) => one.label).join(t("、")) })}</div>}
      <div className="row end wrap touch import-foot">
        <Button disabled={missing.length > 0} loading={step.isPending} onClick={() => void check(trial)}>{t("试检查前 {{n}} 行", { n: trial })}</Button>
        <Button type="primary" disabled={missing.length > 0} loading={step.isPending} onClick={() => void check()}>{t("检查全部")}</Button>
      </div>
    </>
  );
}

interface HowToProps { options: Record<string, unknown>; onChange: (options: Record<string, unknown>) => void; trial: number; onTrial: (rows: number) => void }

/** How rows meet what is there already, and how many are tried first. */
function HowTo({ options, onChange, trial, onTrial }: HowToProps) {
  const { t } = useT();
  return (
    <div className="row wrap import-tools">
      <label className="row">{t("导入方式")}
        <Select style={{ width: 168 }} value={String(options.mode ?? "both")} onChange={(mode) => onChange({ ...options, mode })} popupMatchSelectWidth={false}
          options={[{ value: "both", label: t("新建和更新") }, { value: "create", label: t("只新建，不改已有") }, { value: "update", label: t("只更新已有，不新建") }]} />
      </label>
      <Checkbox checked={Boolean(options.blank_clears)} onChange={(event) => onChange({ ...options, blank_clears: event.target.checked })}>{t("表格里的空格子会清空已有内容")}</Checkbox>
      <label className="row">{t("试检查行数")}
        <InputNumber min={1} max={1000} precision={0} style={{ width: 80 }} value={trial} onChange={(rows) => onTrial(rows ?? 100)} />
      </label>
    </div>
  );
}

interface ColumnsProps { batch: Detail; columns: Column[]; mapping: Record<string, string>; onChange: (mapping: Record<string, string>) => void }

function Columns({ batch, columns, mapping, onChange }: ColumnsProps) {
  const { t } = useT();
  const phone = useIsPhone();
  const used = new Set(Object.values(mapping));
  const pick = (column: Column, field: string | undefined) => {
    const rest = Object.fromEntries(Object.entries(mapping).filter(([key, value]) => key !== String(column.index) && value !== field));
    onChange(field ? { ...rest, [column.index]: field } : rest);
  };
  const select = (column: Column) => (
    <Select allowClear showSearch={{ optionFilterProp: "label" }} style={{ width: "100%" }} placeholder={t("不导入")} value={mapping[column.index]} aria-label={t("“{{name}}”对应的字段", { name: column.header })}
      onChange={(value?: string) => pick(column, value)} popupMatchSelectWidth={false}
      options={batch.targets.map((one) => ({ value: one.name, label: one.wanted || one.required ? `${one.label} *` : one.label, disabled: used.has(one.name) && mapping[column.index] !== one.name }))} />
  );
  const reason = (column: Column) => {
    const match = batch.proposal?.matches.find((one) => one.column === column.index);
    if (!mapping[column.index]) return <span className="muted">{t("不导入")}</span>;
    if (!match || match.field !== mapping[column.index]) return <span className="muted">{t("由您指定")}</span>;
    return <span className="row"><StatusTag color={match.confidence >= 0.9 ? "green" : "orange"}>{match.confidence >= 0.9 ? t("确定") : t("请核对")}</StatusTag><span className="muted small ellipsis" title={match.reason}>{match.reason}</span></span>;
  };
  if (phone) {
    return <ul className="import-columns">{columns.map((column) => (
      <li key={column.index}><b>{column.header || column.letter}</b><span className="muted small ellipsis">{column.samples.slice(0, 3).join(t("，"))}</span>{select(column)}</li>
    ))}</ul>;
  }
  return (
    <Table<Column> rowKey="index" size="small" pagination={false} dataSource={columns} scroll={{ y: 460 }}
      columns={[
        { title: t("列"), dataIndex: "letter", width: 76 },
        { title: t("文件中的标题"), dataIndex: "header", width: 190, ellipsis: true, render: (text: string) => text || <span className="muted">{t("无标题")}</span> },
        { title: t("内容示例"), ellipsis: true, render: (_, column) => <span className="second">{column.samples.slice(0, 3).join(t("，"))}</span> },
        { title: t("导入为"), width: 220, render: (_, column) => select(column) },
        { title: t("依据"), width: 280, ellipsis: true, render: (_, column) => reason(column) },
      ]} />
  );
}
