import { useState } from "react";
import { Alert, Button, DatePicker, Input, Modal } from "antd";
import dayjs from "dayjs";
import { useT } from "../../../i18n";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { useDo } from "../../../resource/data/row";
import type { Todo } from "../api";

/** To which day? Tomorrow and next Monday are one touch away. */
export function PostponeDialog({ todo, onClose }: { todo: Todo; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo("todos");
  const [day, setDay] = useState(dayjs().add(1, "day"));
  const monday = dayjs().add((8 - dayjs().day()) % 7 || 7, "day");
  const submit = () => run.mutate({ row: todo, verb: "postpone", inputs: { due_on: day.format("YYYY-MM-DD") } }, {
    onSuccess: () => {
      notify.ok(t("已改到 {{day}}", { day: day.format("YYYY-MM-DD") }));
      onClose();
    },
  });
  return (
    <Modal open title={t("改期")} onCancel={onClose} onOk={submit} okText={t("改期")} cancelText={t("取消")} okButtonProps={{ loading: run.isPending }}>
      <div className="col touch">
        <p className="second">{todo.title}</p>
        {run.isError && <Alert type="error" showIcon title={errorText(run.error)} role="alert" />}
        <div className="row wrap">
          <Button onClick={() => setDay(dayjs().add(1, "day"))}>{t("明天")}</Button>
          <Button onClick={() => setDay(dayjs().add(3, "day"))}>{t("三天后")}</Button>
          <Button onClick={() => setDay(monday)}>{t("下周一")}</Button>
        </div>
        <FieldRow id="todo-day" label={t("新的日期")} required>
          <DatePicker id="todo-day" style={{ width: "100%" }} inputReadOnly allowClear={false} value={day} onChange={(next) => next && setDay(next)} disabledDate={(one) => one.isBefore(dayjs(), "day")} />
        </FieldRow>
      </div>
    </Modal>
  );
}

/** Why need it not be done? */
export function DismissDialog({ todo, onClose }: { todo: Todo; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo("todos");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (!reason.trim()) return;
    run.mutate({ row: todo, verb: "dismiss", inputs: { reason: reason.trim() } }, {
      onSuccess: () => {
        notify.ok(t("已忽略"));
        onClose();
      },
    });
  };
  return (
    <Modal open title={t("忽略这条待办")} onCancel={onClose} onOk={submit} okText={t("忽略")} cancelText={t("取消")} okButtonProps={{ loading: run.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <p className="second">{todo.title}</p>
        {run.isError && <Alert type="error" showIcon title={errorText(run.error)} role="alert" />}
        <FieldRow id="todo-reason" label={t("原因")} required errors={tried && !reason.trim() ? [t("请写明原因，主管会看到。")] : undefined}>
          <Input id="todo-reason" autoFocus maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </FieldRow>
      </form>
    </Modal>
  );
}
