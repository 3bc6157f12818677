import { useEffect, useMemo, useRef, useState } from "react";
import { Button, DatePicker, Drawer, Input } from "antd";
import { CameraOutlined, CloseOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { useCan } from "../../../api/me";
import { Choices } from "../../../kit/Choices";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { refreshResource } from "../../../resource/data/row";
import { newId, snapIssue } from "../api";

/** 拍照记问题: camera first, then one line and who shall see to it. On site it takes half a minute. */
export function SnapIssue({ project, primary }: { project?: string; primary?: boolean }) {
  const { t } = useT();
  const may = useCan()("issues", "create");
  const input = useRef<HTMLInputElement>(null);
  const [photos, setPhotos] = useState<File[] | null>(null);
  if (!may) return null;
  return (
    <>
      <Button type={primary ? "primary" : "default"} icon={<CameraOutlined aria-hidden />} onClick={() => setPhotos([])}>{t("拍照记问题")}</Button>
      <input ref={input} type="file" accept="image/*" capture="environment" multiple hidden aria-label={t("拍照")}
        onChange={(event) => { const files = [...(event.target.files ?? [])]; event.target.value = ""; setPhotos((before) => [...(before ?? []), ...files]); }} />
      {photos && <Sheet project={project} photos={photos} onPhotos={setPhotos} onShoot={() => input.current?.click()} onClose={() => setPhotos(null)} />}
    </>
  );
}

interface SheetProps {
  project?: string;
  photos: File[];
  onPhotos: (photos: File[]) => void;
  onShoot: () => void;
  onClose: () => void;
}

function Sheet({ project, photos, onPhotos, onShoot, onClose }: SheetProps) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const client = useQueryClient();
  const [id] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [where, setWhere] = useState<string | null>(project ?? null);
  const [title, setTitle] = useState("");
  const [place, setPlace] = useState("");
  const [owner, setOwner] = useState<string | null>(null);
  const [priority, setPriority] = useState("normal");
  const [due, setDue] = useState<Dayjs | null>(() => dayjs().add(3, "day"));
  const save = async () => {
    setBusy(true);
    try {
      const values = { project: where, title: title.trim(), place, priority, due_on: due?.format("YYYY-MM-DD") ?? null, ...(owner ? { owner } : {}) };
      const { left, error } = await snapIssue(id, values, photos);
      refreshResource(client, "issues");
      void client.invalidateQueries({ queryKey: ["risk-matrix"] });
      if (left.length) {
        onPhotos(left);
        notify.fail(error);
      } else {
        notify.ok(t("问题已记录"));
        onClose();
      }
    } catch (error) {
      notify.fail(error);
    } finally {
      setBusy(false);
    }
  };
  const levels = [["low", t("低")], ["normal", t("一般")], ["high", t("高")], ["urgent", t("紧急")]] as const;
  return (
    <Drawer open title={t("拍照记问题")} placement={phone ? "bottom" : "right"} size={phone ? "92dvh" : 440} onClose={onClose} destroyOnHidden
      footer={<Button type="primary" block loading={busy} disabled={!where || !title.trim()} onClick={() => void save()}>{t("提交")}</Button>}>
      <div className="col drawer-pad" style={{ gap: 14 }}>
        <div className="snap-photos">
          {photos.map((photo, i) => <Thumb key={`${photo.name}${photo.lastModified}${i}`} file={photo} onRemove={() => onPhotos(photos.filter((_one, n) => n !== i))} />)}
          <button type="button" className="plain snap-add" onClick={onShoot}><CameraOutlined aria-hidden /><span>{t("拍照")}</span></button>
        </div>
        <FieldRow id="snap-title" label={t("发现了什么问题")} required><Input id="snap-title" value={title} maxLength={160} placeholder={t("例如 二层梁底蜂窝麻面")} onChange={(event) => setTitle(event.target.value)} /></FieldRow>
        {!project && <FieldRow id="snap-project" label={t("项目")} required><RefSelect id="snap-project" resource="projects" value={where} onChange={setWhere} style={{ width: "100%" }} /></FieldRow>}
        <FieldRow id="snap-place" label={t("部位")}><Input id="snap-place" value={place} maxLength={160} placeholder={t("例如 3 号楼 2 层东侧")} onChange={(event) => setPlace(event.target.value)} /></FieldRow>
        <Choices name="snap-priority" label={t("优先级")} value={priority} onChange={(value) => setPriority(value || "normal")} items={levels.map(([value, label]) => ({ value, label }))} />
        <FieldRow id="snap-owner" label={t("责任人")}><RefSelect id="snap-owner" resource="users" value={owner} onChange={setOwner} placeholder={t("留空由您负责")} style={{ width: "100%" }} /></FieldRow>
        <FieldRow id="snap-due" label={t("整改期限")}><DatePicker id="snap-due" value={due} onChange={setDue} style={{ width: "100%" }} inputReadOnly={phone} /></FieldRow>
      </div>
    </Drawer>
  );
}

function Thumb({ file, onRemove }: { file: File; onRemove: () => void }) {
  const { t } = useT();
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <span className="snap-photo"><img src={url} alt={file.name} /><button type="button" className="plain" aria-label={t("去掉照片")} onClick={onRemove}><CloseOutlined aria-hidden /></button></span>;
}
