import { Link, useNavigate } from "react-router";
import { Chart } from "../../../../kit/Chart";
import { dayOf } from "../../../../kit/days";
import { formatCount, formatDecimal } from "../../../../kit/format";
import { currentLanguage, useT } from "../../../../i18n";
import { useForecast, type Forecast } from "../../api";
import { lateLink, monthLink, undatedLink, type Span } from "../../model/drill";
import { Panel } from "./Panel";
import { Sum } from "./Sum";

const WAN = 10_000;

/** What is expected month by month, at full value and at its odds, beside what has been won. */
export function ForecastPanel({ span }: { span: Span }) {
  const { t } = useT();
  const forecast = useForecast(span);
  const isEmpty = (found: Forecast) => !found.late.count && !found.undated.count && !found.months.some((month) => month.count || month.won_count);
  return (
    <Panel title={t("签约预测")} wide query={forecast} none={t("还没有带预计签约日期的商机。")} isEmpty={isEmpty}
      extra={<span className="muted small">{t("按预计签约日期，从本月起 12 个月；折算 = 金额 × 赢率")}</span>}>
      {(found) => <><Bars forecast={found} span={span} /><Months forecast={found} span={span} /></>}
    </Panel>
  );
}

function Bars({ forecast, span }: { forecast: Forecast; span: Span }) {
  const { t } = useT();
  const navigate = useNavigate();
  const english = currentLanguage() === "en";
  const unit = english ? 1_000_000 : WAN;
  const value = (text: string) => Math.round((Number(text) / unit) * 100) / 100;
  const names = { won: t("已赢单"), weighted: t("按赢率折算"), amount: t("预计金额") };
  const series = (name: string, values: number[], more: object = {}) => ({ name, type: "bar", barMaxWidth: 22, data: values, ...more });
  const option = {
    grid: { left: 8, right: 8, top: 64, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10 },
    tooltip: { trigger: "axis", valueFormatter: (n: number) => `${formatDecimal(n, 2)} ${english ? t("百万元") : t("万元")}` },
    xAxis: { type: "category", data: forecast.months.map((month) => month.month.slice(2)) },
    yAxis: { type: "value", name: english ? t("百万元") : t("万元"), nameTextStyle: { align: "left" } },
    series: [series(names.amount, forecast.months.map((month) => value(month.amount))), series(names.weighted, forecast.months.map((month) => value(month.weighted))), series(names.won, forecast.months.map((month) => value(month.won_amount)))],
  };
  return <Chart option={option} height={280} label={t("签约预测，逐月")} onPick={(index, name) => void navigate(monthLink(span, forecast.months[index]!.month, name === names.won))} />;
}

function Months({ forecast, span }: { forecast: Forecast; span: Span }) {
  const { t } = useT();
  const shown = forecast.months.filter((month) => month.count || month.won_count);
  const outside = [
    { key: "late", label: t("预计日期已过"), sum: forecast.late, to: lateLink(span, dayOf(new Date())) },
    { key: "undated", label: t("没有预计日期"), sum: forecast.undated, to: undatedLink(span) },
  ].filter((one) => one.sum.count);
  return (
    <div className="table-scroll">
      <table className="plain-table num">
        <thead><tr><th scope="col">{t("月份")}</th><th scope="col">{t("商机数")}</th><th scope="col">{t("预计金额")}</th><th scope="col">{t("按赢率折算")}</th><th scope="col">{t("已赢单")}</th><th scope="col">{t("赢单金额")}</th></tr></thead>
        <tbody>
          {shown.map((month) => (
            <tr key={month.month}>
              <th scope="row">{month.month}</th>
              <td>{month.count ? <Link to={monthLink(span, month.month, false)}>{formatCount(month.count)}</Link> : 0}</td>
              <td>{month.count ? <Sum value={month.amount} /> : "—"}</td>
              <td>{month.count ? <Sum value={month.weighted} /> : "—"}</td>
              <td>{month.won_count ? <Link to={monthLink(span, month.month, true)}>{formatCount(month.won_count)}</Link> : 0}</td>
              <td>{month.won_count ? <Sum value={month.won_amount} /> : "—"}</td>
            </tr>
          ))}
          {outside.map((one) => (
            <tr key={one.key}>
              <th scope="row">{one.label}</th>
              <td><Link to={one.to}>{formatCount(one.sum.count)}</Link></td>
              <td><Sum value={one.sum.amount} /></td>
              <td><Sum value={one.sum.weighted} /></td>
              <td>—</td><td>—</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
