import { Checkbox, Segmented, Select } from "antd";
import { formatCount } from "../../../kit/format";
import { RefSelect } from "../../../kit/RefSelect";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { DIMENSIONS, type Dimension, type Preview } from "./api";
import { NOBODY, put, STAY, type Choice } from "./plan";

interface Props {
  preview: Preview;
  choice: Choice;
  onChange: (choice: Choice) => void;
}

/** One receiver for everything, others for some customers or some kinds of record. */
export function AssignStep({ preview, choice, onChange }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const set = (part: Partial<Choice>) => onChange({ ...choice, ...part });
  const names: Record<Dimension, string> = { unit: t("所属单位"), region: t("省份"), kind: t("客户类型"), value_class: t("价值等级") };
  const useful = DIMENSIONS.filter((by) => preview.groups[by].some((group) => group.value));
  const ways = [{ value: "" as const, label: t("不分组") }, ...useful.map((by) => ({ value: by, label: names[by] }))];
  const groups = choice.by ? preview.groups[choice.by] : [];
  return (
    <>
      <section className="panel">
        <h2 className="panel-head">{t("接收人")}</h2>
        <div className="panel-body col">
          <div className="ho-line">
            <label htmlFor="ho-to">{t("全部交给")}</label>
            <RefSelect id="ho-to" resource="users" value={choice.to} allowClear onChange={(to) => set({ to })} placeholder={t("选择接收人")} />
          </div>
          <Checkbox checked={choice.openOnly} onChange={(event) => set({ openOnly: event.target.checked })}>{t("只移交未完结的，已结束的留在原处")}</Checkbox>
        </div>
      </section>
      {useful.length > 0 && (
        <section className="panel">
          <h2 className="panel-head">{t("按客户分组分配")}</h2>
          <div className="panel-body col">
            <p className="muted small">{t("客户和它的商机、合同、项目等一起移交。没有指定的分组交给上面的接收人。")}</p>
            {phone ? <Select value={choice.by} onChange={(by) => set({ by, groups: {} })} options={ways} aria-label={t("按客户分组分配")} />
              : <Segmented className="ho-by" value={choice.by} onChange={(by) => set({ by, groups: {} })} options={ways} />}
            {groups.map((group) => (
              <div key={group.value} className="ho-line">
                <label htmlFor={`ho-g-${group.value}`}>{group.label || t("未填写")} <span className="muted num">{t("{{n}} 条", { n: formatCount(group.count) })}</span></label>
                <RefSelect id={`ho-g-${group.value}`} resource="users" value={choice.groups[group.value] ?? null} allowClear onChange={(to) => set({ groups: put(choice.groups, group.value, to) })} placeholder={t("同上")} />
              </div>
            ))}
          </div>
        </section>
      )}
      <section className="panel">
        <h2 className="panel-head">{t("按类别分配")}</h2>
        <div className="panel-body col">
          {preview.holdings.map((holding) => (
            <KindLine key={holding.resource} label={holding.label} count={holding.total - holding.out_of_reach} name={holding.resource}
              value={choice.resources[holding.resource]} onChange={(to) => set({ resources: put(choice.resources, holding.resource, to) })} />
          ))}
          {!preview.holdings.length && <span className="muted">{t("此人名下没有需要交接的记录。")}</span>}
        </div>
      </section>
    </>
  );
}

const CHOOSE = "choose";

function KindLine({ name, label, count, value, onChange }: { name: string; label: string; count: number; value: string | undefined; onChange: (to: string | null) => void }) {
  const { t } = useT();
  const mode = value === undefined ? "" : value === STAY ? STAY : CHOOSE;
  const options = [{ value: "", label: t("同上") }, { value: CHOOSE, label: t("另选接收人") }, { value: STAY, label: t("不移交") }];
  return (
    <div className="ho-line">
      <label htmlFor={`ho-k-${name}`}>{label} <span className="muted num">{t("{{n}} 条", { n: formatCount(count) })}</span></label>
      <span className="ho-kind">
        <Select id={`ho-k-${name}`} value={mode} options={options} onChange={(next) => onChange(next === CHOOSE ? NOBODY : next || null)} />
        {mode === CHOOSE && <RefSelect resource="users" value={value === NOBODY ? null : (value ?? null)} autoFocus={value === NOBODY} onChange={(to) => onChange(to ?? NOBODY)} placeholder={t("选择接收人")} aria-label={t("{{label}}的接收人", { label })} />}
      </span>
    </div>
  );
}
