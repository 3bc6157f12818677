import { useState } from "react";
import { Alert, Input, Modal } from "antd";
import { FieldRow } from "../../../kit/FieldRow";
import { useT } from "../../../i18n";

/** What changed, for those who look at the versions later. */
export function PublishDialog({ busy, error, onPublish, onClose }: { busy: boolean; error: string | null; onPublish: (note: string) => void; onClose: () => void }) {
  const { t } = useT();
  const [note, setNote] = useState("");
  return (
    <Modal open title={t("发布流程")} onCancel={onClose} onOk={() => onPublish(note.trim())} okText={t("发布新版")} cancelText={t("取消")} okButtonProps={{ loading: busy }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); onPublish(note.trim()); }}>
        <p className="second">{t("发布后，新提交的审批按这一版进行；正在进行的审批仍按原来的版本走完。")}</p>
        {error && <Alert type="error" showIcon role="alert" title={error} />}
        <FieldRow id="publish-note" label={t("修改说明")} help={t("例如：50 万元以上加财务总监")}>
          <Input id="publish-note" autoFocus maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
        </FieldRow>
      </form>
    </Modal>
  );
}
