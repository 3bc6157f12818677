import { Segmented } from "antd";
import { Chart } from "../../../../kit/Chart";
import { formatDecimal } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { currentLanguage, useT } from "../../../../i18n";
import { useForecast, type Chosen, type Forecast, type Span } from "../../api";
import { Panel } from "./Panel";

/** Money that is to come in and to go out, by month or week. */
export function ForecastPanel({ chosen, by, onBy }: { chosen: Chosen; by: "month" | "week"; onBy: (by: "month" | "week") => void }) {
  const { t } = useT();
  const found = useForecast(chosen, by, by === "month" ? 6 : 8);
  const isEmpty = (data: Forecast) => [data.overdue, data.payable_overdue, ...data.items.flatMap((one) => [one.due, one.likely, one.planned, one.payable])].every((value) => Number(value) === 0);
  return (
    <Panel title={t("资金预测")} query={found} none={t("没有将要到期的应收应付，也没有计划中的付款条款。")} isEmpty={isEmpty}
      extra={<Segmented size="small" value={by} onChange={onBy} options={[{ value: "month" as const, label: t("按月") }, { value: "week" as const, label: t("按周") }]} aria-label={t("预测周期")} />}>
      {(data) => <><Bars data={data} /><Spans data={data} /><Outside data={data} /></>}
    </Panel>
  );
}

const nameOf = (data: Forecast, span: Span) => (data.by === "month" ? span.since.slice(2, 7) : span.since.slice(5));

function Bars({ data }: { data: Forecast }) {
  const { t } = useT();
  const english = currentLanguage() === "en";
  const unit = english ? t("百万元") : t("万元");
  const value = (text: string) => Math.round((Number(text) / (english ? 1_000_000 : 10_000)) * 100) / 100;
  const bar = (name: string, pick: (span: Span) => string, more: object = {}) => ({ name, type: "bar", barMaxWidth: 20, data: data.items.map((span) => value(pick(span))), ...more });
  const option = {
    grid: { left: 8, right: 8, top: 64, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10 },
    tooltip: { trigger: "axis", valueFormatter: (n: number) => `${formatDecimal(n, 2)} ${unit}` },
    xAxis: { type: "category", data: data.items.map((span) => nameOf(data, span)) },
    yAxis: { type: "value", name: unit, nameTextStyle: { align: "left" } },
    series: [bar(t("预计回款"), (span) => span.likely, { stack: "in" }), bar(t("计划条款"), (span) => span.planned, { stack: "in" }), bar(t("应付到期"), (span) => span.payable)],
  };
  return <Chart option={option} height={240} label={t("资金预测，逐期")} />;
}

function Spans({ data }: { data: Forecast }) {
  const { t } = useT();
  return (
    <div className="table-scroll">
      <table className="plain-table num">
        <thead><tr><th scope="col">{data.by === "month" ? t("月份") : t("周（起始日）")}</th><th scope="col">{t("按到期日")}</th><th scope="col">{t("预计回款")}</th><th scope="col">{t("计划条款")}</th><th scope="col">{t("应付到期")}</th></tr></thead>
        <tbody>
          {data.items.map((span) => (
            <tr key={span.since}><th scope="row">{data.by === "month" ? span.since.slice(0, 7) : span.since}</th>{[span.due, span.likely, span.planned, span.payable].map((sum, i) => <td key={i}>{Number(sum) ? <Money value={sum} /> : "—"}</td>)}</tr>
          ))}
          <tr><th scope="row">{t("以后")}</th>{[data.later.due, data.later.likely].map((sum, i) => <td key={i}>{Number(sum) ? <Money value={sum} /> : "—"}</td>)}<td>—</td><td>—</td></tr>
        </tbody>
      </table>
    </div>
  );
}

function Outside({ data }: { data: Forecast }) {
  const { t } = useT();
  const facts: [string, string][] = [[t("应收已逾期"), data.overdue], [t("超过客户付款习惯，未计入预计"), data.late_beyond_habit], [t("有争议，未计入预计"), data.disputed], [t("应付已逾期"), data.payable_overdue]];
  const shown = facts.filter(([, sum]) => Number(sum) > 0);
  return (
    <>
      {shown.length > 0 && <ul className="outside">{shown.map(([name, sum]) => <li key={name}><span className="second">{name}</span> <b><Money value={sum} /></b></li>)}</ul>}
      <p className="muted small">{t("预计回款按客户以往的付款习惯或承诺的日期推算。")}</p>
    </>
  );
}
