import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { Link } from "react-router";
import type { Filter } from "../../../../api/types";
import { dayOf } from "../../../../kit/days";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { RefSelect } from "../../../../kit/RefSelect";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { punctualityQuery, type PersonTally, type Tally } from "../../api";
import { MONTHS, monthSpan, worstFirst, type Month } from "../../model/months";

/** 按时与补录: of a month, who sent the reports on the day, and how many talks were entered later than they were held. */
export function LateEntry() {
  const { t } = useT();
  const [month, setMonth] = useState<Month>("this");
  const [unit, setUnit] = useState<string | null>(null);
  const { since, until } = monthSpan(month, dayOf(new Date()));
  const found = useQuery(punctualityQuery(since, until, unit));
  return (
    <section className="panel" aria-label={t("按时与补录")} aria-busy={found.isFetching}>
      <div className="panel-head touch" style={{ flexWrap: "wrap" }}>
        <Segmented aria-label={t("时间")} value={month} onChange={setMonth} options={MONTHS.map(([value, label]) => ({ value, label: t(label) }))} />
        <RefSelect resource="units" aria-label={t("单位")} allowClear placeholder={t("全部单位")} value={unit} onChange={setUnit} style={{ width: 200 }} />
      </div>
      {found.isPending && <LinesSkeleton rows={6} />}
      {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && !found.data.items.length && <Empty text={t("没有要交日报的人")} />}
      {found.data && found.data.items.length > 0 && (
        <>
          <p className="second small num late-said">{t("日报从团队的第一份起算，共 {{n}} 个工作日；当天之后才录入的算补录。", { n: found.data.workdays })}</p>
          <ol className="late-list">
            <Head />
            <Line name={t("合计")} tally={found.data.total} />
            {worstFirst(found.data.items).map((one) => <Line key={one.person.id} name={one.person.label} person={one} tally={one} since={since} until={until} />)}
          </ol>
        </>
      )}
    </section>
  );
}

function Head() {
  const { t } = useT();
  return <li className="late-row late-head" aria-hidden><span>{t("人员")}</span><span>{t("已交日报")}</span><span>{t("补报")}</span><span>{t("未交")}</span><span>{t("沟通")}</span><span>{t("补录")}</span><span>{t("补录率")}</span></li>;
}

function Line({ name, tally, person, since, until }: { name: string; tally: Tally; person?: PersonTally; since?: string; until?: string }) {
  const { t } = useT();
  const share = tally.late_talks_share === null ? "—" : `${tally.late_talks_share}%`;
  const late: Filter | null = person && tally.late_talks ? { and: [["owner", "=", person.person.id], ["late_days", ">", 0], ["occurred_at", "between", [since, until]]] } : null;
  return (
    <li className={person ? "late-row" : "late-row late-total"}>
      <span className="late-name"><b>{name}</b>{person?.unit && <span className="small muted ellipsis">{person.unit.label}</span>}</span>
      <Figure label={t("已交日报")} text={`${tally.sent} / ${tally.due}`} />
      <Figure label={t("补报")} text={tally.late} warn={tally.late > 0} />
      <Figure label={t("未交")} text={tally.missing} warn={tally.missing > 0} />
      <Figure label={t("沟通")} text={tally.talks} />
      <Figure label={t("补录")} text={tally.late_talks} warn={tally.late_talks > 0} to={late ? `/interactions?${new URLSearchParams({ view: "all", filter: JSON.stringify(late) }).toString()}` : undefined} />
      <Figure label={t("补录率")} text={share} />
    </li>
  );
}

function Figure({ label, text, warn, to }: { label: string; text: string | number; warn?: boolean; to?: string }) {
  return <span className={warn ? "num warning-text" : "num"}><i className="late-label">{label}</i>{to ? <Link to={to}>{text}</Link> : text}</span>;
}
