import { useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, InputNumber, Modal, Select, type InputRef } from "antd";
import { ApiError } from "../../../api/errors";
import { useCatalogue } from "../../../api/meta";
import type { Meta } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { tk, useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { allQuery, useMetas } from "../api";
import { Refusal } from "../memberships/Refusal";
import { UnitPicker } from "../units/UnitPicker";
import { problemOf, usePreview } from "./NextNumber";
import type { Rule } from "./NumberingPage";

const PARTS: [token: string, label: string][] = [["{year}", tk("年份")], ["{yy}", tk("年份后两位")], ["{month}", tk("月份")], ["{day}", tk("日期")], ["{company}", tk("公司编码")], ["{unit}", tk("单位编码")], ["{seq:5}", tk("五位序号")]];

interface Draft {
  resource: string | null;
  unit: string | null;
  pattern: string;
  reset: string;
  start: number;
}

/** A rule, with the number that it would give next while one types. */
export function RuleDialog({ meta, rule, onClose }: { meta: Meta; rule: Rule | null; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("numbering_rules");
  const input = useRef<InputRef>(null);
  const [id] = useState(() => rule?.id ?? uuid7());
  const [draft, setDraft] = useState<Draft>({ resource: rule?.resource ?? null, unit: rule?.unit?.id ?? null, pattern: rule?.pattern ?? "{year}-{seq:5}", reset: rule?.reset ?? "yearly", start: rule?.start ?? 1 });
  const [tried, setTried] = useState(false);
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const preview = usePreview({ pattern: draft.pattern, reset: draft.reset, start: draft.start, unit: draft.unit, rule: rule?.id ?? null });
  const resets = meta.fields.find((field) => field.name === "reset")?.options ?? [];
  const add = (token: string) => {
    const element = input.current?.input;
    const [from, to] = [element?.selectionStart ?? draft.pattern.length, element?.selectionEnd ?? draft.pattern.length];
    set({ pattern: draft.pattern.slice(0, from) + token + draft.pattern.slice(to) });
    requestAnimationFrame(() => { element?.focus(); element?.setSelectionRange(from + token.length, from + token.length); });
  };
  const submit = () => {
    setTried(true);
    if (!draft.resource || !draft.pattern.trim()) return;
    const { resource, ...rest } = { ...draft, pattern: draft.pattern.trim() };
    save.mutate({ id, version: rule?.version ?? null, values: rule ? rest : { ...rest, resource } }, {
      onSuccess: () => {
        notify.ok(rule ? t("已保存，已有的号码不变") : t("已新建规则"));
        onClose();
      },
    });
  };
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const patternErrors = fields.pattern ?? (preview.isError ? [problemOf(preview.error)] : undefined);
  return (
    <Modal open width={560} title={rule ? t("编辑编号规则") : t("新建编号规则")} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending, disabled: preview.isError }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {save.error && !["resource", "unit", "pattern", "reset", "start"].some((name) => fields[name]) && <Refusal error={save.error} />}
        <div className="form-grid">
          <FieldRow id="rule-resource" label={t("对象")} required={!rule} help={rule ? t("对象不能修改，请为别的对象新建规则。") : undefined} errors={fields.resource ?? (tried && !draft.resource ? [t("请选择。")] : undefined)}>
            <ResourceSelect value={draft.resource} onChange={(resource) => set({ resource })} disabled={Boolean(rule)} />
          </FieldRow>
          <FieldRow id="rule-unit" label={t("适用单位")} help={t("含下级单位；留空则全集团适用。")} errors={fields.unit}><UnitPicker id="rule-unit" value={draft.unit} onChange={(unit) => set({ unit })} allowClear placeholder={t("全集团")} known={rule?.unit ? [rule.unit] : []} /></FieldRow>
        </div>
        <FieldRow id="rule-pattern" label={t("格式")} required errors={patternErrors}>
          <Input id="rule-pattern" ref={input} autoFocus={Boolean(rule)} maxLength={60} value={draft.pattern} onChange={(event) => set({ pattern: event.target.value })} status={patternErrors ? "error" : ""} className="rule-input" />
        </FieldRow>
        <div className="row wrap" role="group" aria-label={t("插入")} style={{ gap: 6 }}>{PARTS.map(([token, label]) => <Button key={token} size="small" onClick={() => add(token)} title={token}>{t(label)}</Button>)}</div>
        <div className="form-grid">
          <FieldRow id="rule-reset" label={t("序号重置")} errors={fields.reset}><Select id="rule-reset" value={draft.reset} onChange={(reset) => set({ reset })} options={resets.map((one) => ({ value: one.value, label: one.label }))} style={{ width: "100%" }} /></FieldRow>
          <FieldRow id="rule-start" label={t("起始序号")} help={rule ? t("只影响还没有取过号的周期。") : undefined} errors={fields.start}><InputNumber id="rule-start" min={1} max={999_999_999} precision={0} value={draft.start} onChange={(start) => set({ start: start ?? 1 })} style={{ width: "100%" }} /></FieldRow>
        </div>
        <div className="rule-preview"><span className="muted small">{t("下一个号码")}</span><output className="next-number num" aria-live="polite">{preview.isError ? "—" : (preview.data?.number ?? "…")}</output></div>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}

/** Records that carry a number, and those that have a rule already. */
function ResourceSelect({ value, onChange, disabled }: { value: string | null; onChange: (value: string) => void; disabled: boolean }) {
  const { t } = useT();
  const { metas, isPending } = useMetas();
  const rules = useQuery(allQuery("numbering_rules", { sort: "resource,-updated_at" }));
  const labels = new Map(useCatalogue()?.resources.map((one) => [one.name, one.label]));
  const names = new Set([...metas.filter((meta) => meta.fields.some((field) => field.name === "number")).map((meta) => meta.name), ...(rules.data ?? []).map((row) => String(row.resource))]);
  return <Select id="rule-resource" autoFocus={!disabled} disabled={disabled} loading={isPending} value={value ?? undefined} onChange={onChange} placeholder={t("请选择")} style={{ width: "100%" }} options={[...names].map((name) => ({ value: name, label: labels.get(name) ?? name }))} />;
}
