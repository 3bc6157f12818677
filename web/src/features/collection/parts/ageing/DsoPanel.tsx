import { Chart } from "../../../../kit/Chart";
import { formatDecimal } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { useT } from "../../../../i18n";
import { useDso, type Chosen, type Dso } from "../../api";
import { Panel } from "./Panel";

/** How many days of sales are outstanding, and how long money takes, month by month. */
export function DsoPanel({ chosen }: { chosen: Chosen }) {
  const { t } = useT();
  const found = useDso(chosen);
  const isEmpty = (data: Dso) => data.items.every((month) => month.dso === null && month.cycle_days === null && Number(month.closing) === 0);
  return (
    <Panel title={t("应收周转天数与回款周期")} query={found} none={t("近 12 个月没有应收和回款。")} isEmpty={isEmpty}
      extra={<span className="muted small">{t("周转天数 = 期末应收 ÷ 近 {{n}} 个月新增应收 × 天数", { n: found.data?.window_months ?? 3 })}</span>}>
      {(data) => <><Lines data={data} /><Months data={data} /></>}
    </Panel>
  );
}

function Lines({ data }: { data: Dso }) {
  const { t } = useT();
  const days = (n: number | null) => (n === null ? "—" : t("{{n}} 天", { n }));
  const line = (name: string, values: (number | null)[]) => ({ name, type: "line", data: values, symbolSize: 6, connectNulls: false });
  const option = {
    grid: { left: 8, right: 12, top: 48, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8 },
    tooltip: { trigger: "axis", valueFormatter: days },
    xAxis: { type: "category", data: data.items.map((month) => month.month.slice(2, 7)), boundaryGap: false },
    yAxis: { type: "value", name: t("天"), nameTextStyle: { align: "left" }, minInterval: 1 },
    series: [line(t("应收周转天数"), data.items.map((month) => month.dso)), line(t("回款周期"), data.items.map((month) => month.cycle_days)), line(t("平均逾期天数"), data.items.map((month) => month.late_days))],
  };
  return <Chart option={option} height={240} label={t("应收周转天数与回款周期，逐月")} />;
}

function Months({ data }: { data: Dso }) {
  const { t } = useT();
  const days = (n: number | null) => (n === null ? "—" : formatDecimal(n, 0));
  return (
    <details>
      <summary>{t("逐月数字")}</summary>
      <div className="table-scroll">
        <table className="plain-table num">
          <thead><tr><th scope="col">{t("月份")}</th><th scope="col">{t("新增应收")}</th><th scope="col">{t("回款")}</th><th scope="col">{t("期末应收")}</th><th scope="col">{t("周转天数")}</th><th scope="col">{t("回款周期")}</th><th scope="col">{t("平均逾期天数")}</th></tr></thead>
          <tbody>
            {data.items.toReversed().map((month) => (
              <tr key={month.month}>
                <th scope="row">{month.month.slice(0, 7)}</th>
                <td><Money value={month.sales} /></td><td><Money value={month.collected} /></td><td><Money value={month.closing} /></td>
                <td>{days(month.dso)}</td><td>{days(month.cycle_days)}</td><td>{days(month.late_days)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
