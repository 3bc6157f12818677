import { useState } from "react";
import { Button, Input, Modal } from "antd";
import { errorText } from "../../../kit/errorText";
import { useT } from "../../../i18n";
import { useStep, type Detail, type Line } from "../api";
import { wrongCells } from "../model/mend";

/** Puts wrong cells of one row right without going back to the file. */
export function CorrectRow({ batch, line }: { batch: Detail; line: Line }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  if (line.state !== "pending" || line.kind !== "error" || !wrongCells(batch, line).length) return null;
  return (
    <>
      <span className="touch"><Button size="small" onClick={() => setOpen(true)} aria-label={t("改正第 {{n}} 行", { n: line.number })}>{t("改正")}</Button></span>
      {open && <Dialog batch={batch} line={line} onClose={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ batch, line, onClose }: { batch: Detail; line: Line; onClose: () => void }) {
  const { t } = useT();
  const step = useStep(batch.id);
  const cells = wrongCells(batch, line);
  const [values, setValues] = useState<Record<string, string>>({});
  const changed = Object.fromEntries(cells.filter((one) => values[one.field] !== undefined && values[one.field] !== one.text).map((one) => [one.field, values[one.field]!]));
  const save = () => step.mutate({ verb: "correct", row: line.id, values: changed }, { onSuccess: onClose });
  return (
    <Modal open title={t("改正第 {{n}} 行", { n: line.number })} onCancel={onClose} onOk={save} okText={t("保存并检查这一行")} cancelText={t("取消")} okButtonProps={{ loading: step.isPending, disabled: !Object.keys(changed).length }}>
      <div className="col import-correct">
        {cells.map((one, i) => (
          <label key={one.field}>
            <span>{one.label}</span>
            <Input autoFocus={i === 0} status="error" value={values[one.field] ?? one.text} maxLength={2000} onChange={(event) => setValues({ ...values, [one.field]: event.target.value })} onPressEnter={() => Object.keys(changed).length > 0 && save()} />
            <span className="danger-text small">{one.said.join(" ")}</span>
          </label>
        ))}
        <p className="muted small">{t("只改这次导入的内容，您的文件不变。")}</p>
        {step.isError && <div className="danger-text" role="alert">{errorText(step.error)}</div>}
      </div>
    </Modal>
  );
}
