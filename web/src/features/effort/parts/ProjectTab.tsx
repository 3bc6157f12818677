import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { CalendarOutlined, UserAddOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { DateText } from "../../../kit/DateText";
import { dayOf } from "../../../kit/days";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { Money } from "../../../kit/Money";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { effortQuery, loadQuery, type ProjectEffort } from "../api";
import { monday, short } from "../model/week";
import { CandidatesDialog } from "./CandidatesDialog";
import { FeedDialog } from "./FeedDialog";
import { HeatLegend, HeatTable } from "./HeatTable";
import "../effort.css";

/** 人员与工时 of a project: the load of its people, what is asked for, what was worked. */
export function ProjectTab({ row }: RecordProps) {
  const { t } = useT();
  const can = useCan();
  const [open, setOpen] = useState<"" | "candidates" | "feed">("");
  const mine = ((row._can as string[] | undefined) ?? []).includes("update") && !row.archived_at && row.phase !== "closed";
  return (
    <div className="col" style={{ gap: 16 }}>
      <div className="row wrap end touch drawer-pad" style={{ paddingBottom: 0 }}>
        <Button icon={<CalendarOutlined aria-hidden />} onClick={() => setOpen("feed")}>{t("订阅项目日历")}</Button>
        {can("resource_requests", "create") && <Link to={`/free?project=${row.id}`}><Button>{t("找人找设备")}</Button></Link>}
        {mine && <Button type="primary" icon={<UserAddOutlined aria-hidden />} onClick={() => setOpen("candidates")}>{t("推荐成员")}</Button>}
      </div>
      {can("timesheets", "read") && <Effort project={row.id} />}
      {can("pool_resources", "read") && <LoadOf project={row.id} />}
      {can("bookings", "read") && <section><h3 className="drawer-section drawer-pad">{t("项目安排")}</h3><RelatedList resource="bookings" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["resource", "since", "until", "percent", "note"]} sort="since" closed={!mine} /></section>}
      {can("resource_requests", "read") && <section><h3 className="drawer-section drawer-pad">{t("用人申请")}</h3><RelatedList resource="resource_requests" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["kind", "skills", "granted", "since", "until", "unit", "state"]} sort="-since" closed={!mine} /></section>}
      {open === "candidates" && <CandidatesDialog project={row.id} onClose={() => setOpen("")} />}
      {open === "feed" && <FeedDialog project={row.id} onClose={() => setOpen("")} />}
    </div>
  );
}

function Effort({ project }: { project: string }) {
  const { t } = useT();
  const effort = useQuery(effortQuery(project));
  if (effort.isPending) return <LinesSkeleton rows={3} />;
  if (effort.isError) return <ErrorBox error={effort.error} onRetry={() => void effort.refetch()} />;
  const data = effort.data;
  if (!data.people.length) return <Empty text={t("这个项目还没有填报工时")} />;
  return (
    <section className="drawer-pad col">
      <Figures data={data} />
      <div className="related effort-scroll">
        <table>
          <thead><tr><th scope="col">{t("资源")}</th><th scope="col">{t("所属单位")}</th><th scope="col" className="right">{t("工时")}</th><th scope="col" className="right">{t("加班")}</th><th scope="col" className="right">{t("天数")}</th><th scope="col">{t("最近")}</th></tr></thead>
          <tbody>
            {data.people.map((one) => (
              <tr key={one.id}><td>{one.name}</td><td className="second">{one.unit}</td><td className="right num">{short(one.hours)}</td><td className="right num">{Number(one.overtime) ? short(one.overtime) : "—"}</td><td className="right num">{one.days}</td><td><DateText value={one.last} /></td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Figures({ data }: { data: ProjectEffort }) {
  const { t } = useT();
  const figures: [string, React.ReactNode][] = [[t("累计工时"), short(data.hours)], [t("其中加班"), short(data.overtime)], [t("尚未批准"), short(data.waiting)]];
  if (data.costed !== null) figures.push([t("工时成本"), <Money key="m" value={data.costed} />]);
  return <div className="effort-figures">{figures.map(([label, value]) => <div className="panel effort-figure" key={label}><span className="muted small">{label}</span><b className="num">{value}</b></div>)}</div>;
}

function LoadOf({ project }: { project: string }) {
  const { t } = useT();
  const phone = useIsPhone();
  const [since] = useState(() => monday(dayOf(new Date())));
  const load = useQuery(loadQuery({ since, weeks: phone ? 4 : 10, project }));
  if (!load.data?.rows.length) return null;
  return <section className="drawer-pad col"><h3 className="drawer-section">{t("成员和设备的负荷（全部项目）")}</h3><HeatLegend /><HeatTable load={load.data} /></section>;
}
