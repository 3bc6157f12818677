import { useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import { Link } from "react-router";
import { dayOf } from "../../../kit/days";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDecimal } from "../../../kit/format";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { usageQuery, type Use } from "../api";
import { short, sum } from "../model/week";
import { useLooking } from "../parts/fields";
import "../effort.css";

const LINKS: Record<string, (id: string) => string> = { person: (id) => `/pool-resources?open=${id}`, project: (id) => `/projects/${id}` };

/** 利用率: hours that were sent against the hours that there were, by person, unit or project. */
export function UsePage() {
  const { t } = useT();
  const [params, set] = useLooking();
  const [today] = useState(() => dayOf(new Date()));
  const month = params.get("month") ?? today.slice(0, 7);
  const first = dayjs(`${month}-01`);
  const by = params.get("by") ?? "person";
  const asked = { since: first.format("YYYY-MM-DD"), until: first.endOf("month").format("YYYY-MM-DD"), by, unit: params.get("unit") ?? undefined };
  const use = useQuery({ ...usageQuery(asked), placeholderData: keepPreviousData });
  const lines = use.data ?? [];
  return (
    <div className="page">
      <PageHead title={t("利用率")} note={use.data ? t("合计 {{n}} 小时", { n: sum(lines.map((line) => line.hours)) }) : undefined} />
      <section className="panel effort-filter touch" aria-label={t("筛选")}>
        <Segmented aria-label={t("分组")} value={by} onChange={(value) => set({ by: value })} options={[{ value: "person", label: t("按人员和设备") }, { value: "unit", label: t("按单位") }, { value: "project", label: t("按项目") }]} />
        <DatePicker picker="month" aria-label={t("月份")} allowClear={false} value={first} maxDate={dayjs(today)} onChange={(value: dayjs.Dayjs | null) => value && set({ month: value.format("YYYY-MM") })} />
        <span className="effort-pick"><RefSelect resource="units" aria-label={t("单位")} placeholder={t("全部单位")} allowClear value={asked.unit ?? null} onChange={(unit) => set({ unit })} /></span>
      </section>
      <section className="panel panel-body">
        {use.isPending && <LinesSkeleton rows={6} />}
        {use.isError && <ErrorBox error={use.error} onRetry={() => void use.refetch()} />}
        {use.data?.length === 0 && <Empty text={t("这个月还没有提交的工时")} />}
        {lines.length > 0 && (
          <div className="related effort-scroll">
            <table>
              <thead><tr><th scope="col">{by === "project" ? t("项目") : by === "unit" ? t("单位") : t("资源")}</th>{by !== "unit" && <th scope="col" className="effort-aside">{t("所属单位")}</th>}<th scope="col" className="right">{t("工时")}</th><th scope="col" className="right effort-aside">{t("加班")}</th>{by !== "project" && <><th scope="col" className="right effort-aside">{t("可用工时")}</th><th scope="col">{t("利用率")}</th></>}</tr></thead>
              <tbody>{lines.map((line) => <UseLine key={line.id} line={line} by={by} />)}</tbody>
            </table>
          </div>
        )}
      </section>
      <p className="muted small">{t("按已提交和已批准的工时计算；可用工时扣除休息日和不可用时段。")}</p>
    </div>
  );
}

function UseLine({ line, by }: { line: Use; by: string }) {
  const link = LINKS[by]?.(line.id);
  return (
    <tr>
      <td>{link ? <Link to={link}>{line.label}</Link> : line.label}</td>
      {by !== "unit" && <td className="second effort-aside">{line.unit}</td>}
      <td className="right num">{short(line.hours)}</td>
      <td className="right num effort-aside">{Number(line.overtime) ? short(line.overtime) : "—"}</td>
      {by !== "project" && <><td className="right num effort-aside">{line.capacity === null ? "—" : formatDecimal(Math.round(line.capacity), 0)}</td><td><UseBar percent={line.percent} /></td></>}
    </tr>
  );
}

function UseBar({ percent }: { percent: number | null }) {
  if (percent === null) return <span className="muted">—</span>;
  return <span className="use-bar"><span className="bar" aria-hidden><span className={percent > 100 ? "over" : ""} style={{ width: `${Math.min(100, percent)}%` }} /></span><span className="num">{percent}%</span></span>;
}
