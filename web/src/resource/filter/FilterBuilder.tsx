import { useState } from "react";
import { Button, Drawer, Select } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import type { Field, Leaf, Meta, Op } from "../../api/types";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { isComplete, type FilterModel } from "./codec";
import { isFilterable, keepsValue, opsOf, opWord } from "./ops";
import { ValueInput } from "./ValueInput";

interface Props {
  meta: Meta;
  model: FilterModel;
  onApply: (model: FilterModel) => void;
  onClose: () => void;
}

/** 更多筛选: any field, any op; all of the first list must hold, and any of the second. */
export function FilterBuilder({ meta, model, onApply, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const [all, setAll] = useState<Leaf[]>(model.all);
  const [any, setAny] = useState<Leaf[]>(model.any);
  const fields = meta.fields.filter(isFilterable);
  const apply = () => {
    onApply({ ...model, all: all.filter(isComplete), any: any.filter(isComplete) });
    onClose();
  };
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 640} title={t("更多筛选")}
      footer={
        <div className="row between touch">
          <Button type="text" onClick={() => { setAll([]); setAny([]); }}>{t("清空条件")}</Button>
          <div className="row"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" onClick={apply}>{t("筛选")}</Button></div>
        </div>
      }>
      <form style={{ padding: 20 }} className="col" onSubmit={(event) => { event.preventDefault(); apply(); }}>
        <Conditions resource={meta.name} title={t("同时满足")} fields={fields} leaves={all} onChange={setAll} />
        <Conditions resource={meta.name} title={t("并且满足任意一项")} fields={fields} leaves={any} onChange={setAny} />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Drawer>
  );
}

/** A list of conditions that one edits: also where a rule or a flow asks for some. */
export function Conditions({ resource, title, fields, leaves, onChange }: { resource: string; title: string; fields: Field[]; leaves: Leaf[]; onChange: (leaves: Leaf[]) => void }) {
  const { t } = useT();
  const add = () => {
    const field = fields[0];
    if (field) onChange([...leaves, [field.name, opsOf(field)[0]!, null]]);
  };
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }} className="col">
      <legend style={{ fontWeight: 600, marginBottom: 8 }}>{title}</legend>
      {leaves.map((leaf, i) => (
        <Condition key={`${i}-${leaf[0]}`} resource={resource} fields={fields} leaf={leaf}
          onChange={(next) => onChange(leaves.map((old, at) => (at === i ? next : old)))}
          onRemove={() => onChange(leaves.filter((_, at) => at !== i))} />
      ))}
      <div><Button size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>{t("添加条件")}</Button></div>
    </fieldset>
  );
}

function Condition({ resource, fields, leaf, onChange, onRemove }: { resource: string; fields: Field[]; leaf: Leaf; onChange: (leaf: Leaf) => void; onRemove: () => void }) {
  const { t } = useT();
  const [name, op, value] = leaf;
  const field = fields.find((f) => f.name === name);
  const pickField = (next: string) => {
    const found = fields.find((f) => f.name === next);
    if (found) onChange([next, opsOf(found)[0]!, null]);
  };
  const pickOp = (next: Op) => onChange([name, next, field && keepsValue(field, op, next) ? value : null]);
  return (
    <div className="filter-condition">
      <Select aria-label={t("字段")} value={field ? name : undefined} placeholder={name} onChange={pickField} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false}
        options={fields.map((f) => ({ value: f.name, label: f.label }))} />
      <Select<Op> aria-label={t("比较方式")} value={op} onChange={pickOp} disabled={!field} popupMatchSelectWidth={false}
        options={field ? opsOf(field).map((o) => ({ value: o, label: t(opWord(o, field)) })) : [{ value: op, label: t(opWord(op)) }]} />
      {field ? <ValueInput resource={resource} field={field} op={op} value={value} onChange={(next) => onChange([name, op, next])} /> : <span className="muted ellipsis">{JSON.stringify(value)}</span>}
      <Button type="text" icon={<DeleteOutlined />} onClick={onRemove} aria-label={t("删除条件")} />
    </div>
  );
}
