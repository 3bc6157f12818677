import { useState } from "react";
import { Button, Checkbox, Select } from "antd";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { faultyFields, optionsWith, restBlank, type Means } from "../model/mend";
import { useStep, type Detail, type Line, type Target } from "../api";

/** What the check did not understand, settled once for all rows: each unknown wording gets its meaning, faulty cells may stay empty. */
export function Mend({ batch, lines }: { batch: Detail; lines: Line[] }) {
  const { t } = useT();
  const notify = useNotify();
  const step = useStep(batch.id);
  const [means, setMeans] = useState<Means>({});
  const [blank, setBlank] = useState<string[]>([]);
  const unknown = Object.entries(batch.counts.unknown ?? {}).flatMap(([name, texts]) => {
    const target = batch.targets.find((one) => one.name === name);
    return target ? [{ target, texts: Object.entries(texts) }] : [];
  });
  const faulty = faultyFields(batch, lines);
  if (batch.started_at || (!unknown.length && !faulty.length)) return null;
  const settled = Object.values(means).some((texts) => Object.keys(texts).length > 0) || blank.length > 0;
  const again = async () => {
    try {
      await step.mutateAsync({ verb: "map", body: { options: optionsWith(batch.options, means, blank) } });
      await step.mutateAsync({ verb: "check", limit: batch.state === "trial" ? batch.counts.checked : undefined });
    } catch (error) {
      notify.fail(error);
    }
  };
  return (
    <section className="import-mend touch" aria-label={t("一次处理多行")}>
      {unknown.map(({ target, texts }) => (
        <div key={target.name}>
          <div className="row between">
            <h3>{t("“{{label}}”中系统不认识的写法", { label: target.label })}</h3>
            {!target.required && texts.length > 1 && <Button type="link" size="small" onClick={() => setMeans({ ...means, [target.name]: restBlank(texts.map(([text]) => text), means[target.name]) })}>{t("其余都留空")}</Button>}
          </div>
          <ul>
            {texts.map(([text, count]) => (
              <li key={text}>
                <span className="import-mend-text"><b className="ellipsis">{text}</b> <span className="muted small num">{t("{{n}} 行", { n: count })}</span></span>
                <Meaning target={target} text={text} value={means[target.name]?.[text]} onChange={(value) => setMeans(withMeaning(means, target.name, text, value))} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {faulty.length > 0 && (
        <div>
          <h3>{t("填得不对的内容，可以留空，先导入其余内容")}</h3>
          <Checkbox.Group className="import-mend-blank" value={blank} onChange={setBlank} options={faulty.map((one) => ({ value: one.name, label: t("“{{label}}”填错的留空", { label: one.label }) }))} />
        </div>
      )}
      <div className="row touch"><Button disabled={!settled} loading={step.isPending} onClick={() => void again()}>{t("按这些处理，重新检查")}</Button></div>
    </section>
  );
}

function withMeaning(means: Means, name: string, text: string, value: string | undefined): Means {
  const { [text]: _old, ...rest } = means[name] ?? {};
  return { ...means, [name]: value === undefined ? rest : { ...rest, [text]: value } };
}

interface MeaningProps { target: Target; text: string; value: string | undefined; onChange: (value: string | undefined) => void }

function Meaning({ target, text, value, onChange }: MeaningProps) {
  const { t } = useT();
  const label = t("“{{text}}”是指", { text });
  const blank = { value: "", label: t("留空") };
  if (target.ref) {
    return (
      <span className="row">
        <RefSelect resource={target.ref} style={{ width: 200 }} allowClear disabled={value === ""} value={value || null} onChange={(next) => onChange(next ?? undefined)} placeholder={t("是指……")} aria-label={label} />
        {!target.required && <Checkbox checked={value === ""} onChange={(event) => onChange(event.target.checked ? "" : undefined)}>{blank.label}</Checkbox>}
      </span>
    );
  }
  return (
    <Select style={{ width: 200 }} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("是指……")} aria-label={label} value={value} onChange={(next?: string) => onChange(next)}
      options={[...target.options.filter((one) => one.active !== false).map((one) => ({ value: String(one.value), label: one.label })), ...(target.required ? [] : [blank])]} />
  );
}
