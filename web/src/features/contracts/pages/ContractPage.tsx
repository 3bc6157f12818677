import { useT } from "../../../i18n";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { Head } from "../parts/Head";
import { Steps } from "../parts/Steps";
import "../contracts.css";

/** One contract with everything that belongs to it. */
export function ContractPage() {
  const { t } = useT();
  return (
    <RecordPage resource="contracts" failed={t("合同没有加载成功")} back={{ to: "/contracts", label: t("返回合同列表") }}>
      {(meta, row) => (
        <RecordBody meta={meta} row={row} title={String(row.name)} archived={t("这份合同已归档，不能再改。需要时在“更多操作”里恢复。")}
          head={(edit) => <Head row={row} actions={<ActionButtons meta={meta} row={row} onEdit={edit} primary={false} />} />}>
          <Steps row={row} />
          <ApprovalPanel resource="contracts" id={row.id} verb="sign_off" />
        </RecordBody>
      )}
    </RecordPage>
  );
}
