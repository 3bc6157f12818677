import type { ReactNode } from "react";
import { useT } from "../i18n";

interface Props {
  id: string;
  label: string;
  required?: boolean;
  help?: string;
  errors?: string[];
  wide?: boolean;
  children: ReactNode;
}

/** Label, control, help and error of one field. The control takes `id` and, while wrong, `aria-describedby={id + "-error"}`. */
export function FieldRow({ id, label, required, help, errors, wide, children }: Props) {
  const { t } = useT();
  return (
    <div className={wide ? "field wide" : "field"}>
      <label htmlFor={id}>
        {label}
        {required && <span className="required" title={t("必填")} aria-hidden>*</span>}
      </label>
      {children}
      {errors?.length ? (
        <div id={`${id}-error`} className="field-error" role="alert">{errors.join(" ")}</div>
      ) : (
        help && <div className="field-help">{help}</div>
      )}
    </div>
  );
}
