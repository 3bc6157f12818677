import { Suspense, lazy, useState } from "react";
import { Button, Segmented } from "antd";
import { DownloadOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Link, useSearchParams } from "react-router";
import { useCan } from "../../../api/me";
import { addDays, dayOf, weekday } from "../../../kit/days";
import { PageHead } from "../../../kit/PageHead";
import { useT } from "../../../i18n";
import { DayInput } from "../parts/DayInput";
import { LateEntry } from "../parts/reports/LateEntry";
import { OwnReport } from "../parts/reports/OwnReport";
import { TeamReports } from "../parts/reports/TeamReports";
import "../diary.css";

const ExportDialog = lazy(() => import("../parts/reports/ExportDialog").then((module) => ({ default: module.ExportDialog })));

/** 日报: one's own day, the team's, or how punctual the team is. */
export function ReportsPage() {
  const { t } = useT();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const [exporting, setExporting] = useState(false);
  const today = dayOf(new Date());
  const named = params.get("day") ?? "";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(named) && named <= today ? named : today;
  const writes = can("daily_reports", "create");
  const asked = params.get("view");
  const view = asked === "late" ? "late" : asked === "team" || !writes ? "team" : "me";
  const set = (name: string, value: string) => setParams((before) => {
    const next = new URLSearchParams(before);
    next.set(name, value);
    return next;
  }, { replace: true });
  const actions = (
    <>
      <Link to="/reports/all"><Button>{t("全部日报")}</Button></Link>
      {can("daily_reports", "export") && <Button icon={<DownloadOutlined aria-hidden />} onClick={() => setExporting(true)}>{t("导出")}</Button>}
    </>
  );
  return (
    <div className="page">
      <PageHead title={t("日报")} note={view === "late" ? undefined : `${day} ${t(weekday(day))}`} actions={actions} />
      <div className="row wrap between touch">
        <Segmented aria-label={t("谁的日报")} value={view} onChange={(value) => set("view", value)}
          options={[...(writes ? [{ value: "me", label: t("我的日报") }] : []), { value: "team", label: t("团队日报") }, { value: "late", label: t("按时与补录") }]} />
        {view !== "late" && <div className="row">
          <Button icon={<LeftOutlined aria-hidden />} aria-label={t("前一天")} onClick={() => set("day", addDays(day, -1))} />
          <DayInput aria-label={t("日期")} value={day} max={today} onChange={(value) => set("day", value)} />
          <Button icon={<RightOutlined aria-hidden />} aria-label={t("后一天")} disabled={day >= today} onClick={() => set("day", addDays(day, 1))} />
          {day !== today && <Button onClick={() => set("day", today)}>{t("今天")}</Button>}
        </div>}
      </div>
      {view === "late" ? <LateEntry /> : view === "team" ? <TeamReports day={day} /> : <OwnReport day={day} />}
      <Suspense fallback={null}>{exporting && <ExportDialog day={day} team={view !== "me"} onClose={() => setExporting(false)} />}</Suspense>
    </div>
  );
}
