import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ClockCircleOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import type { Row } from "../../../api/types";
import { useMeta } from "../../../api/meta";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { tk, useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { CreateButton } from "../../../resource/form/CreateButton";
import type { RecordProps } from "../../../resource/registry";
import { RESOURCE, rhythmQuery } from "../api";
import { RhythmDialog } from "./RhythmDialog";
import { OfProject } from "./Satisfaction";
import { KindTag, ReportState } from "./cells";
import "../reporting.css";

export const RHYTHMS: Record<string, string> = { none: tk("不自动生成"), weekly: tk("每周自动生成草稿"), monthly: tk("每月自动生成草稿"), both: tk("每周和每月自动生成草稿") };

/** The reports of a project, when they are due, and what the customer says. */
export function ReportsTab({ row }: RecordProps) {
  const { t } = useT();
  const meta = useMeta(RESOURCE);
  const list = useList(RESOURCE, { q: "", filter: ["project", "=", row.id], sort: "-until" }, true);
  const rhythm = useQuery(rhythmQuery(row.id));
  const asks = useCan()("surveys", "read");
  const [setting, setSetting] = useState(false);
  const create = meta.data && rhythm.data?.may_write ? <CreateButton meta={meta.data} initial={{ project: row.id }} quiet /> : null;
  return (
    <div className="drawer-pad col">
      <div className="row between wrap touch">
        <span className="row muted small"><ClockCircleOutlined aria-hidden />{rhythm.data ? t(RHYTHMS[rhythm.data.rhythm]!) : ""}
          {rhythm.data?.may_write && <Button type="link" size="small" onClick={() => setSetting(true)}>{t("设置")}</Button>}
        </span>
        {list.rows.length > 0 && create}
      </div>
      {list.isPending && <LinesSkeleton />}
      {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
      {!list.isPending && !list.error && !list.rows.length && <Empty text={t("还没有报告。新建一期，进度、里程碑和问题会自动汇总进来。")} action={create} />}
      <ul className="report-list">{list.rows.map((one) => <Line key={one.id} report={one} />)}</ul>
      {list.hasMore && <div style={{ textAlign: "center" }}><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {asks && <OfProject id={row.id} />}
      {setting && rhythm.data && <RhythmDialog project={row} rhythm={rhythm.data} onClose={() => setSetting(false)} />}
    </div>
  );
}

function Line({ report }: { report: Row }) {
  const { t } = useT();
  const owner = report.owner as { label: string } | null;
  return (
    <li>
      <span className="row wrap"><KindTag value={report.kind} /><Link to={`/project-reports/${report.id}`}>{String(report.name)}</Link><ReportState value={report.state} /></span>
      <span className="muted small row wrap"><span className="num">{String(report.number)}</span>{owner && <span>{owner.label}</span>}
        {report.sent_at ? <span>{t("发送于")} <DateText value={String(report.sent_at)} kind="ago" /></span> : null}</span>
    </li>
  );
}
