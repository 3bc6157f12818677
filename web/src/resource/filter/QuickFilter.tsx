import { DatePicker, Input, Select } from "antd";
import { useEffect, useState } from "react";
import type { Field } from "../../api/types";
import { RefSelect } from "../../kit/RefSelect";
import { useT } from "../../i18n";
import { fromDay, toDay } from "../fields/dates";
import { TagsField } from "../fields/TagsField";
import { leafValue, rangeLeaf, withLeaf, type FilterModel } from "./codec";
import { PERIODS } from "./ops";
import { selfOptions } from "./ValueInput";

interface Props {
  resource: string;
  field: Field;
  model: FilterModel;
  onChange: (model: FilterModel) => void;
  style?: React.CSSProperties;
  /** Instead of the field's label, which already stands above. */
  placeholder?: string;
}

/** One field of the query form: the usual question about this type, asked with one control. */
export function QuickFilter({ resource, field, model, onChange, style, placeholder = field.label }: Props) {
  const { t } = useT();
  const set = (op: Parameters<typeof leafValue>[2], value: unknown) => onChange(withLeaf(model, [field.name, op, value]));
  const common = { placeholder, "aria-label": field.label, style };
  switch (field.type) {
    case "choice":
    case "choices": {
      const op = field.type === "choice" ? "in" : "has_any";
      return (
        <Select {...common} mode="multiple" allowClear maxTagCount="responsive" value={(leafValue(model, field.name, op) as string[]) ?? []} onChange={(value) => set(op, value)}
          options={(field.options ?? []).map((o) => ({ value: o.value, label: o.label }))} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} />
      );
    }
    case "ref":
    case "refs": {
      const op = field.type === "ref" ? "in" : "has_any";
      return <RefSelect {...common} multiple allowClear resource={field.ref ?? ""} value={(leafValue(model, field.name, op) as string[]) ?? []} onChange={(ids) => set(op, ids)} known={selfOptions(field, t)} />;
    }
    case "yesno":
      return (
        <Select {...common} allowClear value={leafValue(model, field.name, "=") as boolean | undefined} onChange={(value) => set("=", value ?? null)}
          options={[{ value: true, label: `${field.label}：${t("是")}` }, { value: false, label: `${field.label}：${t("否")}` }]} />
      );
    case "tags":
      return <div style={style}><TagsField resource={resource} aria-label={field.label} value={(leafValue(model, field.name, "has_any") as string[]) ?? []} onChange={(tags) => set("has_any", tags)} /></div>;
    case "date":
    case "datetime":
      return <QuickDate resource={resource} field={field} model={model} onChange={onChange} style={style} placeholder={placeholder} />;
    default:
      return <QuickText resource={resource} field={field} model={model} onChange={onChange} style={style} placeholder={placeholder} />;
  }
}

function QuickText({ field, model, onChange, style, placeholder }: Props) {
  const op = ["text", "longtext", "phone", "email", "url"].includes(field.type) ? "contains" : "=";
  const current = String(leafValue(model, field.name, op) ?? "");
  const [text, setText] = useState(current);
  useEffect(() => setText(current), [current]);
  const commit = () => text !== current && onChange(withLeaf(model, [field.name, op, text.trim()]));
  return <Input style={style} allowClear placeholder={placeholder} aria-label={field.label} value={text} onChange={(e) => setText(e.target.value)} onPressEnter={commit} onBlur={commit} />;
}

function QuickDate({ field, model, onChange, style, placeholder }: Props) {
  const { t } = useT();
  const { name } = field;
  const period = leafValue(model, name, "period") as string | undefined;
  const between = leafValue(model, name, "between") as [string, string] | undefined;
  const [picking, setPicking] = useState(Boolean(between));
  const without = { ...model, all: model.all.filter((leaf) => leaf[0] !== name) };
  if (picking || between) {
    return (
      <DatePicker.RangePicker style={style} aria-label={field.label} allowEmpty autoFocus={!between} value={between ? [toDay(between[0]), toDay(between[1])] : null}
        placeholder={[t("{{field}}从", { field: field.label }), t("到")]}
        onChange={(days) => {
          const leaf = days && rangeLeaf(name, fromDay(days[0]), fromDay(days[1]));
          onChange(leaf ? withLeaf(without, leaf) : without);
          if (!leaf) setPicking(false);
        }} />
    );
  }
  return (
    <Select style={style} allowClear placeholder={placeholder} aria-label={field.label} value={period} popupMatchSelectWidth={false}
      onChange={(value?: string) => (value === "range" ? setPicking(true) : onChange(withLeaf(without, [name, "period", value ?? null])))}
      options={[...Object.entries(PERIODS).map(([key, word]) => ({ value: key, label: t(word) })), { value: "range", label: t("自选日期…") }]} />
  );
}
