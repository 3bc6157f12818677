import { Button, Modal } from "antd";
import { API } from "../../api/client";
import type { StoredFile } from "../../api/types";
import { Photo } from "../../kit/Photo";
import { useT } from "../../i18n";
import { contentUrl } from "./FileLine";

/** A picture, or the picture that the server has made of a PDF's first page. */
export function FilePreview({ file, onClose }: { file: StoredFile; onClose: () => void }) {
  const { t } = useT();
  return (
    <Modal open onCancel={onClose} width={960} title={file.name} style={{ top: 24 }}
      footer={<Button type="primary" href={`${contentUrl(file.id)}?inline=1`} target="_blank" rel="noreferrer">{t("打开原文件")}</Button>}>
      <div style={{ maxHeight: "74vh", overflow: "auto", display: "grid", placeItems: "center", background: "var(--page)", borderRadius: 6 }}>
        <Photo src={`${API}/files/${file.id}/preview?size=preview`} alt={file.name} height={640} fit="contain" />
      </div>
    </Modal>
  );
}
