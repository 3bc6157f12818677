import { useState } from "react";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { Chart } from "../../../../kit/Chart";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDecimal, moneyWithUnit } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { currentLanguage, useT } from "../../../../i18n";
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
      {earned.data && (Number(earned.data.bac) > 0 ? <div className="panel-body col"><Verdict earned={earned.data} /><Figures earned={earned.data} /><Curve earned={earned.data} /></div>
        : <Empty text={t("任务还没有预算。给任务填写预算后，这里会算出挣值、进度偏差和完工预测。")} />)}
    </section>
  );
}

const ratio = (value: string | number | null) => (value === null ? "—" : formatDecimal(String(value), 2));

/** In words: ahead or behind, dearer or cheaper. */
function Verdict({ earned }: { earned: Earned }) {
  const { t } = useT();
  const { spi, cpi } = earned;
  const line = (value: string | number | null, good: string, bad: string, even: string, none: string) => {
    if (value === null) return <span className="muted">{none}</span>;
    const n = Number(value);
    return <span className={n < 0.95 ? "danger-text" : n > 1.05 ? "success-text" : undefined}>{n < 0.995 ? bad : n > 1.005 ? good : even}</span>;
  };
  return (
    <p className="earned-verdict">
      {line(spi, t("进度超前于计划"), t("进度落后于计划"), t("进度与计划一致"), t("还没有计划值"))}<span className="muted"> · </span>
      {line(cpi, t("花费低于完成的工作"), t("花费超过完成的工作"), t("花费与完成的工作相当"), t("还没有发生成本"))}
    </p>
  );
}

function Figures({ earned }: { earned: Earned }) {
  const { t } = useT();
  const tone = (value: string | null) => (value !== null && Number(value) < 0 ? "danger-text" : undefined);
  const facts: [string, string, string | null, string?][] = [
    ["BAC", t("完工预算"), moneyWithUnit(earned.bac)], ["PV", t("计划值"), moneyWithUnit(earned.pv)], ["EV", t("挣值"), moneyWithUnit(earned.ev)], ["AC", t("实际成本"), moneyWithUnit(earned.ac)],
    ["SV", t("进度偏差"), moneyWithUnit(earned.sv), tone(earned.sv)], ["CV", t("成本偏差"), moneyWithUnit(earned.cv), tone(earned.cv)], ["SPI", t("进度绩效"), ratio(earned.spi)], ["CPI", t("成本绩效"), ratio(earned.cpi)],
    ["EAC", t("完工估算"), moneyWithUnit(earned.eac)], ["ETC", t("尚需成本"), moneyWithUnit(earned.etc)], ["VAC", t("完工偏差"), moneyWithUnit(earned.vac), tone(earned.vac)],
  ];
  return <dl className="earned-figures num">{facts.map(([code, label, value, look]) => <div key={code}><dt>{label} <span className="muted">{code}</span></dt><dd className={look}>{value}</dd></div>)}</dl>;
}

function Curve({ earned }: { earned: Earned }) {
  const { t } = useT();
  const english = currentLanguage() === "en";
  const unit = english ? 1_000_000 : 10_000;
  const values = (key: "pv" | "ev" | "ac") => earned.curve.map((point) => (point[key] === null || point[key] === undefined ? null : Math.round((Number(point[key]) / unit) * 100) / 100));
  const line = (name: string, key: "pv" | "ev" | "ac", more: object = {}) => ({ name, type: "line", showSymbol: false, smooth: 0.2, lineStyle: { width: 2 }, data: values(key), ...more });
  const option = {
    grid: { left: 8, right: 16, top: 48, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8 },
    tooltip: { trigger: "axis", valueFormatter: (n: number | null) => (n === null ? "—" : `${formatDecimal(String(n), 2)} ${english ? t("百万元") : t("万元")}`) },
    xAxis: { type: "category", boundaryGap: false, data: earned.curve.map((point) => point.on) },
    yAxis: { type: "value", name: english ? t("百万元") : t("万元"), nameTextStyle: { align: "left" } },
    series: [line(t("计划值 PV"), "pv", { lineStyle: { width: 2, type: "dashed" } }), line(t("挣值 EV"), "ev"), line(t("实际成本 AC"), "ac")],
  };
  return <Chart option={option} height={320} label={t("计划值、挣值和实际成本的累计曲线")} />;
}
