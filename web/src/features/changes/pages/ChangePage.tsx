import { lazy, Suspense, useState } from "react";
import { Alert } from "antd";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordHead, RecordSum, StageSteps } from "../../../resource/record/RecordHead";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { CHANGES } from "../api";
import { ChangeState } from "../parts/cells";
import { Effects } from "../parts/Effects";
import "../changes.css";

const EditChange = lazy(() => import("../parts/ChangeForm").then((module) => ({ default: module.EditChange })));

/** One change: what it does to plan, budget and contract, how its approval stands. */
export function ChangePage() {
  const { t } = useT();
  const [editing, setEditing] = useState(false);
  return (
    <RecordPage resource={CHANGES} failed={t("变更没有加载成功")} back={{ to: "/changes", label: t("返回变更列表") }}>
      {(meta, row) => (
        <>
          <RecordBody meta={meta} row={row} title={String(row.title)} archived={t("这个变更已归档")} className="change-page"
            head={() => <Head row={row} actions={<ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} />} />}>
            <Steps row={row} />
            {Boolean(row.failed) && <Alert type="error" showIcon title={t("变更已批准，但有影响没有生效。请按下面的原因处理，再点“重新应用”。")} />}
            <Effects row={row} />
            <ApprovalPanel resource={CHANGES} id={row.id} verb="approve_change" />
          </RecordBody>
          <Suspense fallback={null}>{editing && <EditChange meta={meta} row={row} onClose={() => setEditing(false)} />}</Suspense>
        </>
      )}
    </RecordPage>
  );
}

function Head({ row, actions }: { row: Row; actions: React.ReactNode }) {
  const { t } = useT();
  const project = row.project as Ref | null;
  const contact = row.contact as Ref | null;
  const by = row.created_by as Ref | null;
  return (
    <RecordHead row={row} from={{ to: "/changes", label: t("项目变更") }} name={String(row.title)} tags={<ChangeState value={row.state} />} actions={actions}
      facts={<>
        {project && <span>{t("项目：")} <Link to={`/projects/${project.id}?tab=changes`}>{project.label}</Link></span>}
        {contact && <span>{t("提出人 {{name}}", { name: contact.label })}</span>}
        <span className="num">{t("{{day}} 提出", { day: String(row.asked_on) })}</span>
        {by && <span>{t("登记人 {{name}}", { name: by.label })}</span>}
      </>}
      notes={row.state === "withdrawn" && <p className="record-reason">{t("原因：{{reason}}", { reason: String(row.end_note) })}</p>}
      side={"income_amount" in row && <RecordSum label={t("合同金额增减")} value={row.income_amount as string | null} exact />} />
  );
}

function Steps({ row }: { row: Row }) {
  const { t } = useT();
  const at = String(row.state);
  const steps = [
    { key: "draft", label: t("填写") }, { key: "approving", label: t("审批"), note: row.submitted_on as string | null },
    { key: "approved", label: t("生效与实施"), note: row.approved_on as string | null }, { key: "carried_out", label: t("已落实"), note: row.carried_out_on as string | null },
  ];
  return <StageSteps steps={steps} at={at === "rejected" ? "draft" : at === "withdrawn" ? undefined : at} label={t("变更进程")} />;
}
