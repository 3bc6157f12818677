import { memo, type ClipboardEvent, type KeyboardEvent } from "react";
import { Button, Tooltip } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { formatMoney } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { lineSums, yuan, type Basis, type Typed } from "../../model/amounts";
import { fromItem, RATES, type Cell } from "../../model/lines";
import { NameCell } from "./NameCell";

interface Props {
  line: Typed;
  index: number;
  basis: Basis;
  costs: boolean;
  faults: Record<string, string> | undefined;
  onChange: (index: number, line: Typed) => void;
  onRemove: (index: number) => void;
  onKey: (event: KeyboardEvent<HTMLElement>, index: number, cell: Cell) => void;
  onPaste: (event: ClipboardEvent<HTMLElement>, index: number, cell: Cell) => void;
  onPicked: (index: number) => void;
}

const NUMBERS: Cell[] = ["quantity", "unit_price", "discount", "cost"];

/** One line being typed. */
export const LineRow = memo(function LineRow({ line, index, basis, costs, faults, onChange, onRemove, onKey, onPaste, onPicked }: Props) {
  const { t } = useT();
  const labels: Record<Cell, string> = { name: t("名称"), specification: t("规格型号"), quantity: t("数量"), uom: t("单位"), unit_price: t("单价"), discount: t("折扣 %"), tax_rate: t("税率"), cost: t("成本单价/元") };
  const sums = lineSums(line, basis);
  const cell = (name: Exclude<Cell, "name" | "tax_rate">) => {
    const fault = faults?.[name];
    const input = (
      <input className={NUMBERS.includes(name) ? "cell right num" : "cell"} data-at={`${index}:${name}`} value={line[name] ?? ""} inputMode={NUMBERS.includes(name) ? "decimal" : undefined}
        aria-label={t("第 {{n}} 行{{field}}", { n: index + 1, field: labels[name] })} aria-invalid={Boolean(fault)} maxLength={name === "specification" ? 200 : 20}
        onChange={(event) => onChange(index, { ...line, [name]: event.target.value })} onKeyDown={(event) => onKey(event, index, name)} onPaste={(event) => onPaste(event, index, name)} />
    );
    return <td className={fault ? "fault" : undefined}>{fault ? <Tooltip title={fault}>{input}</Tooltip> : input}</td>;
  };
  return (
    <tr>
      <td className="center muted num">{index + 1}</td>
      <td className={faults?.name || faults?.item ? "fault" : undefined}>
        <NameCell line={line} index={index} label={t("第 {{n}} 行{{field}}", { n: index + 1, field: labels.name })} fault={faults?.name ?? faults?.item}
          onChange={(name) => onChange(index, { ...line, name })} onPick={(item) => { onChange(index, fromItem(line, item)); onPicked(index); }}
          onKey={(event) => onKey(event, index, "name")} onPaste={(event) => onPaste(event, index, "name")} />
      </td>
      {cell("specification")}
      {cell("quantity")}
      {cell("uom")}
      {cell("unit_price")}
      {cell("discount")}
      <td>
        <select className="cell right num" data-at={`${index}:tax_rate`} value={line.tax_rate} aria-label={t("第 {{n}} 行{{field}}", { n: index + 1, field: labels.tax_rate })}
          onChange={(event) => onChange(index, { ...line, tax_rate: event.target.value })} onKeyDown={(event) => onKey(event, index, "tax_rate")}>
          {RATES.map((rate) => <option key={rate} value={rate}>{rate}%</option>)}
        </select>
      </td>
      {costs && cell("cost")}
      <td className="right num amount">{sums ? formatMoney(yuan(sums.total)) : "—"}</td>
      <td className="center"><Button type="text" size="small" icon={<DeleteOutlined />} tabIndex={-1} aria-label={t("删除第 {{n}} 行", { n: index + 1 })} onClick={() => onRemove(index)} /></td>
    </tr>
  );
});
