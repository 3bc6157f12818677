import { useState } from "react";
import { Alert, Modal } from "antd";
import { ApiError } from "../../api/errors";
import type { BulkResult, Meta, ResourceAction } from "../../api/types";
import { errorText } from "../../kit/errorText";
import { formatCount } from "../../kit/format";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useBulk, type Selection } from "../data/row";
import { InputsForm, missingInputs } from "../form/InputsForm";
import { defaultsOf, type Values } from "../form/values";
import { FailedRows } from "./FailedRows";
import { showFailures } from "./report";

interface Props {
  meta: Meta;
  action: ResourceAction;
  on: Selection;
  count: number;
  onClose: () => void;
  onDone: () => void;
}

/** One of the resource's actions on many records, asked once. */
export function BulkActionDialog({ meta, action, on, count, onClose, onDone }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const bulk = useBulk(meta.name);
  const [values, setValues] = useState<Values>(() => defaultsOf(action.inputs));
  const [missing, setMissing] = useState<Record<string, string[]>>({});
  const [result, setResult] = useState<BulkResult | null>(null);
  const submit = () => {
    const gaps = missingInputs(action.inputs, values, t);
    setMissing(gaps);
    if (Object.keys(gaps).length) return;
    bulk.mutate({ on, action: action.name, inputs: values }, {
      onSuccess: (done) => {
        if (done.failed.length) return setResult(done);
        showFailures(notify, t, action.label, done);
        onDone();
        onClose();
      },
    });
  };
  const errors = bulk.error instanceof ApiError ? { ...bulk.error.fields, ...missing } : missing;
  return (
    <Modal open title={t("{{label}}（{{n}} 条）", { label: action.label, n: formatCount(count) })} onCancel={onClose} onOk={submit} okText={action.label} cancelText={t("取消")}
      okButtonProps={{ danger: action.danger, loading: bulk.isPending, disabled: result !== null }}>
      {result ? <FailedRows result={result} /> : (
        <div className="col">
          {action.confirm && <p className="second">{action.confirm}</p>}
          {bulk.isError && <Alert type="error" showIcon title={errorText(bulk.error)} role="alert" />}
          <InputsForm resource={meta.name} prefix={`bulk-${action.name}`} fields={action.inputs} values={values} onChange={setValues} errors={errors} onSubmit={submit} />
        </div>
      )}
    </Modal>
  );
}
