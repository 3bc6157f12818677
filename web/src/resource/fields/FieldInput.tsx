import { Suspense } from "react";
import { DatePicker, Input, InputNumber, Select } from "antd";
import type { Field, Ref } from "../../api/types";
import { moneyWithUnit } from "../../kit/format";
import { RefSelect } from "../../kit/RefSelect";
import { useT } from "../../i18n";
import { useResourceUi, type PickerProps } from "../registry";
import { fromDay, toDay } from "./dates";
import { JsonInput } from "./JsonInput";
import { MomentInput } from "./MomentInput";
import { TagsField } from "./TagsField";

export interface FieldInputProps {
  /** The resource that the field belongs to. */
  resource: string;
  field: Field;
  id: string;
  /** In the shape of a request: a reference is its id, money is text. */
  value: unknown;
  onChange: (value: unknown) => void;
  invalid?: boolean;
  /** Labels of references that are already known. */
  known?: Ref[];
  autoFocus?: boolean;
  disabled?: boolean;
}

const NUMERIC = new Set(["integer", "decimal", "money", "percent"]);

/** One editor for each type of field. */
export function FieldInput(props: FieldInputProps) {
  const { field, id, value, onChange, invalid, known, autoFocus, disabled } = props;
  const { t } = useT();
  const common = {
    id, disabled, autoFocus,
    ...(invalid ? { status: "error" as const, "aria-invalid": true, "aria-describedby": `${id}-error` } : {}),
  };
  const full = { width: "100%" };
  const Own = useResourceUi(props.resource).inputs?.[field.name];
  if (Own) return <Suspense fallback={null}><Own id={id} value={value} onChange={onChange} disabled={disabled} invalid={invalid} /></Suspense>;
  if (NUMERIC.has(field.type)) return <NumberInput {...props} />;
  switch (field.type) {
    case "longtext":
      return <Input.TextArea {...common} value={(value as string) ?? ""} onChange={(e) => onChange(e.target.value)} autoSize={{ minRows: 3, maxRows: 12 }} maxLength={field.max_length ?? undefined} />;
    case "date":
      return <DatePicker {...common} style={full} value={toDay(value)} onChange={(day) => onChange(fromDay(day))} placeholder={t("选择日期")} />;
    case "datetime":
      return <MomentInput {...common} value={value} onChange={onChange} />;
    case "yesno":
      return (
        <Select {...common} style={full} value={value === null || value === undefined ? undefined : Boolean(value)} onChange={(next) => onChange(next ?? null)}
          allowClear={!field.required} placeholder={t("请选择")} options={[{ value: true, label: t("是") }, { value: false, label: t("否") }]} />
      );
    case "choice":
      return (
        <Select {...common} style={full} value={(value as string) || undefined} onChange={(next) => onChange(next ?? null)} allowClear={!field.required} placeholder={t("请选择")}
          options={choices(field, value)} showSearch={{ optionFilterProp: "label" }} />
      );
    case "choices":
      return (
        <Select {...common} style={full} mode="multiple" value={(value as string[]) ?? []} onChange={onChange} placeholder={t("请选择")}
          options={choices(field, value)} showSearch={{ optionFilterProp: "label" }} />
      );
    case "ref":
      return <RefInput {...common} resource={field.ref ?? ""} value={(value as string) ?? null} onChange={onChange} allowClear={!field.required} known={known} />;
    case "refs":
      return <RefSelect {...common} multiple resource={field.ref ?? ""} value={(value as string[]) ?? []} onChange={(next) => onChange(next)} known={known} />;
    case "tags":
      return <TagsField {...common} resource={props.resource} value={(value as string[]) ?? []} onChange={onChange} />;
    case "json":
      return <JsonInput {...common} value={value} onChange={onChange} />;
    default:
      return (
        <Input {...common} value={(value as string) ?? ""} onChange={(e) => onChange(e.target.value)} maxLength={field.max_length ?? undefined}
          type={field.type === "email" ? "email" : field.type === "phone" ? "tel" : "text"} autoComplete="off" allowClear={false} />
      );
  }
}

/** The search box, or the control that a feature has for its records. */
function RefInput({ resource, ...props }: PickerProps & { resource: string }) {
  const Picker = useResourceUi(resource).picker;
  const search = <RefSelect {...props} resource={resource} />;
  return Picker ? <Suspense fallback={search}><Picker {...props} /></Suspense> : search;
}

function choices(field: Field, value: unknown) {
  const chosen = Array.isArray(value) ? value : [value];
  return (field.options ?? [])
    .filter((option) => option.active !== false || chosen.includes(option.value))
    .map((option) => ({ value: option.value, label: option.label }));
}

function NumberInput({ field, id, value, onChange, invalid, autoFocus, disabled }: FieldInputProps) {
  const { t } = useT();
  const suffix = field.type === "money" ? t("元") : field.type === "percent" ? "%" : undefined;
  const large = field.type === "money" && Math.abs(Number(value)) >= 10_000;
  return (
    <>
      <InputNumber
        id={id} stringMode disabled={disabled} autoFocus={autoFocus} controls={false} style={{ width: "100%" }} inputMode="decimal"
        value={(value as string | null) ?? null}
        precision={field.type === "integer" ? 0 : field.type === "money" ? 2 : undefined}
        min={field.min ?? undefined} max={field.max ?? undefined} suffix={suffix}
        onChange={(next) => onChange(next === null || next === "" ? null : field.type === "integer" ? Number(next) : String(next))}
        {...(invalid ? { status: "error" as const, "aria-invalid": true, "aria-describedby": `${id}-error` } : {})}
      />
      {large && <span className="field-help num">= {moneyWithUnit(String(value))}</span>}
    </>
  );
}
