import { Suspense, useEffect, useRef, useState } from "react";
import { Alert, Button } from "antd";
import { ApiError, isApiError } from "../../api/errors";
import { useMe } from "../../api/me";
import type { Field, Meta, Row } from "../../api/types";
import { uuid7 } from "../../api/uuid";
import { FieldRow } from "../../kit/FieldRow";
import { errorText, fieldMessages, requestIdOf } from "../../kit/errorText";
import { formatDateTime } from "../../kit/format";
import { useT } from "../../i18n";
import { useSaveRow } from "../data/row";
import { FieldInput } from "../fields/FieldInput";
import { useResourceUi } from "../registry";
import { dropDraft, readDraft, writeDraft } from "./draft";
import { grouped } from "./groups";
import { StaleDialog } from "./StaleDialog";
import { changedValues, defaultsOf, filledValues, formFields, homeValues, isBlank, knownRefs, sameValue, valuesOf, type Values } from "./values";

interface Props {
  meta: Meta;
  /** The record to change; null for a new one. */
  row: Row | null;
  /** Values that a new record starts with, over the defaults of its fields. */
  initial?: Values;
  /** Name of the field that takes the focus. */
  focus?: string;
  onSaved: (row: Row) => void;
  onCancel: () => void;
  /** Called with true once something has been typed that is not sent yet. */
  onDirty?: (dirty: boolean) => void;
}

const WIDE = new Set(["longtext", "json", "tags", "refs", "choices"]);

/**
 * The form of a resource, drawn from meta. Unsent input survives in the browser, errors stand at their fields, and a
 * record that somebody else has changed meanwhile is merged field by field.
 */
