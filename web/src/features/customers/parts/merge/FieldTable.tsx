import { useState } from "react";
import { Button, Checkbox } from "antd";
import type { Field, Meta } from "../../../../api/types";
import { EMPTY } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { FieldValue } from "../../../../resource/fields/FieldValue";
import { fieldOf } from "../../../../resource/table/columns";
import type { Side } from "../../api";
import { chooseAll, inOrder, isOpenChoice, resultOf, type Choice, type Choices } from "./choice";

interface Props {
  meta: Meta;
  fields: Side[];
  keptName: string;
  mergedName: string;
  choices: Choices;
  onChange: (choices: Choices) => void;
}

/** Both customers field by field; what differs comes first and has a choice. */
export function FieldTable({ meta, fields, keptName, mergedName, choices, onChange }: Props) {
  const { t } = useT();
  const [all, setAll] = useState(false);
  const ordered = inOrder(fields);
  const open = ordered.filter(isOpenChoice);
  const shown = all ? ordered : ordered.filter((side) => !side.same);
  return (
    <section className="panel" aria-labelledby="merge-fields">
      <div className="panel-head merge-bar">
        <h2 id="merge-fields">{open.length ? t("{{n}} 项两边不同，请选择保留哪一个", { n: open.length }) : t("没有需要选择的内容")}</h2>
        <span className="row wrap">
          {open.length > 1 && <Button size="small" onClick={() => onChange(chooseAll(fields, "kept"))}>{t("全部用左边")}</Button>}
          {open.length > 1 && <Button size="small" onClick={() => onChange(chooseAll(fields, "merged"))}>{t("全部用右边")}</Button>}
          <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>{t("也显示相同的")}</Checkbox>
        </span>
      </div>
      <div role="table" aria-label={t("字段对比")} className="merge-table">
        <div role="row" className="merge-row head">
          <span role="columnheader">{t("字段")}</span>
          <span role="columnheader" className="ellipsis">{keptName}</span>
          <span role="columnheader" className="ellipsis">{mergedName}</span>
        </div>
        {shown.map((side) => <Line key={side.name} side={side} field={plain(fieldOf(meta, side.name), side)} result={resultOf(side, choices)} onPick={(choice) => onChange({ ...choices, [side.name]: choice })} />)}
      </div>
    </section>
  );
}

/** The comparison holds references and choices as words already. */
function plain(field: Field | undefined, side: Side): Field {
  const base: Field = field ?? { name: side.name, label: side.label, type: "text", required: false, readonly: true };
  if (side.list) return { ...base, type: "tags" };
  return ["ref", "refs", "choice", "choices", "phone", "email", "url"].includes(base.type) ? { ...base, type: "text" } : base;
}

function Line({ side, field, result, onPick }: { side: Side; field: Field; result: Choice | "both"; onPick: (choice: Choice) => void }) {
  const open = isOpenChoice(side);
  return (
    <div role="row" className="merge-row" aria-label={side.label}>
      <span role="rowheader" className="second">{side.label}</span>
      {(["kept", "merged"] as const).map((which) => <Cell key={which} which={which} side={side} field={field} chosen={result === which || result === "both"} open={open} onPick={() => onPick(which)} />)}
    </div>
  );
}

function Cell({ which, side, field, chosen, open, onPick }: { which: Choice; side: Side; field: Field; chosen: boolean; open: boolean; onPick: () => void }) {
  const { t } = useT();
  const value = side[which];
  const text = listOf(value) ?? value;
  const shown = text === null || text === undefined || text === "" ? <span className="muted">{EMPTY}</span> : <FieldValue field={Array.isArray(text) ? field : field.type === "tags" ? { ...field, type: "text" } : field} value={text} />;
  const className = chosen ? "merge-cell chosen" : "merge-cell";
  if (!open) return <span role="cell" className={className}>{shown}</span>;
  return (
    <span role="cell" className={className}>
      <label className="row merge-pick">
        <input type="radio" name={`merge-${side.name}`} checked={chosen} onChange={onPick} aria-label={which === "kept" ? t("{{field}}用左边的", { field: side.label }) : t("{{field}}用右边的", { field: side.label })} />
        <span>{shown}</span>
      </label>
    </span>
  );
}

function listOf(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map(String) : null;
}
