import { DatePicker, Input, InputNumber, Select, Space } from "antd";
import type { Field, Op } from "../../api/types";
import { RefSelect } from "../../kit/RefSelect";
import { useT, type T } from "../../i18n";
import { fromDay, toDay } from "../fields/dates";
import { TagsField } from "../fields/TagsField";
import { PERIODS, SPANS, valueKind } from "./ops";

interface Props {
  resource: string;
  field: Field;
  op: Op;
  value: unknown;
  onChange: (value: unknown) => void;
}

const full = { width: "100%" };
type Pair = [unknown, unknown];

/** The value of one condition in the builder. */
export function ValueInput({ resource, field, op, value, onChange }: Props) {
  const { t } = useT();
  const label = t("{{field}}的值", { field: field.label });
  const a11y = { "aria-label": label };
  const pair: Pair = Array.isArray(value) ? [value[0] ?? null, value[1] ?? null] : [null, null];
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: option.label }));
  switch (valueKind(field, op)) {
    case "none":
      return <Select {...a11y} style={full} value={value as boolean | undefined} onChange={onChange} placeholder={t("请选择")}
        options={[{ value: true, label: t("为空") }, { value: false, label: t("不为空") }]} />;
    case "yesno":
      return <Select {...a11y} style={full} value={value as boolean | undefined} onChange={onChange} placeholder={t("请选择")}
        options={[{ value: true, label: t("是") }, { value: false, label: t("否") }]} />;
    case "period":
      return <Select {...a11y} style={full} value={(value as string) || undefined} onChange={onChange} placeholder={t("请选择")}
        options={Object.entries(PERIODS).map(([key, word]) => ({ value: key, label: t(word) }))} />;
    case "span":
      return <SpanInput value={value} onChange={onChange} label={label} />;
    case "choice":
      return <Select {...a11y} style={full} value={(value as string) || undefined} onChange={onChange} options={options} placeholder={t("请选择")} showSearch={{ optionFilterProp: "label" }} />;
    case "choices":
      return <Select {...a11y} style={full} mode="multiple" value={(value as string[]) ?? []} onChange={onChange} options={options} placeholder={t("请选择")} showSearch={{ optionFilterProp: "label" }} />;
    case "ref":
      return <RefSelect {...a11y} resource={field.ref ?? ""} value={(value as string) ?? null} onChange={(id) => onChange(id)} known={selfOptions(field, t)} />;
    case "refs":
      return <RefSelect {...a11y} multiple resource={field.ref ?? ""} value={(value as string[]) ?? []} onChange={(ids) => onChange(ids)} known={selfOptions(field, t)} />;
    case "tags":
      return <TagsField {...a11y} resource={resource} value={Array.isArray(value) ? (value as string[]) : value ? [String(value)] : []} onChange={(tags) => onChange(op === "has" ? (tags.at(-1) ?? null) : tags)} />;
    case "texts":
      return <Select {...a11y} style={full} mode="tags" value={(value as string[]) ?? []} onChange={onChange} open={false} placeholder={t("输入后按回车添加")} tokenSeparators={[",", "，", "、", ";", "；"]} />;
    case "number":
      return <InputNumber {...a11y} style={full} stringMode controls={false} value={(value as string) ?? null} onChange={(next) => onChange(numeric(field, next))} />;
    case "numbers":
      return (
        <Space.Compact style={full}>
          <InputNumber aria-label={t("从")} style={full} stringMode controls={false} value={pair[0] as string} onChange={(next) => onChange([numeric(field, next), pair[1]])} placeholder={t("从")} />
          <InputNumber aria-label={t("到")} style={full} stringMode controls={false} value={pair[1] as string} onChange={(next) => onChange([pair[0], numeric(field, next)])} placeholder={t("到")} />
        </Space.Compact>
      );
    case "date":
      return <DatePicker {...a11y} style={full} value={toDay(value)} onChange={(day) => onChange(fromDay(day))} placeholder={t("选择日期")} />;
    case "dates":
      return <DatePicker.RangePicker {...a11y} style={full} allowEmpty value={[toDay(pair[0]), toDay(pair[1])]} onChange={(days) => onChange(days ? [fromDay(days[0]), fromDay(days[1])] : null)} />;
    default:
      return <Input {...a11y} value={(value as string) ?? ""} onChange={(e) => onChange(e.target.value)} placeholder={t("输入内容")} />;
  }
}

function numeric(field: Field, value: string | number | null): string | number | null {
  if (value === null || value === "") return null;
  return field.type === "integer" ? Number(value) : String(value);
}

/** `$me` and `$my_unit` are values like others where a person or a unit is asked for. */
export function selfOptions(field: Field, t: T) {
  if (field.ref === "users") return [{ id: "$me", label: t("我") }];
  if (field.ref === "units") return [{ id: "$my_unit", label: t("我的部门") }];
  return [];
}

function SpanInput({ value, onChange, label }: { value: unknown; onChange: (value: unknown) => void; label: string }) {
  const { t } = useT();
  const match = /^(\d+)([dwmy])$/.exec(typeof value === "string" ? value : "");
  const number = match?.[1] ?? "";
  const unit = match?.[2] ?? "d";
  return (
    <Space.Compact style={full}>
      <InputNumber aria-label={label} style={full} min={1} precision={0} controls={false} value={number ? Number(number) : null} onChange={(next) => onChange(next ? `${next}${unit}` : null)} />
      <Select aria-label={t("时间单位")} style={{ width: 96 }} value={unit} onChange={(next: string) => onChange(number ? `${number}${next}` : null)}
        options={Object.entries(SPANS).map(([key, word]) => ({ value: key, label: t(word) }))} />
    </Space.Compact>
  );
}
