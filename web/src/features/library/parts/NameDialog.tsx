import { useState } from "react";
import { Input, Modal } from "antd";
import { ApiError } from "../../../api/errors";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useT } from "../../../i18n";

interface Props {
  title: string;
  initial: string;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for the name of a folder. */
export function NameDialog({ title, initial, onSave, onClose }: Props) {
  const { t } = useT();
  const [name, setName] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string[]>();
  const save = async () => {
    if (!name.trim() || busy) return;
    setBusy(true);
    try {
      await onSave(name.trim());
      onClose();
    } catch (error) {
      setWrong((error instanceof ApiError && Object.values(error.fields).flat()[0] ? Object.values(error.fields).flat() : [errorText(error)]) as string[]);
      setBusy(false);
    }
  };
  return (
    <Modal open title={title} width={420} onCancel={onClose} onOk={() => void save()} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: busy, disabled: !name.trim() }}>
      <div className="touch">
        <FieldRow id="folder-name" label={t("名称")} required errors={wrong}>
          <Input id="folder-name" autoFocus value={name} maxLength={120} status={wrong ? "error" : ""} onChange={(event) => { setName(event.target.value); setWrong(undefined); }} onPressEnter={() => void save()} />
        </FieldRow>
      </div>
    </Modal>
  );
}
