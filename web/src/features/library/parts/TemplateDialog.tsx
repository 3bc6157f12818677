import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Modal } from "antd";
import { api } from "../../../api/client";
import type { Row } from "../../../api/types";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { refreshLibrary } from "../api";

/** Makes the folders of a template inside a folder; those that are there stay. */
export function TemplateDialog({ folder, onClose }: { folder: string; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [template, setTemplate] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const apply = async () => {
    setBusy(true);
    try {
      const row = await api.get<Row>(`/r/folders/${folder}`);
      await api.post(`/r/folders/${folder}/do/apply_template`, { version: row.version, inputs: { template } });
      refreshLibrary(client);
      notify.ok(t("文件夹已建好"));
      onClose();
    } catch (error) {
      notify.fail(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t("套用文件夹模板")} width={420} onCancel={onClose} onOk={() => void apply()} okText={t("套用")} cancelText={t("取消")} okButtonProps={{ disabled: !template, loading: busy }}>
      <FieldRow id="folder-template" label={t("模板")} required help={t("模板里的文件夹建在当前文件夹下；已有的同名文件夹不变。")}>
        <RefSelect id="folder-template" resource="folder_templates" value={template} onChange={setTemplate} autoFocus />
      </FieldRow>
    </Modal>
  );
}
