import { Drawer, Modal } from "antd";
import type { Meta, Row } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { FollowForm } from "./FollowForm";

/** The note in a dialog; on a phone in a sheet from below, where the thumb is. */
export function FollowDialog({ row, meta, onClose }: { row: Row; meta: Meta; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const title = t("记一笔 · {{name}}", { name: String(row[meta.label_field] ?? "") });
  const form = <FollowForm row={row} whole onSaved={onClose} />;
  if (phone) return <Drawer open placement="bottom" size="auto" title={title} onClose={onClose} destroyOnHidden><div className="sheet-body">{form}</div></Drawer>;
  return <Modal open title={title} footer={null} onCancel={onClose} width={560} destroyOnHidden>{form}</Modal>;
}
