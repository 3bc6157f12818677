import type { Field } from "../../api/types";
import type { T } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { FieldInput } from "../fields/FieldInput";
import { isBlank, type Values } from "./values";

interface Props {
  prefix: string;
  resource: string;
  fields: Field[];
  values: Values;
  onChange: (values: Values) => void;
  errors?: Record<string, string[]>;
  onSubmit?: () => void;
}

/** A few fields in one column: dialogs of actions, bulk edits. Enter sends. */
export function InputsForm({ prefix, resource, fields, values, onChange, errors, onSubmit }: Props) {
  return (
    <form className="col touch" onSubmit={(event) => { event.preventDefault(); onSubmit?.(); }}>
      {fields.map((field, i) => (
        <FieldRow key={field.name} id={`${prefix}-${field.name}`} label={field.label} required={field.required} help={field.help} errors={errors?.[field.name]}>
          <FieldInput resource={resource} field={field} id={`${prefix}-${field.name}`} value={values[field.name]} autoFocus={i === 0} invalid={Boolean(errors?.[field.name])}
            onChange={(value) => onChange({ ...values, [field.name]: value })} />
        </FieldRow>
      ))}
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </form>
  );
}

export function missingInputs(fields: Field[], values: Values, t: T): Record<string, string[]> {
  return Object.fromEntries(fields.filter((f) => f.required && f.type !== "yesno" && isBlank(values[f.name])).map((f) => [f.name, [t("请填写{{label}}", { label: f.label })]]));
}
