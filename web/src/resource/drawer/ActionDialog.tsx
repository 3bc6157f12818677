import { Modal } from "antd";
import { useState } from "react";
import { Alert } from "antd";
import { ApiError } from "../../api/errors";
import type { Meta, ResourceAction, Row } from "../../api/types";
import { errorText } from "../../kit/errorText";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useDo } from "../data/row";
import { InputsForm, missingInputs } from "../form/InputsForm";
import { defaultsOf, type Values } from "../form/values";

/** The questions of one action, then the action. */
export function ActionDialog({ meta, row, action, onClose }: { meta: Meta; row: Row; action: ResourceAction; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(meta.name);
  const [values, setValues] = useState<Values>(() => defaultsOf(action.inputs));
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const submit = () => {
    const missing = missingInputs(action.inputs, values, t);
    setErrors(missing);
    if (Object.keys(missing).length) return;
    run.mutate({ row, verb: action.name, inputs: values }, {
      onSuccess: () => {
        notify.ok(t("{{label}}已完成", { label: action.label }));
        onClose();
      },
      onError: (error) => error instanceof ApiError && setErrors(error.fields),
    });
  };
  return (
    <Modal open title={action.label} onCancel={onClose} onOk={submit} okText={action.label} cancelText={t("取消")} okButtonProps={{ danger: action.danger, loading: run.isPending }}>
      <div className="col">
        {action.confirm && <p className="second">{action.confirm}</p>}
        {run.isError && <Alert type="error" showIcon title={errorText(run.error)} role="alert" />}
        <InputsForm resource={meta.name} prefix={`${meta.name}-${action.name}`} fields={action.inputs} values={values} onChange={setValues} errors={errors} onSubmit={submit} />
      </div>
    </Modal>
  );
}
