import { useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Input, Modal, Progress } from "antd";
import { UploadOutlined } from "@ant-design/icons";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { formatSize } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { rememberRow } from "../../../../resource/data/row";
import { checkIn, refreshLibrary } from "../../api";
import { endingOf } from "../../model/kinds";
import type { Doc } from "../../model/types";

/** The next version of a document, with what has changed in it. */
export function CheckInDialog({ doc, onClose }: { doc: Doc; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState("");
  const [keep, setKeep] = useState(false);
  const [part, setPart] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    if (!file) return;
    setPart(0);
    setError(null);
    try {
      const row = await checkIn(doc.id, file, { note: note.trim(), keep }, setPart);
      rememberRow(client, "documents", row);
      refreshLibrary(client);
      notify.ok(t("已存为第 {{n}} 版", { n: Number(row.current) }));
      onClose();
    } catch (failed) {
      setError(failed);
      setPart(null);
    }
  };
  const other = file && endingOf(file.name) !== doc.file_type ? t("原文件是 {{old}}，这个文件是 {{next}}，请确认没有选错。", { old: doc.file_type || "—", next: endingOf(file.name) || "—" }) : null;
  return (
    <Modal open width={460} title={t("“{{name}}”的新版本", { name: doc.name })} onCancel={onClose} onOk={() => void send()} okText={doc.checked_out_by ? t("签入") : t("上传")} cancelText={t("取消")}
      okButtonProps={{ disabled: !file, loading: part !== null }}>
      <div className="col touch">
        {error !== null && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
        <div className="row wrap">
          <Button icon={<UploadOutlined />} onClick={() => input.current?.click()}>{t("选择文件")}</Button>
          {file && <span className="ellipsis">{file.name} <span className="muted small">{formatSize(file.size)}</span></span>}
          <input ref={input} type="file" hidden aria-label={t("选择文件")} onChange={(event) => { setFile(event.target.files?.[0] ?? null); event.target.value = ""; }} />
        </div>
        {other && <Alert type="warning" showIcon title={other} />}
        <FieldRow id="check-in-note" label={t("改了什么")}><Input.TextArea id="check-in-note" rows={3} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} /></FieldRow>
        {doc.checked_out_by && <Checkbox checked={keep} onChange={(event) => setKeep(event.target.checked)}>{t("我还要继续编辑，暂不解锁")}</Checkbox>}
        {part !== null && <Progress percent={Math.floor(part * 100)} size="small" aria-label={t("上传")} />}
      </div>
    </Modal>
  );
}
