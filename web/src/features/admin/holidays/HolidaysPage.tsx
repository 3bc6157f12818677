import { useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useSearchParams } from "react-router";
import { useMeta } from "../../../api/meta";
import { builtIn } from "../../../kit/builtIn";
import { Empty } from "../../../kit/Empty";
import { NoRight } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { PageHead } from "../../../kit/PageHead";
import { CardsSkeleton } from "../../../kit/Skeletons";
import { currentLanguage, useT } from "../../../i18n";
import { allQuery } from "../api";
import { LoadError } from "../LoadError";
import { dayName, spansOf, workdays, type Holiday } from "../model/year";
import { DayDialog } from "./DayDialog";
import { YearView } from "./YearView";
import "./holidays.css";

/** The year with its days off (red) and make-up days (blue). Deadlines and reminders count in these working days. */
export function Component() {
  const { t } = useT();
  const [params, setParams] = useSearchParams();
  const meta = useMeta("holidays");
  const today = formatDate(new Date().toISOString());
  const year = /^\d{4}$/.test(params.get("year") ?? "") ? Number(params.get("year")) : Number(today.slice(0, 4));
  const rows = useQuery({ ...allQuery("holidays", { sort: "day", filter: { and: [["day", "between", [`${year}-01-01`, `${year}-12-31`]]] } }), enabled: meta.isSuccess });
  const [asked, setAsked] = useState<string | null>(null);
  const holidays = useMemo(() => (rows.data ?? []) as Holiday[], [rows.data]);
  const byDay = useMemo(() => new Map(holidays.map((one) => [one.day, one])), [holidays]);
  if (meta.isError || rows.isError) return <LoadError error={meta.error ?? rows.error} title={t("节假日没有加载成功")} onRetry={() => void Promise.all([meta.refetch(), rows.refetch()])} />;
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const go = (to: number) => setParams({ year: String(to) }, { replace: true });
  const mayEdit = meta.data?.can.some((action) => action === "create" || action === "update") ?? false;
  const spans = spansOf(holidays);
  const date = (day: string) => dayName(day, currentLanguage());
  return (
    <div className="page">
      <PageHead title={t("节假日")} note={rows.data && t("{{year}} 年 {{n}} 个工作日", { year, n: workdays(year, byDay) })} actions={
        <span className="row hol-nav">
          <Button icon={<LeftOutlined />} onClick={() => go(year - 1)} aria-label={t("上一年")} />
          <b className="num">{year}</b>
          <Button icon={<RightOutlined />} onClick={() => go(year + 1)} aria-label={t("下一年")} />
        </span>
      } />
      {rows.isPending ? <div className="panel"><CardsSkeleton rows={4} /></div> : (
        <div className="hol-layout">
          <YearView key={year} year={year} holidays={byDay} today={today} onDay={mayEdit ? setAsked : undefined} />
          <aside className="panel hol-list" aria-label={t("放假安排")}>
            <ul className="hol-legend small"><li><i className="hol-off" />{t("放假")}</li><li><i className="hol-work" />{t("调休上班")}</li></ul>
            {!spans.length && <Empty text={t("{{year}} 年还没有放假安排，按周一到周五计算工作日。", { year })} />}
            {spans.map((span) => (
              <div key={span.name + span.first} className="hol-span">
                <b>{builtIn("holidays", span.name)}</b>
                <span className="num second">{span.first === span.last ? date(span.first) : t("{{first}} 至 {{last}}，共 {{n}} 天", { first: date(span.first), last: date(span.last), n: (Date.parse(span.last) - Date.parse(span.first)) / 86_400_000 + 1 })}</span>
                {span.made.length > 0 && <span className="num muted small">{t("{{days}} 上班", { days: span.made.map(date).join(t("、")) })}</span>}
              </div>
            ))}
            {mayEdit && <p className="muted small hol-span">{t("点击日历上的一天即可修改；键盘用方向键选择，回车修改。")}</p>}
          </aside>
        </div>
      )}
      {asked && meta.data && <DayDialog day={asked} holiday={byDay.get(asked) ?? null} names={[...new Set(holidays.map((one) => one.name))]} can={meta.data.can} onClose={() => setAsked(null)} />}
    </div>
  );
}
