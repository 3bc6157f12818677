import { useRef, useState } from "react";
import { Button } from "antd";
import { api, API } from "../../api/client";
import type { StoredFile } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { formatSize } from "../../kit/format";
import { useConfirm, useNotify } from "../../kit/notify";
import { useT } from "../../i18n";

interface Props {
  file: StoredFile;
  path: string;
  canEdit: boolean;
  onShow: () => void;
  onReplace: (file: File) => void;
  onRemoved: () => void;
}

export function contentUrl(id: string): string {
  return `${API}/files/${id}/content`;
}

/** The small picture that the server makes; until it has made it, the kind of file. */
function Thumb({ id, kind }: { id: string; kind: string }) {
  const [failed, setFailed] = useState(false);
  return failed ? kind : <img src={`${API}/files/${id}/preview?size=thumb`} alt="" loading="lazy" onError={() => setFailed(true)} />;
}

export function FileLine({ file, path, canEdit, onShow, onReplace, onRemoved }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const older = (file.versions ?? []).filter((version) => version.id !== file.id);
  const remove = async () => {
    if (!(await confirm({ title: t("删除“{{name}}”？", { name: file.name }), text: t("它的所有版本都会一起删除。"), ok: t("删除"), danger: true }))) return;
    try {
      await api.delete(`${path}/${file.id}`);
      onRemoved();
    } catch (error) {
      notify.fail(error);
    }
  };
  const kind = file.name.includes(".") ? file.name.split(".").at(-1)!.slice(0, 4).toUpperCase() : t("文件");
  return (
    <div className="file">
      <span className="file-icon" aria-hidden>{file.preview ? <Thumb id={file.id} kind={kind} /> : kind}</span>
      <div style={{ minWidth: 0 }}>
        {file.preview
          ? <button type="button" className="plain cell-link" onClick={onShow}>{file.name}</button>
          : <a href={contentUrl(file.id)} className="ellipsis" style={{ display: "block" }} download>{file.name}</a>}
        <div className="muted small">
          {formatSize(file.size)} · {file.uploaded_by?.label ?? t("系统")} · <DateText value={file.created_at} kind="ago" />
          {file.version > 1 && <> · <button type="button" className="plain" style={{ color: "var(--primary)" }} onClick={() => setOpen(!open)} aria-expanded={open}>{t("第 {{n}} 版", { n: file.version })}</button></>}
        </div>
      </div>
      <span className="row" style={{ gap: 0 }}>
        <Button type="link" size="small" href={contentUrl(file.id)} download>{t("下载")}</Button>
        {canEdit && <Button type="link" size="small" onClick={() => input.current?.click()}>{t("新版本")}</Button>}
        {canEdit && <Button type="link" size="small" danger onClick={() => void remove()}>{t("删除")}</Button>}
      </span>
      <input ref={input} type="file" hidden aria-label={t("选择新版本")} onChange={(event) => { const next = event.target.files?.[0]; if (next) onReplace(next); event.target.value = ""; }} />
      {open && (
        <div className="file-versions muted small">
          {older.map((version) => <a key={version.id} href={contentUrl(version.id)} download>{t("第 {{n}} 版", { n: version.version })} <DateText value={version.created_at} kind="datetime" /></a>)}
        </div>
      )}
    </div>
  );
}
