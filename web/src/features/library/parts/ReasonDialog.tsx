import { useState } from "react";
import { Input, Modal } from "antd";
import { FieldRow } from "../../../kit/FieldRow";
import { useT } from "../../../i18n";

/** Asks why. */
export function ReasonDialog({ title, onSave, onClose }: { title: string; onSave: (reason: string) => Promise<void>; onClose: () => void }) {
  const { t } = useT();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await onSave(reason.trim());
    onClose();
  };
  return (
    <Modal open title={title} width={420} onCancel={onClose} onOk={() => void save()} okText={t("作废")} cancelText={t("取消")} okButtonProps={{ danger: true, loading: busy, disabled: !reason.trim() }}>
      <FieldRow id="void-reason" label={t("原因")} required help={t("作废后不能再修改，历史版本仍可查看。")}><Input.TextArea id="void-reason" autoFocus rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></FieldRow>
    </Modal>
  );
}
