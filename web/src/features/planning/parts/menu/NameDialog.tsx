import { useState } from "react";
import { Input, Modal } from "antd";
import { FieldRow } from "../../../../kit/FieldRow";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";

interface Props {
  title: string;
  help: string;
  initial: string;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for a name and does one thing with it. */
export function NameDialog({ title, help, initial, onSave, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const [name, setName] = useState(initial);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await onSave(name.trim());
      onClose();
    } catch (error) {
      notify.fail(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={title} onCancel={onClose} onOk={() => void save()} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: busy, disabled: !name.trim() }} width={420}>
      <FieldRow id="plan-name" label={t("名称")} required help={help}><Input id="plan-name" autoFocus value={name} maxLength={80} onChange={(event) => setName(event.target.value)} onPressEnter={() => name.trim() && void save()} /></FieldRow>
    </Modal>
  );
}
