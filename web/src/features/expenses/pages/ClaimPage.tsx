import type { Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { RESOURCE } from "../api";
import { Head } from "../parts/Head";
import "../expenses.css";

/** One claim: its expenses with their receipts, its approval, its payment. */
export function ClaimPage() {
  const { t } = useT();
  return (
    <RecordPage resource={RESOURCE} failed={t("报销单没有加载成功")} back={{ to: "/expenses", label: t("返回报销列表") }}>
      {(meta, row) => (
        <RecordBody meta={meta} row={row} title={String(row.purpose)} className="claim-page"
          head={(edit) => <Head row={row} actions={<ActionButtons meta={meta} row={offered(row)} onEdit={edit} primary={row.state === "approved"} />} />}>
          <ApprovalPanel resource={RESOURCE} id={row.id} verb="claim" />
        </RecordBody>
      )}
    </RecordPage>
  );
}

/** Submitting stands below the lines, where what is typed is saved first. */
function offered(row: Row): Row {
  return { ...row, _can: (row._can ?? []).filter((name) => name !== "submit") };
}
