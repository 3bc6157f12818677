import { useRef, useState, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { upload } from "../../../../api/upload";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";

/** Takes a photo with the phone and puts it among the visit's files. */
export function PhotoButton({ id, icon }: { id: string; icon: ReactNode }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState<number | null>(null);
  const send = async (files: File[]) => {
    for (const file of files) {
      setPart(0);
      try {
        await upload(`/r/visits/${id}/files`, file, {}, setPart);
        notify.ok(t("照片已保存到附件"));
      } catch (error) {
        notify.fail(error);
      }
    }
    setPart(null);
    await client.invalidateQueries({ queryKey: ["files", "visits", id] });
  };
  return (
    <>
      <Button size="large" block icon={icon} loading={part !== null} onClick={() => input.current?.click()}>{part === null ? t("拍照留存") : t("正在上传 {{n}}%", { n: Math.round(part * 100) })}</Button>
      <input ref={input} type="file" accept="image/*" capture="environment" multiple hidden aria-label={t("选择照片")} onChange={(event) => { void send([...(event.target.files ?? [])]); event.target.value = ""; }} />
    </>
  );
}
