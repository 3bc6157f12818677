import { useState } from "react";
import { Button, Segmented } from "antd";
import type { Filter } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { Empty } from "../../../kit/Empty";
import { Money, MoneyHeader, useMoneyUnit } from "../../../kit/Money";
import { StatusTag } from "../../../kit/StatusTag";
import { builtIn } from "../../../kit/builtIn";
import { formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { tk, useT } from "../../../i18n";
import { ActionDialog } from "../../../resource/drawer/ActionDialog";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { useMoneyTable, type MoneyRow, type MoneyTable } from "../api";
import { Rate } from "./cells";
import { Versions } from "./Versions";
import "../projects.css";

const COLUMNS = [
  ["budget", tk("预算")], ["committed", tk("已签合同")], ["actual", tk("已发生")], ["to_complete", tk("还需")], ["forecast", tk("预测")], ["deviation", tk("超出预算")],
] as const;
const LISTS = { budget: tk("预算明细"), costs: tk("成本流水"), forecasts: tk("完工预测"), versions: tk("预算版本") };
type List = keyof typeof LISTS;

/** What the project was to cost, costs and will cost by cost item, and what it brings; below it the rows all this is made of. */
export function MoneyTab({ row, meta }: RecordProps) {
  const { t } = useT();
  const found = useMoneyTable(row.id);
  const [shown, setShown] = useState<List>("budget");
  const [approving, setApproving] = useState(false);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const approve = meta.actions.find((one) => one.name === "approve_budget");
  const may = Boolean(approve && row._can?.includes("approve_budget"));
  const data = found.data;
  return (
    <div className="drawer-pad col project-money">
      <Figures data={data} />
      <div className="row wrap project-budget-state">
        <BudgetState data={data} />
        {may && data.budget.working && (!data.budget.version || data.budget.changed) && <Button onClick={() => setApproving(true)}>{t("批准预算")}</Button>}
      </div>
      {data.rows.length ? <Table data={data} /> : <Empty text={t("还没有预算和成本。先在下面按科目填写预算，或套用模板。")} />}
      <Segmented<List> value={shown} onChange={setShown} options={(Object.keys(LISTS) as List[]).map((value) => ({ value, label: t(LISTS[value]) }))} />
      {shown === "versions" ? <Versions id={row.id} /> : <Rows list={shown} row={row} />}
      {approving && approve && <ActionDialog meta={meta} row={row} action={approve} onClose={() => setApproving(false)} />}
    </div>
  );
}

function Rows({ list, row }: { list: Exclude<List, "versions">; row: RecordProps["row"] }) {
  const closed = Boolean(row.archived_at) || row.phase === "closed";
  const filter: Filter = ["project", "=", row.id];
  const common = { filter, initial: { project: row.id }, hide: ["project"], closed };
  if (list === "budget") return <RelatedList key={list} {...common} resource="budget_lines" columns={["cost_item", "amount", "note"]} sort="cost_item" />;
  if (list === "costs") return <RelatedList key={list} {...common} resource="project_costs" columns={["on", "cost_item", "text", "amount", "reason", "created_by"]} sort="-on" />;
  return <RelatedList key={list} {...common} resource="project_forecasts" columns={["cost_item", "on", "to_complete", "note", "created_by"]} sort="-on" />;
}

function Figures({ data }: { data: MoneyTable }) {
  const { t } = useT();
  const figures: [string, string | null][] = [
    [t("合同收入"), data.income.contract], [t("已开票"), data.income.invoiced], [t("已回款"), data.income.received], [t("预测成本"), data.rows.length ? data.total.forecast : null], [t("预计毛利"), data.margin],
  ];
  return (
    <dl className="project-sums">
      {figures.map(([label, value]) => <div key={label}><dt>{label}</dt><dd><Money value={value} /></dd></div>)}
      <div><dt>{t("毛利率")}</dt><dd><Rate value={data.margin_rate} /></dd></div>
    </dl>
  );
}

function BudgetState({ data }: { data: MoneyTable }) {
  const { t } = useT();
  const { version, changed, working } = data.budget;
  if (version && changed) return <><StatusTag color="orange">{t("预算已改动")}</StatusTag><span className="second small">{t("下表按已批准的第 {{n}} 版比较，改动后的合计 {{sum}} 元批准后生效", { n: version, sum: formatMoney(working) })}</span></>;
  if (version) return <StatusTag color="green">{t("预算第 {{n}} 版已批准", { n: version })}</StatusTag>;
  return working ? <StatusTag color="orange">{t("预算还没有批准")}</StatusTag> : <StatusTag>{t("还没有预算")}</StatusTag>;
}

function Table({ data }: { data: MoneyTable }) {
  const { t } = useT();
  const unit = useMoneyUnit();
  const cell = (name: (typeof COLUMNS)[number][0], of: MoneyRow | MoneyTable["total"]) => {
    const value = of[name];
    return <td key={name} className={`num right ${name === "deviation" && Number(value) > 0 ? "danger-text" : ""}`} data-label={t(COLUMNS.find(([one]) => one === name)![1])}>{formatMoney(value, unit)}</td>;
  };
  return (
    <table className="project-table">
      <thead><tr><th scope="col">{t("成本科目")}</th>{COLUMNS.map(([name, label]) => <th key={name} scope="col" className="right"><MoneyHeader label={t(label)} /></th>)}</tr></thead>
      <tbody>
        {data.rows.map((one) => (
          <tr key={one.cost_item?.id ?? "none"}>
            <th scope="row"><span className="muted num">{one.code}</span> {one.cost_item ? builtIn("cost_items", one.cost_item.label) : t("未归科目")}{one.expected && <span className="muted small"> · {t("按预测")}</span>}</th>
            {COLUMNS.map(([name]) => cell(name, one))}
          </tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row">{t("合计")}</th>{COLUMNS.map(([name]) => cell(name, data.total))}</tr></tfoot>
    </table>
  );
}
