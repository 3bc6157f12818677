import { Input } from "antd";
import { FieldRow } from "../../kit/FieldRow";
import { tk, useT } from "../../i18n";
import "./approvals.css";

const PHRASES: Record<string, string[]> = {
  approve: [tk("同意。"), tk("已核实，同意。"), tk("同意，请按合同约定执行。")],
  reject: [tk("金额与依据不符，请核对。"), tk("资料不全，请补充后重新提交。"), tk("条款风险较大，暂不同意。")],
  return: [tk("金额与依据不符，请核对。"), tk("资料不全，请补充后重新提交。")],
};

interface Props {
  value: string;
  onChange: (value: string) => void;
  required: boolean;
  verb: string;
  errors?: string[];
  autoFocus?: boolean;
}

/** What one says to it, with the usual sentences one touch away. */
export function OpinionInput({ value, onChange, required, verb, errors, autoFocus }: Props) {
  const { t } = useT();
  return (
    <div className="col" style={{ gap: 8 }}>
      <FieldRow id="apv-opinion" label={t("审批意见")} required={required} errors={errors}>
        <Input.TextArea id="apv-opinion" value={value} maxLength={1000} autoFocus={autoFocus} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(event) => onChange(event.target.value)}
          {...(errors ? { status: "error" as const, "aria-invalid": true, "aria-describedby": "apv-opinion-error" } : {})} />
      </FieldRow>
      {PHRASES[verb] && (
        <div className="row wrap" role="group" aria-label={t("常用意见")}>
          {PHRASES[verb].map((text) => <button key={text} type="button" className="plain apv-phrase" onClick={() => onChange(t(text))}>{t(text)}</button>)}
        </div>
      )}
    </div>
  );
}
