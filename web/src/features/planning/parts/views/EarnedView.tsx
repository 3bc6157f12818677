import { useState } from "react";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { Chart } from "../../../../kit/Chart";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDecimal, moneyWithUnit } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { currentLanguage, t, useT } from "../../../../i18n";
import { useEarned, type Earned } from "../../api";
import type { ViewProps } from "../PlanView";

/** 挣值: what should have been done, what has been done, what it has cost, and where that leads. */
export function EarnedView({ plan }: ViewProps) {
  const { t } = useT();
  const [on, setOn] = useState<string | null>(null);
  const earned = useEarned(plan.id, on);
  return (
    <section className="panel earned" aria-label={t("挣值分析")} aria-busy={earned.isFetching}>
      <header className="panel-head"><h2>{t("挣值分析")}</h2><label className="row small second">{t("截至")}<DatePicker value={on ? dayjs(on) : null} onChange={(day) => setOn(day ? day.format("YYYY-MM-DD") : null)} placeholder={t("今天")} aria-label={t("截至")} /></label></header>
      {earned.isPending && <LinesSkeleton rows={6} />}
      {earned.isError && !earned.data && <ErrorBox error={earned.error} onRetry={() => void earned.refetch()} />}
      {earned.data && (Number(earned.data.bac) > 0 ? <div className="panel-body col"><Verdict earned={earned.data} />{earned.data.unit !== "money" && <p className="muted small">{earned.data.masked ? t("金额对您不可见，这里按完成比例显示。") : t("任务和项目都没有预算，这里按工时计算。")}</p>}<Figures earned={earned.data} /><Curve earned={earned.data} /></div>
        : <Empty text={t("计划里还没有任务，算不出挣值。")} />)}
    </section>
  );
}

/** A figure in the unit that the person gets: money, hours of work, or percent of the whole. */
function figure(value: string | null, unit: Earned["unit"]): string {
  if (value === null) return "—";
  if (unit === "money") return moneyWithUnit(value);
  return unit === "hours" ? t("{{n}}小时", { n: formatDecimal(value, 0) }) : `${formatDecimal(value, 1)}%`;
}

const ratio = (value: number | null) => (value === null ? "—" : formatDecimal(String(value), 2));

/** In words: ahead or behind, dearer or cheaper. */
function Verdict({ earned }: { earned: Earned }) {
  const { t } = useT();
  const { spi, cpi } = earned;
  const line = (value: number | null, good: string, bad: string, even: string, none: string) => {
    if (value === null) return <span className="muted">{none}</span>;
    const n = Number(value);
    return <span className={n < 0.95 ? "danger-text" : n > 1.05 ? "success-text" : undefined}>{n < 0.995 ? bad : n > 1.005 ? good : even}</span>;
  };
  return (
    <p className="earned-verdict">
      {line(spi, t("进度超前于计划"), t("进度落后于计划"), t("进度与计划一致"), t("还没有计划值"))}{!earned.masked && earned.unit === "money" && <><span className="muted"> · </span>
      {line(cpi, t("花费低于完成的工作"), t("花费超过完成的工作"), t("花费与完成的工作相当"), t("还没有发生成本"))}</>}
    </p>
  );
}

function Figures({ earned }: { earned: Earned }) {
  const { t } = useT();
  const { unit } = earned;
  const tone = (value: string | null) => (value !== null && Number(value) < 0 ? "danger-text" : undefined);
  const facts: [string, string, string | null, string?][] = [
    ["BAC", t("完工预算"), figure(earned.bac, unit)], ["PV", t("计划值"), figure(earned.pv, unit)], ["EV", t("挣值"), figure(earned.ev, unit)], ["AC", t("实际成本"), figure(earned.ac, unit)],
    ["SV", t("进度偏差"), figure(earned.sv, unit), tone(earned.sv)], ["CV", t("成本偏差"), figure(earned.cv, unit), tone(earned.cv)], ["SPI", t("进度绩效"), ratio(earned.spi)], ["CPI", t("成本绩效"), ratio(earned.cpi)],
    ["EAC", t("完工估算"), figure(earned.eac, unit)], ["ETC", t("尚需成本"), figure(earned.etc, unit)], ["VAC", t("完工偏差"), figure(earned.vac, unit), tone(earned.vac)],
  ];
  const shown = earned.masked || unit === "hours" ? facts.filter(([, , value]) => value !== "—") : facts;
  return <dl className="earned-figures num">{shown.map(([code, label, value, look]) => <div key={code}><dt>{label} <span className="muted">{code}</span></dt><dd className={look}>{value}</dd></div>)}</dl>;
}

function Curve({ earned }: { earned: Earned }) {
  const { t } = useT();
  const english = currentLanguage() === "en";
  const unit = earned.unit !== "money" ? 1 : english ? 1_000_000 : 10_000;
  const name = earned.unit === "hours" ? t("小时") : earned.unit === "percent" ? "%" : english ? t("百万元") : t("万元");
  const values = (key: "pv" | "ev" | "ac") => earned.curve.map((point) => (point[key] === null || point[key] === undefined ? null : Math.round((Number(point[key]) / unit) * 100) / 100));
  const series = (name: string, key: "pv" | "ev" | "ac", more: object = {}) => ({ name, type: "line", showSymbol: false, smooth: 0.2, lineStyle: { width: 2 }, data: values(key), ...more });
  const option = {
    grid: { left: 8, right: 16, top: 48, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8 },
    tooltip: { trigger: "axis", valueFormatter: (n: number | null) => (n === null ? "—" : `${formatDecimal(String(n), 2)} ${name}`) },
    xAxis: { type: "category", boundaryGap: false, data: earned.curve.map((point) => point.on) },
    yAxis: { type: "value", name, nameTextStyle: { align: "left" } },
    series: [series(t("计划值 PV"), "pv", { lineStyle: { width: 2, type: "dashed" } }), series(t("挣值 EV"), "ev"), ...(earned.curve.some((point) => point.ac !== null) ? [series(t("实际成本 AC"), "ac")] : [])],
  };
  return <Chart option={option} height={320} label={t("计划值、挣值和实际成本的累计曲线")} />;
}
