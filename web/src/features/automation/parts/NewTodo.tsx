import { useState } from "react";
import { Alert, DatePicker, Input, Modal } from "antd";
import dayjs from "dayjs";
import { ApiError } from "../../../api/errors";
import { useMe } from "../../../api/me";
import { uuid7 } from "../../../api/uuid";
import { useT } from "../../../i18n";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useSaveRow } from "../../../resource/data/row";
import { fromDay, toDay } from "../../../resource/fields/dates";
import type { CreateFormProps } from "../../../resource/registry";

/** Something to do, for oneself or a colleague. `initial` may name the record that it is about. */
export function NewTodo({ initial, onClose, onCreated }: CreateFormProps) {
  const { t } = useT();
  const me = useMe();
  const save = useSaveRow("todos");
  const [id] = useState(uuid7);
  const [draft, setDraft] = useState({ title: "", body: "", assignee: me?.id ?? null, due_on: dayjs().format("YYYY-MM-DD") as string | null });
  const [tried, setTried] = useState(false);
  const set = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }));
  const submit = () => {
    setTried(true);
    if (!draft.title.trim() || !draft.assignee) return;
    save.mutate({ id, version: null, values: { ...initial, ...draft, title: draft.title.trim() } }, { onSuccess: onCreated });
  };
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  return (
    <Modal open title={t("新建待办")} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {save.isError && !["title", "assignee", "due_on"].some((name) => fields[name]) && <Alert type="error" showIcon title={errorText(save.error)} role="alert" />}
        <FieldRow id="todo-title" label={t("事项")} required errors={fields.title ?? (tried && !draft.title.trim() ? [t("请填写要做什么。")] : undefined)}>
          <Input id="todo-title" autoFocus maxLength={200} value={draft.title} onChange={(event) => set({ title: event.target.value })} placeholder={t("例如 把图纸送到设计院")} />
        </FieldRow>
        <div className="form-grid">
          <FieldRow id="todo-who" label={t("负责人")} required help={t("给同事时会通知对方。")} errors={fields.assignee ?? (tried && !draft.assignee ? [t("请选择。")] : undefined)}>
            <RefSelect id="todo-who" resource="users" value={draft.assignee} onChange={(assignee) => set({ assignee })} known={me ? [{ id: me.id, label: me.name }] : []} />
          </FieldRow>
          <FieldRow id="todo-due" label={t("截止日期")} errors={fields.due_on}>
            <DatePicker id="todo-due" style={{ width: "100%" }} inputReadOnly value={toDay(draft.due_on)} onChange={(day) => set({ due_on: fromDay(day) })} placeholder={t("选择日期")} />
          </FieldRow>
        </div>
        <FieldRow id="todo-body" label={t("说明")} errors={fields.body}>
          <Input.TextArea id="todo-body" autoSize={{ minRows: 2, maxRows: 8 }} maxLength={5000} value={draft.body} onChange={(event) => set({ body: event.target.value })} />
        </FieldRow>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
