import { useRef } from "react";
import { Button, Input } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";
import { moved } from "../model/dictionaries";

interface Props {
  options: { value: string; label: string }[];
  onChange: (options: { value: string; label: string }[]) => void;
  errors?: string[];
  isNew: boolean;
}

/** The choices of a 单选 field, one a line; Enter in a line makes the next one. */
export function OptionsEditor({ options, onChange, errors, isNew }: Props) {
  const { t } = useT();
  const list = useRef<HTMLOListElement>(null);
  const focus = (at: number) => setTimeout(() => list.current?.querySelectorAll("input")[at]?.focus());
  const insert = (at: number) => {
    onChange([...options.slice(0, at), { value: "", label: "" }, ...options.slice(at)]);
    focus(at);
  };
  return (
    <fieldset className="own-options" aria-describedby={errors ? "options-error" : undefined}>
      <legend>{t("选项")}<span className="required-mark" aria-hidden>*</span></legend>
      <ol ref={list}>
        {options.map((option, i) => (
          <li key={i} className="row">
            <Input value={option.label} maxLength={60} aria-label={t("选项 {{n}}", { n: i + 1 })} placeholder={t("选项 {{n}}", { n: i + 1 })} onChange={(event) => onChange(options.map((one, at) => (at === i ? { ...one, label: event.target.value } : one)))}
              onPressEnter={(event) => { event.preventDefault(); insert(i + 1); }} />
            <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={i === 0} onClick={() => onChange(moved(options, i, -1))} aria-label={t("上移选项 {{n}}", { n: i + 1 })} />
            <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={i === options.length - 1} onClick={() => onChange(moved(options, i, 1))} aria-label={t("下移选项 {{n}}", { n: i + 1 })} />
            <Button type="text" size="small" icon={<DeleteOutlined />} disabled={options.length === 1} onClick={() => onChange(options.filter((_, at) => at !== i))} aria-label={t("去掉选项 {{n}}", { n: i + 1 })} />
          </li>
        ))}
      </ol>
      <Button type="dashed" block icon={<PlusOutlined aria-hidden />} onClick={() => insert(options.length)}>{t("添加选项")}</Button>
      {errors ? <div id="options-error" className="field-error" role="alert">{errors.join(" ")}</div> : !isNew && <div className="field-help">{t("改名不影响已有记录；去掉的选项在已有记录里显示为原来的值。")}</div>}
    </fieldset>
  );
}
