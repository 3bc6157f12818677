import { useState } from "react";
import { Alert, Button, Input } from "antd";
import { ApiError } from "../../../../api/errors";
import { useMeta } from "../../../../api/meta";
import type { Row } from "../../../../api/types";
import { Choices } from "../../../../kit/Choices";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import { NextContact } from "../../../../resource/fields/TalkTimes";

/** The result in a minute: the words, a tap for the effect, a tap for the next contact. */
export function FinishForm({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const act = useDo("visits");
  const effects = useMeta("visits").data?.fields.find((field) => field.name === "effect")?.options ?? [];
  const [result, setResult] = useState("");
  const [effect, setEffect] = useState("");
  const [next, setNext] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async () => {
    if (!result.trim()) return setErrors({ result: [t("请写下谈了什么")] });
    setErrors({});
    setFailure(null);
    try {
      await act.mutateAsync({ row, verb: "finish", inputs: { result: result.trim(), effect: effect || null, next_contact_at: next } });
      notify.ok(t("已完成，并记入客户的沟通记录"));
      onClose();
    } catch (error) {
      const known = error instanceof ApiError ? Object.fromEntries(Object.entries(error.fields).filter(([name]) => ["result", "effect", "next_contact_at"].includes(name))) : {};
      if (Object.keys(known).length) setErrors(known);
      else setFailure(error);
    }
  };
  return (
    <form className="col touch" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      {failure !== null && <Alert type="error" showIcon role="alert" title={errorText(failure)} />}
      <FieldRow id="visit-result" label={t("谈了什么，对方怎么说")} required errors={errors.result}>
        <Input.TextArea id="visit-result" autoFocus maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} value={result} onChange={(event) => setResult(event.target.value)} aria-invalid={Boolean(errors.result)} />
      </FieldRow>
      <Choices name="effect" label={t("效果")} clearable value={effect} onChange={setEffect} items={effects.filter((option) => option.active !== false)} errors={errors.effect} />
      <NextContact label={t("下次联系")} value={next} onChange={setNext} errors={errors.next_contact_at} />
      <div className="row end">
        <Button onClick={onClose}>{t("取消")}</Button>
        <Button type="primary" htmlType="submit" loading={act.isPending}>{t("完成拜访")}</Button>
      </div>
    </form>
  );
}
