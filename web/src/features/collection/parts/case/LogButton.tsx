import { useState } from "react";
import { Alert, Button, Input, Modal } from "antd";
import { PhoneOutlined } from "@ant-design/icons";
import { uuid7 } from "../../../../api/uuid";
import type { Row } from "../../../../api/types";
import { Choices } from "../../../../kit/Choices";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { useNotify } from "../../../../kit/notify";
import { useCan } from "../../../../api/me";
import { tk, useT } from "../../../../i18n";
import { useSaveRow } from "../../../../resource/data/row";
import { useRefreshCase } from "../../api";

const KINDS: [string, string][] = [["call", tk("电话催收")], ["visit", tk("上门催收")], ["message", tk("微信或短信")], ["note", tk("备注")]];

/** 记一笔: what was said on the phone or on the spot; it does not stop the ladder. */
export function LogButton({ row }: { row: Row }) {
  const { t } = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  if (!can("collection_logs", "create")) return null;
  return (
    <>
      <Button icon={<PhoneOutlined aria-hidden />} onClick={() => setOpen(true)}>{t("记一笔")}</Button>
      {open && <LogDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function LogDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("collection_logs");
  const refresh = useRefreshCase(row.id);
  const [id] = useState(() => uuid7());
  const [kind, setKind] = useState("call");
  const [contact, setContact] = useState("");
  const [content, setContent] = useState("");
  const submit = () => save.mutate({ id, version: null, values: { case: row.id, kind, contact: contact.trim(), content: content.trim() } }, { onSuccess: () => { notify.ok(t("已记下")); refresh(); onClose(); } });
  return (
    <Modal open title={t("记一笔催收")} okText={t("保存")} cancelText={t("取消")} onCancel={onClose} onOk={submit} okButtonProps={{ disabled: !content.trim(), loading: save.isPending }}>
      <div className="col touch">
        {save.isError && <Alert type="error" showIcon role="alert" title={errorText(save.error)} />}
        <Choices name="kind" label={t("方式")} value={kind} onChange={setKind} items={KINDS.map(([value, label]) => ({ value, label: t(label) }))} />
        <FieldRow id="log-contact" label={t("对方联系人")}><Input id="log-contact" maxLength={80} value={contact} onChange={(event) => setContact(event.target.value)} /></FieldRow>
        <FieldRow id="log-content" label={t("内容")} required><Input.TextArea id="log-content" rows={4} value={content} onChange={(event) => setContent(event.target.value)} /></FieldRow>
        <p className="muted small">{t("客户已答复、承诺付款或有争议时，请用上方相应的按钮登记，催收会随之暂停。")}</p>
      </div>
    </Modal>
  );
}
