import { useRef, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { CameraOutlined, CloseOutlined, LeftOutlined, PictureOutlined } from "@ant-design/icons";
import { API } from "../../../api/client";
import { upload } from "../../../api/upload";
import { uuid7 } from "../../../api/uuid";
import type { Row, StoredFile } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { photosQuery, RESOURCE, useSetPhotos } from "../api";
import { PhotoDialog } from "./PhotoDialog";

export interface Slot { file: string; attachment: string; caption: string }

const MOST = 24;

/** The photos of the report in their order, each with a caption. */
export function Photos({ row }: { row: Row }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const read = useQuery(photosQuery(row.id));
  const save = useSetPhotos(row);
  const [picking, setPicking] = useState(false);
  const [sending, setSending] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  if (read.isError) return <ErrorBox error={read.error} title={t("照片没有加载成功")} onRetry={() => void read.refetch()} />;
  const chosen: Slot[] = read.data?.chosen ?? [];
  const put = (next: Slot[]) => save.mutate(next.slice(0, MOST).map(({ file, caption }) => ({ file, caption })), { onError: notify.fail, onSuccess: () => void client.invalidateQueries({ queryKey: photosQuery(row.id).queryKey }) });

  const take = async (files: File[]) => {
    if (!files.length) return;
    setSending(true);
    try {
      const stored: StoredFile[] = [];
      for (const file of files) stored.push(await upload<StoredFile>(`/r/${RESOURCE}/${row.id}/files`, file, { id: uuid7() }, () => undefined));
      const fresh = await client.fetchQuery({ ...photosQuery(row.id), staleTime: 0 });
      const ids = new Set(stored.map((file) => file.id));
      const added = fresh.offered.filter((one) => ids.has(one.file)).map((one) => ({ file: one.version, attachment: one.file, caption: "" }));
      put([...chosen, ...added]);
    } catch (error) {
      notify.fail(error);
    } finally {
      setSending(false);
    }
  };
  const busy = save.isPending || sending;
  return (
    <section className="col" aria-label={t("现场照片")}>
      <div className="row between wrap touch">
        <b>{t("现场照片")} <span className="muted num">{chosen.length ? `${chosen.length}/${MOST}` : ""}</span></b>
        <span className="row wrap">
          <Button icon={<CameraOutlined aria-hidden />} loading={sending} disabled={busy || chosen.length >= MOST} onClick={() => input.current?.click()}>{t("拍照或上传")}</Button>
          <Button icon={<PictureOutlined aria-hidden />} disabled={busy || !read.data} onClick={() => setPicking(true)}>{t("从项目中选择")}</Button>
        </span>
      </div>
      <input ref={input} type="file" accept="image/*" multiple hidden aria-label={t("选择照片")} onChange={(event) => { void take([...(event.target.files ?? [])]); event.target.value = ""; }} />
      {!chosen.length && <p className="muted small">{t("还没有照片。可以现场拍，也可以选项目附件和沟通里的照片。")}</p>}
      <ol className="report-photos">
        {chosen.map((slot, at) => (
          <li key={slot.file}>
            <img src={`${API}/files/${slot.attachment}/preview?size=thumb`} alt={slot.caption} loading="lazy" />
            <Input size="small" defaultValue={slot.caption} maxLength={80} placeholder={t("照片说明")} aria-label={t("第 {{n}} 张照片的说明", { n: at + 1 })}
              onBlur={(event) => { const caption = event.target.value.trim(); if (caption !== slot.caption) put(chosen.map((one) => (one.file === slot.file ? { ...one, caption } : one))); }} />
            <span className="report-photo-verbs">
              {at > 0 && <Button size="small" icon={<LeftOutlined />} disabled={busy} aria-label={t("前移")} title={t("前移")} onClick={() => put(chosen.toSpliced(at - 1, 2, slot, chosen[at - 1]!))} />}
              <Button size="small" icon={<CloseOutlined />} disabled={busy} aria-label={t("去掉这张照片")} title={t("去掉这张照片")} onClick={() => put(chosen.filter((one) => one.file !== slot.file))} />
            </span>
          </li>
        ))}
      </ol>
      {picking && read.data && <PhotoDialog offered={read.data.offered} chosen={chosen} most={MOST} onClose={() => setPicking(false)} onDone={(next) => { setPicking(false); put(next); }} />}
    </section>
  );
}
