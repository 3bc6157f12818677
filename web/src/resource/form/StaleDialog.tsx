import { useState } from "react";
import { Button, Modal, Radio } from "antd";
import type { Field, Meta, Row } from "../../api/types";
import { useT } from "../../i18n";
import { FieldValue } from "../fields/FieldValue";
import { sameValue, toRequest, valuesOf, type Values } from "./values";

interface Props {
  meta: Meta;
  fields: Field[];
  /** The row that the edit started from. */
  base: Row;
  mine: Values;
  /** The row as it is now. */
  theirs: Row;
  onCancel: () => void;
  onResolve: (merged: Values, current: Row) => void;
}

/** 他人已修改: both sides next to each other, a choice for every field that both have touched. */
export function StaleDialog({ meta, fields, base, mine, theirs, onCancel, onResolve }: Props) {
  const { t } = useT();
  const start = valuesOf(fields, base);
  const current = valuesOf(fields, theirs);
  const touched = fields.filter((field) => !sameValue(mine[field.name], start[field.name]));
  const conflicts = touched.filter((field) => !sameValue(current[field.name], start[field.name]) && !sameValue(current[field.name], mine[field.name]));
  const others = fields.filter((field) => !conflicts.includes(field) && !sameValue(current[field.name], start[field.name]));
  const [choice, setChoice] = useState<Record<string, "mine" | "theirs">>({});
  const open = conflicts.filter((field) => !choice[field.name]);

  const finish = () => {
    const merged: Values = { ...current };
    for (const field of touched) {
      if (conflicts.includes(field) ? choice[field.name] === "mine" : true) merged[field.name] = mine[field.name];
    }
    onResolve(merged, theirs);
  };
  const pickAll = (side: "mine" | "theirs") => setChoice(Object.fromEntries(conflicts.map((field) => [field.name, side])));

  return (
    <Modal open width={720} title={t("他人已修改这条{{label}}", { label: meta.label })} onCancel={onCancel}
      footer={[
        <Button key="back" onClick={onCancel}>{t("返回继续编辑")}</Button>,
        <Button key="save" type="primary" disabled={open.length > 0} onClick={finish}>{t("保存合并结果")}</Button>,
      ]}>
      <p className="second" style={{ marginBottom: 12 }}>
        {conflicts.length
          ? t("您编辑期间，有 {{n}} 个字段也被别人改过。请逐项选择保留哪一个，其余修改会自动合并。", { n: conflicts.length })
          : t("您编辑期间，别人改过其他字段，没有冲突。保存后两边的修改都会保留。")}
      </p>
      {conflicts.length > 0 && (
        <>
          <div className="row end" style={{ marginBottom: 8 }}>
            <Button size="small" onClick={() => pickAll("mine")}>{t("全部用我的")}</Button>
            <Button size="small" onClick={() => pickAll("theirs")}>{t("全部用最新的")}</Button>
          </div>
          <div role="table" aria-label={t("冲突的字段")} className="stale">
            <div role="row" className="stale-row head"><span role="columnheader">{t("字段")}</span><span role="columnheader">{t("我的")}</span><span role="columnheader">{t("最新的")}</span></div>
            {conflicts.map((field) => (
              <Radio.Group key={field.name} value={choice[field.name]} onChange={(event) => setChoice((old) => ({ ...old, [field.name]: event.target.value as "mine" | "theirs" }))} style={{ display: "block" }}>
                <div role="row" className="stale-row" aria-label={field.label}>
                  <span role="rowheader" className="second">{field.label}</span>
                  <span role="cell"><Radio value="mine" aria-label={t("用我的")}><Side field={field} value={mine[field.name]} row={base} /></Radio></span>
                  <span role="cell"><Radio value="theirs" aria-label={t("用最新的")}><FieldValue field={field} value={theirs[field.name]} compact /></Radio></span>
                </div>
              </Radio.Group>
            ))}
          </div>
        </>
      )}
      {others.length > 0 && (
        <p className="muted small" style={{ marginTop: 12 }}>{t("别人还改了：{{names}}。将采用最新的值。", { names: others.filter((f) => !touched.includes(f)).map((f) => f.label).join(t("、")) || others.map((f) => f.label).join(t("、")) })}</p>
      )}
    </Modal>
  );
}

/** My value: of a reference the form knows only the id, unless it is the one that the row came with. */
function Side({ field, value, row }: { field: Field; value: unknown; row: Row }) {
  const { t } = useT();
  if (field.type === "ref" || field.type === "refs") {
    if (sameValue(toRequest(field, row[field.name]), value)) return <FieldValue field={field} value={row[field.name]} compact />;
    return <>{value ? t("我新选的值") : "—"}</>;
  }
  return <FieldValue field={field} value={value} compact />;
}
