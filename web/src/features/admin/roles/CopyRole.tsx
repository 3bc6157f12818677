import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Input, Modal } from "antd";
import { api } from "../../../api/client";
import { ApiError } from "../../../api/errors";
import type { Row } from "../../../api/types";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { refreshResource } from "../../../resource/data/row";
import { Refusal } from "../memberships/Refusal";

/** A new role with the same rights, under a name and code of its own; opens it. */
export function CopyRole({ row, onClose, onCopied }: { row: Row; onClose: () => void; onCopied: (id: string) => void }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [name, setName] = useState(t("{{name}}（副本）", { name: String(row.name) }));
  const [code, setCode] = useState(`${String(row.code).slice(0, 34)}_copy`);
  // Not useDo: the answer is the new role, not this one.
  const copy = useMutation({ mutationFn: () => api.post<Row>(`/r/roles/${row.id}/do/copy`, { version: row.version, inputs: { code: code.trim(), name: name.trim() } }) });
  const submit = () =>
    copy.mutate(undefined, {
      onSuccess: (made) => {
        refreshResource(client, "roles");
        notify.ok(t("已复制为“{{name}}”", { name: name.trim() }));
        onClose();
        onCopied(made.id);
      },
    });
  const fields = copy.error instanceof ApiError ? copy.error.fields : {};
  return (
    <Modal open title={t("复制角色“{{name}}”", { name: String(row.name) })} onCancel={onClose} onOk={submit} okText={t("复制")} cancelText={t("取消")} okButtonProps={{ loading: copy.isPending, disabled: !name.trim() || !code.trim() }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {copy.error && !fields.code && !fields.name && <Refusal error={copy.error} />}
        <FieldRow id="role-copy-name" label={t("名称")} required errors={fields.name}><Input id="role-copy-name" autoFocus maxLength={40} value={name} onChange={(event) => setName(event.target.value)} /></FieldRow>
        <FieldRow id="role-copy-code" label={t("代码")} required help={t("小写字母、数字和下划线，以字母开头；接口和导入用它辨认角色。")} errors={fields.code}><Input id="role-copy-code" maxLength={40} value={code} onChange={(event) => setCode(event.target.value)} /></FieldRow>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
