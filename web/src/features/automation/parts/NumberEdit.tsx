import { useState } from "react";
import { Button, InputNumber } from "antd";
import { useT } from "../../../i18n";
import type { RuleNumber } from "../api";

interface Props {
  numbers: RuleNumber[];
  /** The values that hold now. */
  values: Record<string, number>;
  disabled: boolean;
  busy: boolean;
  /** For the names of controls: which rule, which company. */
  label: string;
  onSave: (values: Record<string, number>, done: () => void) => void;
  onPreview?: (values: Record<string, number>) => void;
}

/** Large numbers are read in groups of three. */
const grouped = (text: string) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
const widthFor = (value: number) => Math.max(76, grouped(String(value)).length * 9 + 36);

/** The numbers of a rule, changed where they stand; 保存 appears with the first change. */
export function NumberEdit({ numbers, values, disabled, busy, label, onSave, onPreview }: Props) {
  const { t } = useT();
  const [draft, setDraft] = useState<Record<string, number>>({});
  const now = { ...values, ...draft };
  const changed = numbers.some((n) => now[n.name] !== values[n.name]);
  return (
    <form className="rule-numbers" onSubmit={(event) => { event.preventDefault(); if (changed) onSave(now, () => setDraft({})); }}>
      {numbers.map((n) => (
        <label key={n.name} className="rule-number">
          <span className="second">{n.label}</span>
          <InputNumber size="small" style={{ width: widthFor(now[n.name]!) }} formatter={(value) => grouped(String(value ?? ""))} parser={(text) => Number((text ?? "").replaceAll(",", ""))} min={n.min} max={n.max} precision={0} value={now[n.name]} disabled={disabled} aria-label={`${label} ${n.label}`}
            onChange={(value) => setDraft((before) => ({ ...before, [n.name]: value ?? n.default }))} />
          <span className="second">{n.unit}</span>
        </label>
      ))}
      {changed && (
        <span className="row">
          <Button size="small" type="primary" htmlType="submit" loading={busy}>{t("保存")}</Button>
          {onPreview && <Button size="small" onClick={() => onPreview(now)}>{t("试算")}</Button>}
          <Button size="small" type="text" onClick={() => setDraft({})}>{t("取消")}</Button>
        </span>
      )}
    </form>
  );
}
