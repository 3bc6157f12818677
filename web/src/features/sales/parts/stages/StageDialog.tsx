import { useState } from "react";
import { Alert, Drawer, Button, Input, InputNumber, Select, Switch } from "antd";
import { ApiError } from "../../../../api/errors";
import type { Meta, Ref, Row } from "../../../../api/types";
import { uuid7 } from "../../../../api/uuid";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { useNotify } from "../../../../kit/notify";
import { RefSelect } from "../../../../kit/RefSelect";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { useSaveRow } from "../../../../resource/data/row";
import type { StageOptions } from "../../api";
import { placeAfter } from "../../model/order";

interface Props {
  row: Row | null;
  rows: Row[];
  /** Whose set it is in; null: the group's. */
  unit: string | null;
  meta: Meta;
  options: StageOptions;
  onClose: () => void;
}

interface Values {
  phase: string;
  name: string;
  allowed_days: number | null;
  probability: number;
  responsible: string | null;
  required_fields: string[];
  required_documents: string[];
  conditions: string[];
  active: boolean;
}

function start(row: Row | null, options: StageOptions): Values {
  const words = (value: unknown) => (value as string[] | undefined) ?? [];
  return {
    phase: (row?.phase as string | undefined) ?? options.phases[0]?.code ?? "",
    name: (row?.name as string | undefined) ?? "",
    allowed_days: (row?.allowed_days as number | null | undefined) ?? null,
    probability: (row?.probability as number | undefined) ?? 0,
    responsible: (row?.responsible as Ref | null | undefined)?.id ?? null,
    required_fields: words(row?.required_fields),
    required_documents: words(row?.required_documents),
    conditions: words(row?.conditions),
    active: row?.active !== false,
  };
}

/** One stage: where it stands, how long one may stay, what it asks for before it is entered. */
export function StageDialog({ row, rows, unit, meta, options, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const save = useSaveRow("stages");
  const [id] = useState(() => row?.id ?? uuid7());
  const [values, setValues] = useState(() => start(row, options));
  const set = (changes: Partial<Values>) => setValues((old) => ({ ...old, ...changes }));
  const label = (name: string) => meta.fields.find((field) => field.name === name)?.label ?? name;
  const errors = save.error instanceof ApiError ? save.error.fields : {};
  const submit = () => {
    const body = row ? { ...values } : { ...values, unit, position: placeAfter(rows.filter((one) => one.phase === values.phase)) };
    save.mutate({ id, version: row?.version ?? null, values: body }, {
      onSuccess: () => {
        notify.ok(t("阶段已保存"));
        onClose();
      },
    });
  };
  const multiple = { mode: "multiple" as const, style: { width: "100%" }, showSearch: { optionFilterProp: "label" } };
  return (
    <Drawer open size={phone ? "100%" : 520} onClose={onClose} title={row ? t("编辑阶段") : t("新建阶段")} destroyOnHidden
      footer={<div className="row end touch"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" loading={save.isPending} disabled={!values.name.trim()} onClick={submit}>{t("保存")}</Button></div>}>
      <form className="drawer-pad col touch" onSubmit={(event) => { event.preventDefault(); if (values.name.trim()) submit(); }}>
        {save.isError && <Alert type="error" showIcon role="alert" title={errorText(save.error)} />}
        <FieldRow id="stage-name" label={label("name")} required errors={errors.name}><Input id="stage-name" autoFocus={!row} maxLength={40} value={values.name} onChange={(event) => set({ name: event.target.value })} /></FieldRow>
        <FieldRow id="stage-phase" label={label("phase")} required errors={errors.phase} help={t("报表按时期统计，各单位的阶段名称可以不同。")}>
          <Select id="stage-phase" value={values.phase} onChange={(phase) => set({ phase })} options={options.phases.map((one) => ({ value: one.code, label: one.label }))} />
        </FieldRow>
        <div className="form-grid">
          <FieldRow id="stage-days" label={label("allowed_days")} errors={errors.allowed_days} help={t("留空为不限")}><InputNumber id="stage-days" min={1} max={3650} precision={0} style={{ width: "100%" }} value={values.allowed_days} onChange={(allowed_days) => set({ allowed_days })} suffix={t("天")} /></FieldRow>
          <FieldRow id="stage-odds" label={label("probability")} errors={errors.probability} help={t("历史不足时用它")}><InputNumber id="stage-odds" min={0} max={100} precision={0} style={{ width: "100%" }} value={values.probability} onChange={(probability) => set({ probability: probability ?? 0 })} suffix="%" /></FieldRow>
        </div>
        <FieldRow id="stage-role" label={label("responsible")} errors={errors.responsible}><RefSelect id="stage-role" resource="roles" allowClear value={values.responsible} onChange={(responsible) => set({ responsible })} known={row?.responsible ? [row.responsible as Ref] : []} /></FieldRow>
        <div className="form-section">{t("进入条件")}</div>
        <FieldRow id="stage-fields" label={label("required_fields")} errors={errors.required_fields} help={t("进入这个阶段前要填好的商机字段")}>
          <Select id="stage-fields" {...multiple} value={values.required_fields} onChange={(required_fields) => set({ required_fields })} options={options.fields.map((one) => ({ value: one.name, label: one.label }))} placeholder={t("请选择")} />
        </FieldRow>
        <FieldRow id="stage-conditions" label={label("conditions")} errors={errors.conditions}>
          <Select id="stage-conditions" {...multiple} value={values.conditions} onChange={(conditions) => set({ conditions })} options={options.conditions.map((one) => ({ value: one.code, label: one.label }))} placeholder={t("请选择")} />
        </FieldRow>
        <FieldRow id="stage-documents" label={label("required_documents")} errors={errors.required_documents} help={t("附件的文件名里要有的字，例如：勘察报告")}>
          <Select id="stage-documents" mode="tags" open={false} style={{ width: "100%" }} value={values.required_documents} onChange={(required_documents) => set({ required_documents })} tokenSeparators={[",", "，", "、", ";", "；"]} placeholder={t("输入后按回车添加")} />
        </FieldRow>
        {row && <div className="row"><Switch id="stage-active" checked={values.active} onChange={(active) => set({ active })} /><label htmlFor="stage-active">{t("启用")}</label></div>}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Drawer>
  );
}