export function ResourceForm({ meta, row, initial, focus, onSaved, onCancel, onDirty }: Props) {
  const { t } = useT();
  const me = useMe();
  const ui = useResourceUi(meta.name);
  const user = me?.id ?? "";
  const rowId = row?.id ?? null;
  const fields = formFields(meta);
  const form = useRef<HTMLFormElement>(null);

  const [base, setBase] = useState<Row | null>(row);
  const [draft, setDraft] = useState(() => readDraft(user, meta.name, rowId));
  const [id, setId] = useState(() => rowId ?? draft?.id ?? uuid7());
  const start = (from: Row | null): Values => (from ? valuesOf(fields, from) : { ...homeValues(fields, me), ...defaultsOf(fields), ...ui.initial?.(), ...initial });
  const [before, setBefore] = useState<Values>(() => start(row));
  const [values, setValues] = useState<Values>(() => ({ ...start(row), ...draft?.values }));
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [stale, setStale] = useState<Row | null>(null);
  const save = useSaveRow(meta.name);

  const groups = grouped(fields, ui.groups);
  // What the caller has set already (the parent of a child) needs no hand: the first empty field takes the focus.
  const lead = focus ?? (row ? undefined : groups.flatMap((group) => group.fields).find((field) => isBlank(before[field.name]))?.name);
  const changed = changedValues(fields, before, values);
  const dirty = Object.keys(changed).length > 0;
  const changedText = JSON.stringify(changed);

  useEffect(() => {
    onDirty?.(dirty);
  }, [dirty, onDirty]);
  useEffect(() => {
    if (!dirty || save.isSuccess) return;
    const timer = setTimeout(() => {
      writeDraft(user, meta.name, rowId, { savedAt: new Date().toISOString(), id, version: base?.version ?? null, values: JSON.parse(changedText) as Values });
    }, 400);
    return () => clearTimeout(timer);
  }, [changedText, dirty, user, meta.name, rowId, id, base?.version, save.isSuccess]);

  useEffect(() => {
    if (!focus) return;
    const timer = setTimeout(() => {
      const input = form.current?.querySelector<HTMLElement>(`#${CSS.escape(`${meta.name}-${focus}`)}`);
      input?.focus({ preventScroll: true });
      input?.closest(".field")?.scrollIntoView({ block: "center" });
    }, 250); // after the drawer has slid in and taken the focus itself
    return () => clearTimeout(timer);
  }, [focus, meta.name]);

  const showErrors = (next: Record<string, string[]>) => {
    setErrors(next);
    const first = fields.find((field) => next[field.name]);
    if (first) requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(`#${CSS.escape(inputId(meta, first))}`)?.focus());
  };

  const send = async (now: Values, version: number | null) => {
    setFailure(null);
    const body = base ? changedValues(fields, before, now) : filledValues(fields, now);
    try {
      const saved = await save.mutateAsync({ id, version, values: body });
      dropDraft(user, meta.name, rowId);
      onSaved(saved);
    } catch (error) {
      if (isApiError(error, "stale_version") && error.data.current) setStale(error.data.current as Row);
      else if (error instanceof ApiError && fields.some((field) => error.fields[field.name])) {
        showErrors(error.fields);
        if (Object.keys(error.fields).some((name) => !fields.some((field) => field.name === name))) setFailure(error);
      } else setFailure(error);
    }
  };

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing = fields.filter((field) => field.required && field.type !== "yesno" && isBlank(values[field.name]));
    if (missing.length) {
      showErrors(Object.fromEntries(missing.map((field) => [field.name, [t("请填写{{label}}", { label: field.label })]])));
      return;
    }
    setErrors({});
    if (base && !dirty) {
      dropDraft(user, meta.name, rowId);
      onSaved(base);
      return;
    }
    void send(values, base?.version ?? null);
  };

  const change = (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [name]: value }));
    setErrors((old) => (old[name] ? Object.fromEntries(Object.entries(old).filter(([key]) => key !== name)) : old));
  };

  const discardDraft = () => {
    dropDraft(user, meta.name, rowId);
    setDraft(null);
    if (!rowId) setId(uuid7());
    setValues(start(base));
  };

  const resolve = (merged: Values, current: Row) => {
    setStale(null);
    setBase(current);
    const theirs = valuesOf(fields, current);
    setBefore(theirs);
    setValues(merged);
    const body = changedValues(fields, theirs, merged);
    if (!Object.keys(body).length) {
      dropDraft(user, meta.name, rowId);
      onSaved(current);
      return;
    }
    save.mutate({ id, version: current.version, values: body }, {
      onSuccess: (saved) => {
        dropDraft(user, meta.name, rowId);
        onSaved(saved);
      },
      onError: (error) => (isApiError(error, "stale_version") && error.data.current ? setStale(error.data.current as Row) : setFailure(error)),
    });
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="resource-form">
      <div className="resource-form-body touch">
        {draft && !save.isSuccess && <DraftNotice savedAt={draft.savedAt} changedSince={Boolean(row && draft.version !== row.version)} onDiscard={discardDraft} />}
        {failure !== null && <Alert type="error" showIcon title={errorText(failure)} description={<FailureNote error={failure} shown={fields.map((field) => field.name)} />} role="alert" />}
        <div className="form-grid">
          {groups.map((group) => (
            <FormSection key={group.label ?? ""} label={group.label}>
              {group.fields.map((field) => {
                const Hint = ui.formHints?.[field.name];
                const Aid = ui.formAids?.[field.name];
                return (
                  <FieldRow key={field.name} id={inputId(meta, field)} label={field.label} required={field.required} help={field.help} errors={errors[field.name]} wide={WIDE.has(field.type)}>
                    <FieldInput resource={meta.name} field={field} id={inputId(meta, field)} value={values[field.name]} onChange={(value) => change(field.name, value)}
                      invalid={Boolean(errors[field.name])} known={knownRefs(field, base, me)} autoFocus={field.name === lead} />
                    {Hint && !sameValue(values[field.name], before[field.name]) && <Hint value={values[field.name]} values={values} row={row} />}
                    {Aid && <Suspense fallback={null}><Aid values={values} row={row} /></Suspense>}
                  </FieldRow>
                );
              })}
            </FormSection>
          ))}
        </div>
      </div>
      <footer className="resource-form-foot touch">
        <Button onClick={onCancel}>{t("取消")}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t("保存")}</Button>
      </footer>
      {stale && base && <StaleDialog meta={meta} fields={fields} base={base} mine={values} theirs={stale} onCancel={() => setStale(null)} onResolve={resolve} />}
    </form>
  );
}

function FailureNote({ error, shown }: { error: unknown; shown: string[] }) {
  const { t } = useT();
  const id = requestIdOf(error);
  return (
    <>
      {fieldMessages(error, shown).map((message) => <div key={message}>{message}</div>)}
      {id && <span className="state-id">{t("请求编号 {{id}}", { id })}</span>}
    </>
  );
}

function FormSection({ label, children }: { label: string | null; children: React.ReactNode }) {
  const { t } = useT();
  return <>{label && <div className="form-section">{t(label)}</div>}{children}</>;
}

function inputId(meta: Meta, field: Field): string {
  return `${meta.name}-${field.name}`;
}

function DraftNotice({ savedAt, changedSince, onDiscard }: { savedAt: string; changedSince: boolean; onDiscard: () => void }) {
  const { t } = useT();
  const when = formatDateTime(savedAt);
  const text = changedSince ? t("已恢复 {{when}} 未提交的内容；这条记录此后有人改过，请核对后再保存。", { when }) : t("已恢复 {{when}} 未提交的内容。", { when });
  return <Alert type={changedSince ? "warning" : "info"} showIcon title={text} action={<Button size="small" type="text" onClick={onDiscard}>{t("放弃草稿")}</Button>} />;
}
