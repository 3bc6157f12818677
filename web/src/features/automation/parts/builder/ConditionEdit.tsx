import { Checkbox, Input, Select } from "antd";
import type { Leaf, Meta } from "../../../../api/types";
import { useT } from "../../../../i18n";
import { formatCount } from "../../../../kit/format";
import { isComplete } from "../../../../resource/filter/codec";
import { Conditions } from "../../../../resource/filter/FilterBuilder";
import { isFilterable } from "../../../../resource/filter/ops";
import { isSpan, keyOf, numberIn, occurrenceOf, type Draft } from "../../model/draft";

/** Which records: the conditions of lists; numbers in them can be left to each company. */
export function ConditionEdit({ meta, draft, onChange }: { meta: Meta; draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { t } = useT();
  const fields = meta.fields.filter(isFilterable);
  const { all, any, extra } = draft.condition;
  const set = (part: Partial<Draft["condition"]>) => onChange({ condition: { ...draft.condition, ...part } });
  const numbers = [...new Map([...all, ...any].filter((leaf) => isComplete(leaf) && numberIn(leaf) !== null).map((leaf) => [keyOf(leaf), leaf])).values()];
  const timed = !("events" in draft.trigger);
  return (
    <div className="col rule-conditions">
      <Conditions resource={meta.name} title={t("同时满足")} fields={fields} leaves={all} onChange={(leaves) => set({ all: leaves })} />
      <Conditions resource={meta.name} title={t("并且满足任意一项")} fields={fields} leaves={any} onChange={(leaves) => set({ any: leaves })} />
      {extra.length > 0 && <p className="second">{t("另有 {{n}} 组组合条件，保持原样。", { n: extra.length })}</p>}
      {numbers.length > 0 && (
        <fieldset className="rule-adjust">
          <legend>{t("各公司可以单独调整的数字")}</legend>
          {numbers.map((leaf) => <Adjust key={keyOf(leaf)} leaf={leaf} meta={meta} draft={draft} onChange={onChange} />)}
        </fieldset>
      )}
      {timed && (
        <div className="field">
          <label htmlFor="rule-occurrence">{t("这些内容变了，才再触发一次")}</label>
          <Select id="rule-occurrence" mode="multiple" value={occurrenceOf(draft, meta.fields)} onChange={(next) => onChange({ occurrence: next })} placeholder={t("不选：每条记录只触发一次")}
            options={fields.map((field) => ({ value: field.name, label: field.label }))} showSearch={{ optionFilterProp: "label" }} />
          <div className="field-help">{t("例如选“下次联系”：同一个约定时间只提醒一次，改了时间会再提醒。")}</div>
        </div>
      )}
    </div>
  );
}

function Adjust({ leaf, meta, draft, onChange }: { leaf: Leaf; meta: Meta; draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { t } = useT();
  const key = keyOf(leaf);
  const label = draft.adjustable[key];
  const field = meta.fields.find((one) => one.name === leaf[0])?.label ?? leaf[0];
  const set = (next: string | null) => {
    const rest = Object.fromEntries(Object.entries(draft.adjustable).filter(([name]) => name !== key));
    onChange({ adjustable: next === null ? rest : { ...rest, [key]: next } });
  };
  return (
    <div className="row wrap">
      <Checkbox checked={label !== undefined} onChange={(event) => set(event.target.checked ? field : null)}>
        {isSpan(leaf) ? t("{{field}}：{{n}} 天", { field, n: formatCount(numberIn(leaf)!) }) : t("{{field}}：{{n}}", { field, n: formatCount(numberIn(leaf)!) })}
      </Checkbox>
      {label !== undefined && <Input size="small" aria-label={t("数字的名称")} value={label} maxLength={40} onChange={(event) => set(event.target.value)} style={{ width: 180 }} />}
    </div>
  );
}
