import { useEffect } from "react";
import { Alert, Button } from "antd";
import { PrinterOutlined } from "@ant-design/icons";
import { Link, useParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { DateText } from "../../../kit/DateText";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { printUrl, useApproval, useCounts } from "../../../resource/approvals/data";
import { Nodes } from "../../../resource/approvals/Nodes";
import type { ApprovalDetail } from "../../../resource/approvals/types";
import { STATES } from "../../../resource/approvals/words";
import { Verbs } from "../../../resource/approvals/Verbs";
import { recordPath } from "../../../resource/registry";
import { Copies } from "../parts/Copies";
import { GoButton } from "../parts/GoButton";
import { FactsPanel } from "../parts/FactsPanel";
import { Timeline } from "../parts/Timeline";
import "../approvals.css";

/** One approval: the facts on the left, its way and what happened on the right, the buttons always in reach. */
export function Component() {
  const { t } = useT();
  const { id = "" } = useParams();
  const read = useApproval(id);
  if (read.isError && !read.data) {
    const gone = isApiError(read.error) && read.error.status === 404;
    return <div className="page"><div className="panel"><ErrorBox error={read.error} title={gone ? undefined : t("审批没有加载成功")} onRetry={gone ? undefined : () => void read.refetch()} /><p className="apc-back"><Link to="/approvals">{t("返回审批")}</Link></p></div></div>;
  }
  if (!read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded item={read.data} />;
}

export function Loaded({ item }: { item: ApprovalDetail }) {
  const { t } = useT();
  useEffect(() => { document.title = `${item.title} · ${t("筑客")}`; }, [item.title, t]);
  const [label, color] = STATES[item.state];
  return (
    <div className="page apd">
      <header className="apd-head">
        <div className="apd-title">
          <div className="muted small row"><Link to="/approvals">{t("审批")}</Link><span aria-hidden>/</span><span>{item.label}</span></div>
          <div className="row wrap"><h1 className="page-title apd-name">{item.title}</h1><StatusTag color={color}>{t(label)}</StatusTag></div>
          <div className="second small row wrap">
            <span>{t("{{name}} 提交", { name: item.submitter?.label ?? t("系统") })}</span>
            {item.unit && <span>{item.unit.label}</span>}
            <DateText value={item.submitted_at} kind="datetime" />
          </div>
        </div>
        <div className="row wrap touch">
          {item.readable && <GoButton to={recordPath(item.resource, item.object_id)}>{t("打开{{what}}", { what: item.resource_label })}</GoButton>}
          <Button icon={<PrinterOutlined aria-hidden />} href={printUrl(item.id)} target="_blank" rel="noreferrer">{t("打印")}</Button>
        </div>
      </header>
      {item.acts_for && <Alert type="info" showIcon title={t("您代 {{name}} 处理这个审批。", { name: item.acts_for.label })} />}
      {item.changes.length > 0 && <Changed item={item} />}
      <div className="apd-body">
        <div className="col apd-main">
          {item.note && <section className="panel" aria-label={t("提交说明")}><h2 className="panel-head">{t("提交说明")}</h2><p className="panel-body pre">{item.note}</p></section>}
          <FactsPanel item={item} />
        </div>
        <div className="col apd-side">
          <section className="panel" aria-label={t("审批进度")}><h2 className="panel-head"><span>{t("审批进度")}</span><span className="muted small apd-flow">{t("{{name}} 第 {{n}} 版", { name: item.flow.name, n: item.flow.number })}</span></h2><div className="panel-body"><Nodes nodes={item.nodes} /></div></section>
          <Timeline steps={item.timeline} />
          {item.copies.length > 0 && <Copies copies={item.copies} />}
        </div>
      </div>
      {item._can.length > 0 && <div className="apv-bar touch" role="region" aria-label={t("处理")}><Note mine={item._can.includes("approve")} /><span className="row"><Verbs item={item} /></span></div>}
    </div>
  );
}

/** Beside the buttons: whose turn it is, or what else waits. */
function Note({ mine }: { mine: boolean }) {
  const { t } = useT();
  const left = useCounts()?.todo ?? 0;
  if (mine) return <span className="second small apv-bar-note">{t("轮到您审批")}</span>;
  return left > 0 ? <Link to="/approvals">{t("还有 {{n}} 个待我审批", { n: left })}</Link> : <span />;
}

/** The record is no longer what was submitted: it cannot be agreed to. */
function Changed({ item }: { item: ApprovalDetail }) {
  const { t } = useT();
  return (
    <Alert type="warning" showIcon title={t("提交之后内容已被修改，不能同意。请退回或驳回，让提交人重新提交。")} description={
      <ul className="apd-changes">{item.changes.map((one) => <li key={one.name}><span className="second">{one.label}</span> <del>{one.old || "—"}</del> <ins>{one.new || "—"}</ins></li>)}</ul>
    } />
  );
}
