import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import type { ApprovalDetail, ApprovalFact } from "../../../resource/approvals/types";

const NUMERIC = new Set(["integer", "decimal", "money", "percent"]);

/** The record as it was submitted: its facts, and its lines as tables. */
export function FactsPanel({ item }: { item: ApprovalDetail }) {
  const { t } = useT();
  const wide = new Set(item.facts.filter((fact) => fact.type === "longtext" || fact.text.length > 40).map((fact) => fact.name));
  return (
    <>
      <section className="panel" aria-label={t("提交的内容")}>
        <h2 className="panel-head"><span>{t("提交的内容")}</span><span className="muted small apd-flow">{item.resource_label}</span></h2>
        {item.facts.length === 0 && <Empty text={t("您不能查看这份记录的内容。需要时请联系提交人。")} />}
        {item.facts.length > 0 && (
          <dl className="apd-facts">
            {item.facts.map((fact) => (
              <div key={fact.name} className={wide.has(fact.name) ? "wide" : undefined}>
                <dt>{fact.label}{fact.right === "edit" && <span className="muted small"> {t("（同意时可修改）")}</span>}</dt>
                <dd className={fact.type === "money" ? "num strong pre" : NUMERIC.has(fact.type) ? "num pre" : "pre"}>{shown(fact) || <span className="muted">—</span>}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      {item.tables.map((table) => (
        <section key={table.resource} className="panel" aria-label={table.label}>
          <h2 className="panel-head"><span>{table.label}</span><span className="muted small num apd-flow">{t("共 {{n}} 条", { n: table.rows.length })}</span></h2>
          {table.rows.length === 0 ? <p className="panel-body muted">{t("没有内容")}</p> : (
            <div className="apd-scroll" tabIndex={0} role="group" aria-label={table.label}>
              <table className="apd-table">
                <thead><tr>{table.columns.map((column) => <th key={column.name} scope="col" className={NUMERIC.has(column.type) ? "right" : undefined}>{column.label}</th>)}</tr></thead>
                <tbody>{table.rows.map((row, i) => <tr key={i}>{table.columns.map((column) => <td key={column.name} className={NUMERIC.has(column.type) ? "right num" : undefined}>{row[column.name] || "—"}</td>)}</tr>)}</tbody>
              </table>
            </div>
          )}
        </section>
      ))}
    </>
  );
}

/** A share says so: 9.00 is 9%. */
function shown(fact: ApprovalFact): string {
  return fact.type === "percent" && fact.text && !fact.text.endsWith("%") ? `${fact.text.replace(/\.?0+$/, "")}%` : fact.text;
}
