import { useEffect, useRef, useState } from "react";
import { Button } from "antd";
import { CameraOutlined, CloseOutlined } from "@ant-design/icons";
import { API } from "../../../../api/client";
import { uuid7 } from "../../../../api/uuid";
import { useT } from "../../../../i18n";
import type { SheetPhoto } from "../../api";
import type { WaitingPhoto } from "../../model/draft";
import { shrunk } from "../../model/photos";

interface Props { there: SheetPhoto[]; photos: WaitingPhoto[]; onChange: (photos: WaitingPhoto[]) => void }

/** The camera under the thumb; what is taken stays on the device until it is sent. */
export function PhotosEditor({ there, photos, onChange }: Props) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const take = async (files: File[]) => {
    setBusy(true);
    const made: WaitingPhoto[] = [];
    for (const file of files) {
      const small = await shrunk(file);
      made.push({ id: uuid7(), name: small.name || "photo.jpg", blob: small });
    }
    setBusy(false);
    onChange([...photos, ...made]);
  };
  return (
    <div className="sheet-photos">
      {there.map((one) => <ThereIs key={one.id} photo={one} />)}
      {photos.map((one) => <Waiting key={one.id} photo={one} onRemove={() => onChange(photos.filter((p) => p.id !== one.id))} />)}
      <button type="button" className="plain sheet-photo sheet-camera" disabled={busy} onClick={() => input.current?.click()}><CameraOutlined aria-hidden /><span>{photos.length + there.length ? t("再拍一张") : t("拍照")}</span></button>
      <input ref={input} type="file" accept="image/*" capture="environment" multiple hidden aria-label={t("选择照片")} onChange={(event) => { const files = [...(event.target.files ?? [])]; event.target.value = ""; if (files.length) void take(files); }} />
    </div>
  );
}

/** A photo that the server has. */
export function ThereIs({ photo }: { photo: SheetPhoto }) {
  const { t } = useT();
  return (
    <a className="sheet-photo" href={`${API}/files/${photo.id}/content?inline=1`} target="_blank" rel="noreferrer" aria-label={t("查看照片 {{name}}", { name: photo.name })}>
      {photo.preview ? <img src={`${API}/files/${photo.id}/preview?size=thumb`} alt="" loading="lazy" /> : <span className="small ellipsis">{photo.name}</span>}
    </a>
  );
}

function Waiting({ photo, onRemove }: { photo: WaitingPhoto; onRemove: () => void }) {
  const { t } = useT();
  const [url, setUrl] = useState("");
  useEffect(() => {
    const made = typeof URL.createObjectURL === "function" ? URL.createObjectURL(photo.blob) : "";
    setUrl(made);
    return () => URL.revokeObjectURL?.(made);
  }, [photo.blob]);
  return (
    <span className="sheet-photo" title={t("等待上传")}>
      {url ? <img src={url} alt={photo.name} /> : <span className="small ellipsis">{photo.name}</span>}
      <Button size="small" shape="circle" icon={<CloseOutlined />} aria-label={t("删除照片 {{name}}", { name: photo.name })} onClick={onRemove} />
    </span>
  );
}
