import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { Suspense, lazy } from "react";
import { Segmented } from "antd";
import { useMeta } from "../../../../api/meta";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDateTime } from "../../../../kit/format";
import { RefSelect } from "../../../../kit/RefSelect";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { teamQuery, type Member } from "../../api";

const ResourceDrawer = lazy(() => import("../../../../resource/drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));

/** 团队日报: who has sent the day's report, and who has not. */
export function TeamReports({ day }: { day: string }) {
  const { t } = useT();
  const meta = useMeta("daily_reports");
  const [unit, setUnit] = useState<string | null>(null);
  const [show, setShow] = useState("all");
  const [params, setParams] = useSearchParams();
  const [tab, setTab] = useState<string | null>(null);
  const team = useQuery(teamQuery(day, unit));
  const open = params.get("open");
  const setOpen = (id: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (id) next.set("open", id);
    else next.delete("open");
    return next;
  });
  const items = (team.data?.items ?? []).filter((one) => show === "all" || (show === "sent") === Boolean(one.report));
  return (
    <section className="panel" aria-label={t("团队日报")}>
      <div className="panel-head touch" style={{ flexWrap: "wrap" }}>
        <Segmented aria-label={t("显示")} value={show} onChange={setShow} options={[
          { value: "all", label: t("全部") }, { value: "missing", label: t("未提交 {{n}}", { n: team.data?.missing ?? 0 }) }, { value: "sent", label: t("已提交 {{n}}", { n: team.data?.sent ?? 0 }) },
        ]} />
        <RefSelect resource="units" aria-label={t("单位")} allowClear placeholder={t("全部单位")} value={unit} onChange={setUnit} style={{ width: 200 }} />
      </div>
      {team.data && !team.data.workday && <p className="muted small" style={{ padding: "10px 16px 0" }}>{t("这一天不是工作日，不要求交日报。")}</p>}
      {team.isPending && <LinesSkeleton rows={6} />}
      {team.isError && <ErrorBox error={team.error} onRetry={() => void team.refetch()} />}
      {team.data && !items.length && <Empty text={show === "missing" ? t("都提交了") : team.data.workday ? t("没有要交日报的人") : t("这一天没有人写日报")} />}
      {items.map((one) => <MemberLine key={one.person.id} member={one} onOpen={() => one.report && setOpen(one.report.id)} />)}
      <Suspense fallback={null}>
        {open && meta.data && <ResourceDrawer meta={meta.data} id={open} tab={tab} onTab={setTab} onClose={() => setOpen(null)} />}
      </Suspense>
    </section>
  );
}

function MemberLine({ member, onOpen }: { member: Member; onOpen: () => void }) {
  const { t } = useT();
  const { report, person, unit } = member;
  const head = (
    <span className="row between">
      <span className="row"><b>{person.label}</b><span className="small muted ellipsis">{unit?.label}</span></span>
      {report
        ? <span className="row">{report.late_days > 0 && <StatusTag color="orange">{t("补报 {{n}} 天", { n: report.late_days })}</StatusTag>}<span className="small muted num">{formatDateTime(report.sent_at).slice(5)}</span></span>
        : <StatusTag color="orange">{t("未提交")}</StatusTag>}
    </span>
  );
  if (!report) return <div className="report-member">{head}</div>;
  return (
    <button type="button" className="plain report-member" onClick={onOpen} aria-label={t("{{name}} 的日报", { name: person.label })}>
      {head}
      <span className="row small second num" style={{ marginTop: 2 }}>{t("沟通 {{n}} 次", { n: report.contacts_count })} · {t("拜访 {{n}} 次", { n: report.visits_count })}</span>
      {report.summary && <span className="pre" style={{ display: "block", marginTop: 4 }}>{report.summary}</span>}
      {report.problems && <span className="pre warning-text" style={{ display: "block", marginTop: 2 }}>{t("问题：{{text}}", { text: report.problems })}</span>}
    </button>
  );
}
