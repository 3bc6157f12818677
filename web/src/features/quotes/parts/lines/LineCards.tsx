import { useState } from "react";
import { Button, Input, Modal, Select } from "antd";
import { formatMoney } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { lineSums, yuan, type Typed } from "../../model/amounts";
import { RATES, type Cell } from "../../model/lines";
import type { LinesProps } from "./LinesTable";
import { withNewLine } from "./useEditor";
import { quantityText } from "../../quantity";

/** The lines on a phone: a card each, typed in a form of its own. */
export function LineCards({ editor, open, costs }: LinesProps) {
  const { t } = useT();
  const { lines, basis } = editor;
  const [at, setAt] = useState<number | null>(() => null);
  const line = at === null ? undefined : lines[at];
  const set = (next: Typed) => editor.change(lines.map((one, i) => (i === at ? next : one)));
  return (
    <>
      <ol className="line-cards">
        {lines.map((one, index) => {
          const sums = lineSums(one, basis);
          const wrong = editor.faults[one.id];
          const inside = (
            <>
              <span className="row between"><b className="ellipsis">{index + 1}. {one.name || t("未填写名称")}</b><b className="num nowrap">{sums ? `¥ ${formatMoney(yuan(sums.total))}` : "—"}</b></span>
              <span className="row between second small"><span className="ellipsis">{one.specification || " "}</span><span className="num nowrap">{quantityText(one.quantity)} {one.uom} × {formatMoney(one.unit_price || "0")}{one.discount && ` −${one.discount}%`} · {one.tax_rate}%</span></span>
              {wrong && <span className="danger-text small">{Object.values(wrong)[0]}</span>}
            </>
          );
          return <li key={one.id}>{open ? <button type="button" className="plain line-card" onClick={() => setAt(index)}>{inside}</button> : <div className="line-card">{inside}</div>}</li>;
        })}
      </ol>
      {line && at !== null && (
        <Modal open title={t("第 {{n}} 行", { n: at + 1 })} onCancel={() => setAt(null)} footer={
          <div className="row between touch">
            <Button danger onClick={() => { editor.change(lines.filter((_, i) => i !== at)); setAt(null); }}>{t("删除")}</Button>
            <span className="row"><Button onClick={() => { editor.change(withNewLine(lines, at + 1)); setAt(at + 1); }}>{t("下一行")}</Button><Button type="primary" onClick={() => setAt(null)}>{t("完成")}</Button></span>
          </div>
        }>
          <LineForm line={line} costs={costs} faults={editor.faults[line.id]} onChange={set} />
        </Modal>
      )}
    </>
  );
}

function LineForm({ line, costs, faults, onChange }: { line: Typed; costs: boolean; faults: Record<string, string> | undefined; onChange: (line: Typed) => void }) {
  const { t } = useT();
  const field = (name: Exclude<Cell, "tax_rate">, label: string, decimal = false) => (
    <label className={name === "name" || name === "specification" ? "field wide" : "field"}>
      <span className="field-label">{label}</span>
      <Input value={line[name] ?? ""} inputMode={decimal ? "decimal" : undefined} status={faults?.[name] ? "error" : undefined} onChange={(event) => onChange({ ...line, [name]: event.target.value })} />
      {faults?.[name] && <span className="field-error">{faults[name]}</span>}
    </label>
  );
  return (
    <div className="line-form touch">
      {field("name", t("名称"))}
      {field("specification", t("规格型号"))}
      {field("quantity", t("数量"), true)}
      {field("uom", t("单位"))}
      {field("unit_price", t("单价"), true)}
      {field("discount", t("折扣 %"), true)}
      <label className="field"><span className="field-label">{t("税率")}</span><Select value={line.tax_rate} onChange={(tax_rate) => onChange({ ...line, tax_rate })} options={RATES.map((value) => ({ value, label: `${value}%` }))} /></label>
      {costs && field("cost", t("成本单价/元"), true)}
    </div>
  );
}
