import { useQuery } from "@tanstack/react-query";
import { CheckCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import type { Ref, Row } from "../../../api/types";
import { formatDateTime } from "../../../kit/format";
import { useT } from "../../../i18n";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { ofRecordQuery } from "../../../resource/approvals/data";
import { RESOURCE } from "../api";

/** How the approval stands. A quotation decided before it had a flow tells what is written on it. */
export function ApprovalBar({ row }: { row: Row }) {
  const found = useQuery(ofRecordQuery(RESOURCE, row.id));
  const flows = found.isError || (found.data?.items.length ?? 0) > 0;
  return (
    <>
      {flows ? <ApprovalPanel resource={RESOURCE} id={row.id} /> : found.data && <Written row={row} />}
      <Declined row={row} />
    </>
  );
}

function Written({ row }: { row: Row }) {
  const { t } = useT();
  const by = (row.decided_by as Ref | null)?.label ?? "";
  const at = formatDateTime(row.decided_at as string);
  if (!row.decided_at || row.state === "draft" || row.state === "submitted") return null;
  if (row.state === "rejected") {
    return (
      <section className="panel approval rejected" aria-label={t("审批")}>
        <div className="row"><CloseCircleOutlined aria-hidden /><span><b>{t("{{name}} 驳回：{{opinion}}", { name: by, opinion: String(row.opinion) })}</b><span className="second"> · {at} · {t("改好后可重新提交审批")}</span></span></div>
      </section>
    );
  }
  return (
    <section className="panel approval approved" aria-label={t("审批")}>
      <div className="row"><CheckCircleOutlined aria-hidden /><span>{t("{{name}} 于 {{time}} 批准", { name: by, time: at })}{row.opinion ? <span className="second"> · {String(row.opinion)}</span> : null}</span></div>
    </section>
  );
}

function Declined({ row }: { row: Row }) {
  const { t } = useT();
  if (!row.decline_reason) return null;
  return (
    <section className="panel approval rejected" aria-label={t("客户答复")}>
      <div className="row"><CloseCircleOutlined aria-hidden /><span>{t("客户谢绝：{{reason}}", { reason: String(row.decline_reason) })}</span></div>
    </section>
  );
}
