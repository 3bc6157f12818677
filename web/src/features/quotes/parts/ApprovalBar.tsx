import { useState } from "react";
import { Button, Input } from "antd";
import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import type { Meta, Ref, Row } from "../../../api/types";
import { formatDateTime } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { useT, type T } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import { useApprovers } from "../api";

/** How the approval stands; who may decide does it here, with an opinion. */
export function ApprovalBar({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const state = String(row.state);
  const approvers = useApprovers(row.id, state === "submitted").data;
  const by = (row.decided_by as Ref | null)?.label ?? "";
  const at = formatDateTime(row.decided_at as string);
  if (state === "submitted") {
    const names = waitingFor(approvers?.map((one) => one.label) ?? [], t);
    return (
      <section className="panel approval waiting" aria-label={t("审批")}>
        <div className="row"><ClockCircleOutlined aria-hidden /><span><b title={approvers?.map((one) => one.label).join(t("、"))}>{names ? t("等待 {{names}} 审批", { names }) : t("等待审批")}</b><span className="second"> · {t("{{name}} 于 {{time}} 提交", { name: (row.submitted_by as Ref | null)?.label ?? "", time: formatDateTime(row.submitted_at as string) })}</span></span></div>
        {(row._can ?? []).includes("approve") && <Decide meta={meta} row={row} />}
      </section>
    );
  }
  if (state === "rejected") {
    return (
      <section className="panel approval rejected" aria-label={t("审批")}>
        <div className="row"><CloseCircleOutlined aria-hidden /><span><b>{t("{{name}} 驳回：{{opinion}}", { name: by, opinion: String(row.opinion) })}</b><span className="second"> · {at} · {t("改好后可重新提交审批")}</span></span></div>
      </section>
    );
  }
  if (!row.decided_at || state === "draft") return null;
  return (
    <section className="panel approval approved" aria-label={t("审批")}>
      <div className="row"><CheckCircleOutlined aria-hidden /><span>{t("{{name}} 于 {{time}} 批准", { name: by, time: at })}{row.opinion ? <span className="second"> · {String(row.opinion)}</span> : null}
        {row.decline_reason ? <span className="second"> · {t("客户谢绝：{{reason}}", { reason: String(row.decline_reason) })}</span> : null}</span></div>
    </section>
  );
}

/** Two by name; of more, how many. */
export function waitingFor(names: string[], t: T): string {
  const two = names.slice(0, 2).join(t("、"));
  return names.length > 2 ? t("{{names}} 等 {{n}} 人", { names: two, n: names.length }) : two;
}

function Decide({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(meta.name);
  const [opinion, setOpinion] = useState("");
  const [missing, setMissing] = useState(false);
  const decide = (verb: "approve" | "reject") => {
    if (verb === "reject" && !opinion.trim()) return setMissing(true);
    run.mutate({ row, verb, inputs: { opinion: opinion.trim() } }, {
      onSuccess: () => notify.ok(verb === "approve" ? t("已批准") : t("已驳回")),
      onError: (error) => notify.fail(error),
    });
  };
  return (
    <div className="approval-decide touch">
      <Input value={opinion} maxLength={1000} status={missing ? "error" : undefined} onChange={(event) => { setOpinion(event.target.value); setMissing(false); }} placeholder={missing ? t("驳回请写明原因") : t("审批意见（驳回必填）")} aria-label={t("审批意见")} />
      <Button danger loading={run.isPending && run.variables?.verb === "reject"} onClick={() => decide("reject")}>{t("驳回")}</Button>
      <Button type="primary" loading={run.isPending && run.variables?.verb === "approve"} onClick={() => decide("approve")}>{t("批准")}</Button>
    </div>
  );
}
