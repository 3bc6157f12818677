import { useState } from "react";
import { Alert, Modal, Select } from "antd";
import { ApiError } from "../../api/errors";
import type { BulkResult, Meta } from "../../api/types";
import { errorText } from "../../kit/errorText";
import { FieldRow } from "../../kit/FieldRow";
import { formatCount } from "../../kit/format";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useBulk, type Selection } from "../data/row";
import { InputsForm } from "../form/InputsForm";
import { formFields, type Values } from "../form/values";
import { FailedRows } from "./FailedRows";
import { showFailures } from "./report";

interface Props {
  meta: Meta;
  on: Selection;
  count: number;
  onClose: () => void;
  onDone: () => void;
}

/** Sets chosen fields of many records to the same values. */
export function BulkEditDialog({ meta, on, count, onClose, onDone }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const bulk = useBulk(meta.name);
  const [names, setNames] = useState<string[]>([]);
  const [values, setValues] = useState<Values>({});
  const [result, setResult] = useState<BulkResult | null>(null);
  // What identifies a record is never the same for many.
  const fields = formFields(meta).filter((field) => field.name !== meta.label_field && !meta.natural_key.includes(field.name));
  const chosen = names.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const submit = () => {
    if (!chosen.length) return;
    bulk.mutate({ on, values: Object.fromEntries(names.map((name) => [name, values[name] ?? null])) }, {
      onSuccess: (done) => {
        if (done.failed.length) return setResult(done);
        showFailures(notify, t, t("批量修改"), done);
        onDone();
        onClose();
      },
    });
  };
  const fieldErrors = bulk.error instanceof ApiError ? bulk.error.fields : {};
  return (
    <Modal open title={t("批量修改 {{n}} 条{{label}}", { n: formatCount(count), label: meta.label })} onCancel={onClose} onOk={submit} okText={t("修改 {{n}} 条", { n: formatCount(count) })} cancelText={t("取消")}
      okButtonProps={{ disabled: !chosen.length || result !== null, loading: bulk.isPending }}>
      {result ? <FailedRows result={result} /> : (
        <div className="col">
          {bulk.isError && <Alert type="error" showIcon title={errorText(bulk.error)} role="alert" />}
          <FieldRow id="bulk-fields" label={t("要修改的字段")} required>
            <Select id="bulk-fields" mode="multiple" value={names} onChange={setNames} placeholder={t("请选择")} showSearch={{ optionFilterProp: "label" }} options={fields.map((field) => ({ value: field.name, label: field.label }))} />
          </FieldRow>
          <InputsForm resource={meta.name} prefix="bulk" fields={chosen.map((field) => ({ ...field, help: field.help || (field.required ? undefined : t("留空表示清除原值")) }))} values={values} onChange={setValues} errors={fieldErrors} onSubmit={submit} />
        </div>
      )}
    </Modal>
  );
}
