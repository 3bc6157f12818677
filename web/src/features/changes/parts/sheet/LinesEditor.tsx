import { Button, Input } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { formatMoney } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { EMPTY_LINE, lineAmount, totalOf, usedLines, type Faults, type TypedLine } from "../../model/draft";

interface Props { lines: TypedLine[]; onChange: (lines: TypedLine[]) => void; faults: Faults }

/** What was done, how much of it, at what price. */
export function LinesEditor({ lines, onChange, faults }: Props) {
  const { t } = useT();
  const put = (index: number, values: Partial<TypedLine>) => onChange(lines.map((line, i) => (i === index ? { ...line, ...values } : line)));
  const used = usedLines(lines);
  return (
    <div className="col">
      <ol className="sheet-lines">
        {lines.map((line, index) => {
          const at = used.indexOf(line);
          const fault = (name: string) => (at < 0 ? undefined : faults[`lines.${at}.${name}`]);
          const field = (name: keyof TypedLine, label: string, extra: React.ComponentProps<typeof Input> = {}) => (
            <label className={`field sheet-${name}`}><span className="field-label">{label}</span>
              <Input value={line[name]} status={fault(name) ? "error" : undefined} onChange={(event) => put(index, { [name]: event.target.value })} {...extra} /></label>
          );
          return (
            <li key={index} aria-label={t("第 {{n}} 行", { n: index + 1 })}>
              <div className="sheet-line">
                {field("name", t("名称"), { maxLength: 120, placeholder: t("例如 拆除砖墙") })}
                {field("quantity", t("数量"), { inputMode: "decimal", maxLength: 20 })}
                {field("uom", t("单位"), { maxLength: 20, placeholder: "m³" })}
                {field("price", t("单价（元）"), { inputMode: "decimal", maxLength: 20, placeholder: "0.00" })}
              </div>
              <div className="row between">
                <span className="num">¥ {formatMoney(lineAmount(line).toFixed(2))}</span>
                {lines.length > 1 && <Button type="text" size="small" danger icon={<DeleteOutlined aria-hidden />} onClick={() => onChange(lines.filter((_, i) => i !== index))}>{t("删除")}</Button>}
              </div>
              {[...new Set(["name", "quantity", "price"].map(fault))].map((text) => text && <div key={text} className="field-error" role="alert">{text}</div>)}
            </li>
          );
        })}
      </ol>
      <div className="row between">
        <Button icon={<PlusOutlined aria-hidden />} disabled={lines.length >= 200} onClick={() => onChange([...lines, { ...EMPTY_LINE }])}>{t("加一行")}</Button>
        <span>{t("合计")} <b className="num sheet-total">¥ {formatMoney(totalOf(lines).toFixed(2))}</b></span>
      </div>
    </div>
  );
}
