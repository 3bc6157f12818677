import { useState } from "react";
import { Button } from "antd";
import { SendOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import type { Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordHead } from "../../../resource/record/RecordHead";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { recordPath } from "../../../resource/registry";
import { RESOURCE } from "../api";
import { SendDialog } from "../parts/SendDialog";
import { KindTag, ReportState } from "../parts/cells";
import "../reporting.css";

/** One report: written at the left, looked at on the right, sent from the head. */
export function ReportPage() {
  const { t } = useT();
  return (
    <RecordPage resource={RESOURCE} failed={t("报告没有加载成功")} back={{ to: "/project-reports", label: t("返回报告列表") }}>
      {(meta, row) => (
        <RecordBody meta={meta} row={row} title={String(row.name)} archived={t("这份报告已归档，不能再改。")}
          head={(edit) => <Head row={row} actions={<ActionButtons meta={meta} row={offered(row)} onEdit={edit} primary={false} inline={0} />} />} />
      )}
    </RecordPage>
  );
}

/** What was sent is not archived. */
function offered(row: Row): Row {
  return row.state === "sent" ? { ...row, _can: (row._can ?? []).filter((name) => name !== "archive") } : row;
}

function Head({ row, actions }: { row: Row; actions: React.ReactNode }) {
  const { t } = useT();
  const can = useCan();
  const [sending, setSending] = useState(false);
  const project = row.project as Ref;
  return (
    <>
      <RecordHead row={row} from={{ to: "/project-reports", label: t("项目报告") }} name={String(row.name)}
        tags={<><KindTag value={row.kind} /><ReportState value={row.state} /></>}
        facts={<>
          <span><Link to={`${recordPath("projects", project.id)}?tab=reports`}>{project.label}</Link></span>
          <span className="num">{t("{{since}} 至 {{until}}", { since: row.since, until: row.until })}</span>
          {row.sent_at ? <span>{t("发送于")} <DateText value={String(row.sent_at)} kind="datetime" /></span> : null}
          {row.sent_at && can("documents", "read") ? <Link to={`${recordPath("projects", project.id)}?tab=library`}>{t("已归入项目资料")}</Link> : null}
        </>}
        actions={<>
          {actions}
          {row._can?.includes("send") && <Button type="primary" icon={<SendOutlined aria-hidden />} onClick={() => setSending(true)}>{row.state === "sent" ? t("再次发送") : t("发送")}</Button>}
        </>} />
      {sending && <SendDialog row={row} onClose={() => setSending(false)} />}
    </>
  );
}
