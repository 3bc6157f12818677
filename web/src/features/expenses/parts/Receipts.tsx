import { useMemo, useRef, useState } from "react";
import { CameraOutlined, FilePdfOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { API, api } from "../../../api/client";
import { Photo } from "../../../kit/Photo";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { wholeQuery } from "../api";
import type { ReceiptFile } from "../model/lines";

interface Props {
  line: string;
  claim: string;
  files: ReceiptFile[];
  /** Photos that are not sent yet. */
  waiting: File[];
  open: boolean;
  onPhotos: (files: File[]) => void;
}

/** The receipts of one expense as small pictures; a tap shows them large. */
export function Receipts({ line, claim, files, waiting, open, onPhotos }: Props) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<ReceiptFile | null>(null);
  const empty = !files.length && !waiting.length;
  if (empty && !open) return null;
  return (
    <div className="receipts">
      {files.map((file) => (
        <button key={file.id} type="button" className="plain receipt" aria-label={t("查看票据 {{name}}", { name: file.name })} onClick={() => setShown(file)}>
          {file.preview ? <img src={`${API}/files/${file.id}/preview?size=thumb`} alt="" loading="lazy" /> : <FilePdfOutlined aria-hidden />}
        </button>
      ))}
      {waiting.map((file, index) => <Waiting key={`${file.name}-${index}`} file={file} />)}
      {open && (
        <button type="button" className={empty ? "plain receipt receipt-add" : "plain receipt receipt-add small"} onClick={() => input.current?.click()}>
          <CameraOutlined aria-hidden /><span>{empty ? t("拍票据") : t("再拍一张")}</span>
        </button>
      )}
      <input ref={input} type="file" accept="image/*,application/pdf" multiple hidden aria-label={t("选择票据照片")} onChange={(event) => { onPhotos([...(event.target.files ?? [])]); event.target.value = ""; }} />
      {shown && <Large file={shown} line={line} claim={claim} open={open} onClose={() => setShown(null)} />}
    </div>
  );
}

/** A photo that is on its way, as the camera took it. */
function Waiting({ file }: { file: File }) {
  const { t } = useT();
  const url = useMemo(() => (file.type.startsWith("image/") && typeof URL.createObjectURL === "function" ? URL.createObjectURL(file) : null), [file]);
  return <span className="receipt receipt-waiting" title={t("等待上传")}>{url ? <img src={url} alt="" onLoad={() => URL.revokeObjectURL(url)} /> : <FilePdfOutlined aria-hidden />}</span>;
}

function Large({ file, line, claim, open, onClose }: { file: ReceiptFile; line: string; claim: string; open: boolean; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const remove = async () => {
    if (!(await confirm({ title: t("删除这张票据？"), text: file.name, ok: t("删除"), danger: true }))) return;
    try {
      await api.delete(`/r/expense_lines/${line}/files/${file.id}`);
      await client.invalidateQueries({ queryKey: wholeQuery(claim).queryKey });
      onClose();
    } catch (error) {
      notify.fail(error);
    }
  };
  const content = `${API}/files/${file.id}/content?inline=1`;
  return (
    <Modal open onCancel={onClose} width={880} title={file.name} style={{ top: 24 }}
      footer={<div className="row between touch">{open ? <Button danger onClick={() => void remove()}>{t("删除")}</Button> : <span />}<Button type="primary" href={content} target="_blank" rel="noreferrer">{t("打开原文件")}</Button></div>}>
      <div className="receipt-large">{file.preview ? <Photo src={`${API}/files/${file.id}/preview?size=preview`} alt={file.name} height={560} fit="contain" /> : <span className="muted">{t("这个文件没有预览，请打开原文件。")}</span>}</div>
    </Modal>
  );
}
