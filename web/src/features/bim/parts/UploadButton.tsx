import { useRef } from "react";
import { Button } from "antd";
import { UploadOutlined } from "@ant-design/icons";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useUpload } from "../api";

/** Sends an IFC file as the next version. */
export function UploadButton({ id, busy, again }: { id: string; busy: boolean; again: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const input = useRef<HTMLInputElement>(null);
  const send = useUpload(id);
  const take = (file: File | undefined) => {
    if (file) send.mutate(file, { onSuccess: () => notify.ok(t("文件已上传，正在排队转换")), onError: notify.fail });
  };
  const label = again ? t("上传新版本") : t("上传 IFC 文件");
  return (
    <>
      <input ref={input} type="file" hidden accept=".ifc" aria-label={label} onChange={(event) => { take(event.target.files?.[0]); event.target.value = ""; }} />
      <Button type="primary" icon={<UploadOutlined aria-hidden />} loading={send.isPending} disabled={busy} onClick={() => input.current?.click()}>{label}</Button>
    </>
  );
}
