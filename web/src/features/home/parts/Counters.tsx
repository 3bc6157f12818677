import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useT } from "../../../i18n";
import type { Counter, Workbench } from "../api";
import { changeOf, shownValue } from "../figures";
import { linkTo } from "../links";

/** Figures of the month, each with its change against the same days of last month; a tap opens the records behind it. */
export function Counters({ counters, compared }: { counters: Counter[]; compared: Workbench["compared"] }) {
  const { t } = useT();
  const days = t("本月 {{since}} 至 {{until}}，与上月 {{from}} 至 {{to}} 相比", {
    since: compared.since.slice(5), until: compared.until.slice(5), from: compared.before_since.slice(5), to: compared.before_until.slice(5),
  });
  return <ul className="home-counters" title={days} aria-label={t("本月指标")}>{counters.map((counter) => <li key={counter.key}><Figure counter={counter} /></li>)}</ul>;
}

function Figure({ counter }: { counter: Counter }) {
  const shown = shownValue(counter.value, counter.unit);
  const inside = (
    <>
      <span className="home-counter-label ellipsis">{counter.label}</span>
      <span className="home-counter-value"><b className="num">{shown.value}</b>{shown.unit && <span>{shown.unit}</span>}</span>
      <Against counter={counter} />
    </>
  );
  return counter.link ? <Link className="panel home-counter" to={linkTo(counter.link)}>{inside}</Link> : <div className="panel home-counter">{inside}</div>;
}

function Against({ counter }: { counter: Counter }) {
  const { t } = useT();
  const change = changeOf(counter);
  if (!change) return <span className="home-against muted">{t("当前")}</span>;
  if (change.direction === "same") return <span className="home-against muted">{t("与上月持平")}</span>;
  const before = shownValue(counter.previous ?? "", counter.unit);
  const arrow = change.direction === "up" ? <ArrowUpOutlined aria-label={t("增加")} /> : <ArrowDownOutlined aria-label={t("减少")} />;
  return (
    <span className="home-against num" title={t("上月同期 {{value}}", { value: `${before.value} ${before.unit}`.trim() })}>
      {change.percent
        ? <><span className={change.good ? "success-text" : "danger-text"}>{arrow} {change.percent}</span> {t("较上月")}</>
        : t("上月同期为 0")}
    </span>
  );
}
