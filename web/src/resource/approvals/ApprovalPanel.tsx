import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined, DownOutlined, RollbackOutlined, UpOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { DateText } from "../../kit/DateText";
import { ErrorBox } from "../../kit/ErrorBox";
import { formatDateTime } from "../../kit/format";
import { StatusTag } from "../../kit/StatusTag";
import { useT, type T } from "../../i18n";
import { ofRecordQuery } from "./data";
import { Nodes } from "./Nodes";
import type { ApprovalOfRecord } from "./types";
import { STATES, waitingFor } from "./words";
import { Verbs } from "./Verbs";
import "./approvals.css";

const ICONS = { running: ClockCircleOutlined, approved: CheckCircleOutlined, rejected: CloseCircleOutlined, returned: RollbackOutlined, withdrawn: RollbackOutlined, cancelled: CloseCircleOutlined };

interface Props {
  resource: string;
  id: string;
  /** Only approvals of this verb, where a record has several kinds. */
  verb?: string;
}

/**
 * How the approval of a record stands, on the page of that record: who is waited for, what was said, and the buttons of
 * whoever's turn it is. Draws nothing while the record was never submitted.
 */
export function ApprovalPanel({ resource, id, verb }: Props) {
  const { t } = useT();
  const found = useQuery(ofRecordQuery(resource, id));
  const [open, setOpen] = useState(false);
  if (found.isError) return <section className="panel" aria-label={t("审批")}><ErrorBox error={found.error} title={t("审批没有加载成功")} onRetry={() => void found.refetch()} /></section>;
  const items = (found.data?.items ?? []).filter((item) => !verb || item.verb === verb);
  const [latest, ...earlier] = items;
  if (!latest) return null;
  const Icon = ICONS[latest.state];
  return (
    <section className={`panel apv-panel ${latest.state}`} aria-label={t("审批")}>
      <div className="apv-panel-head">
        <div className="row grow apv-panel-what"><Icon aria-hidden /><span className="grow"><b>{headline(latest, t)}</b> <span className="second small">{t("{{name}} 于 {{time}} 提交", { name: latest.submitter?.label ?? "", time: formatDateTime(latest.submitted_at) })}</span></span></div>
        <div className="row wrap touch">
          <Button type="text" aria-expanded={open} icon={open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />} onClick={() => setOpen(!open)}>{open ? t("收起流程") : t("查看流程")}</Button>
          <Verbs item={latest} brief />
        </div>
      </div>
      {open && (
        <div className="apv-panel-body">
          <Nodes nodes={latest.nodes} />
          <p><Link to={`/approvals/${latest.id}`}>{t("打开审批单")}</Link></p>
          {earlier.length > 0 && <Earlier items={earlier} />}
        </div>
      )}
    </section>
  );
}

function headline(item: ApprovalOfRecord, t: T): string {
  if (item.state === "running") {
    const names = waitingFor(item, t);
    return names ? t("等待 {{names}} 审批", { names }) : t("等待审批");
  }
  const last = item.nodes.flatMap((node) => node.people).findLast((turn) => turn.decided_at && turn.state === item.state);
  const who = last?.by?.label ?? last?.person?.label;
  if (item.state === "rejected" && who) return t("{{name}} 驳回：{{opinion}}", { name: who, opinion: last?.opinion ?? "" });
  if (item.state === "returned" && who) return t("{{name}} 退回：{{opinion}}", { name: who, opinion: last?.opinion ?? "" });
  return `${item.label} ${t(STATES[item.state][0])}`;
}

/** The times before, newest first. */
function Earlier({ items }: { items: ApprovalOfRecord[] }) {
  const { t } = useT();
  return (
    <div>
      <h3 className="muted small">{t("以前的审批")}</h3>
      <ul className="apv-earlier">
        {items.map((item) => (
          <li key={item.id} className="row wrap">
            <Link to={`/approvals/${item.id}`}>{item.label}</Link>
            <StatusTag color={STATES[item.state][1]}>{t(STATES[item.state][0])}</StatusTag>
            <span className="muted small">{item.submitter?.label} · <DateText value={item.submitted_at} kind="datetime" /></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
