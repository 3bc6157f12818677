import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, Input, Modal, Select } from "antd";
import { ApiError } from "../../../api/errors";
import { useCatalogue } from "../../../api/meta";
import type { ResourceInfo } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { FieldInput } from "../../../resource/fields/FieldInput";
import { useSaveRow } from "../../../resource/data/row";
import { Refusal } from "../memberships/Refusal";
import { draftOf, preview, problemsOf, TYPES, valuesOf, type Draft, type OwnField } from "../model/customFields";
import { grouped } from "../model/groups";
import { forgetMeta } from "../ordered";
import { OptionsEditor } from "./OptionsEditor";

interface Props {
  resource: ResourceInfo;
  field: OwnField | null;
  /** Where a new field goes. */
  position: number;
  onClose: () => void;
}

/** Name, type, options; right beside it the field as forms will show it. */
export function OwnFieldDialog({ resource, field, position, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const save = useSaveRow("custom_fields");
  const targets = grouped(useCatalogue()?.resources ?? []);
  const [id] = useState(() => field?.id ?? uuid7());
  const [draft, setDraft] = useState<Draft>(() => draftOf(field));
  const [tried, setTried] = useState(false);
  const [sample, setSample] = useState<unknown>(null);
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const problems = tried ? problemsOf(draft, !field) : {};
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const errors = (name: keyof Draft) => fields[name] ?? (problems[name] ? [t(problems[name])] : undefined);
  const submit = () => {
    setTried(true);
    if (Object.keys(problemsOf(draft, !field)).length) return;
    const values = valuesOf(draft);
    save.mutate({ id, version: field?.version ?? null, values: field ? values : { ...values, resource: resource.name, code: draft.code.trim(), type: draft.type, position } }, {
      onSuccess: () => {
        void forgetMeta(client, "custom_fields");
        notify.ok(field ? t("已保存") : t("已新建字段“{{name}}”", { name: draft.label.trim() }));
        onClose();
      },
    });
  };
  return (
    <Modal open width={720} title={field ? t("编辑字段“{{name}}”", { name: field.label }) : t("{{resource}}：新建字段", { resource: resource.label })} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="own-dialog touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <div className="col">
          {save.error && !["label", "code", "type", "options", "ref", "help"].some((name) => fields[name]) && <Refusal error={save.error} />}
          <FieldRow id="own-label" label={t("名称")} required errors={errors("label")}><Input id="own-label" autoFocus maxLength={60} value={draft.label} onChange={(event) => set({ label: event.target.value })} /></FieldRow>
          <FieldRow id="own-type" label={t("类型")} required={!field} errors={errors("type")}
            help={field ? t("已有记录按这个类型保存了值，所以类型和代码不能修改。需要别的类型时，请停用它并新建一个字段。") : t(TYPES.find((one) => one.value === draft.type)?.hint ?? "")}>
            <Select id="own-type" disabled={Boolean(field)} value={draft.type} onChange={(type) => { set({ type }); setSample(null); }} options={TYPES.map((one) => ({ value: one.value, label: t(one.label) }))} style={{ width: "100%" }} />
          </FieldRow>
          {draft.type === "choice" && <OptionsEditor options={draft.options} onChange={(options) => set({ options })} errors={errors("options")} isNew={!field} />}
          {draft.type === "ref" && (
            <FieldRow id="own-ref" label={t("引用的对象")} required errors={errors("ref")}>
              <Select id="own-ref" value={draft.ref || undefined} onChange={(ref: string) => set({ ref })} placeholder={t("请选择")} showSearch={{ optionFilterProp: "label" }} style={{ width: "100%" }}
                options={targets.map((group) => ({ label: t(group.label), options: group.items.map((one) => ({ value: one.name, label: one.label })) }))} />
            </FieldRow>
          )}
          <FieldRow id="own-code" label={t("代码")} required={!field} help={t("接口和导入用它辨认字段：cf_{{code}}。新建后不能修改。", { code: draft.code || "…" })} errors={errors("code")}>
            <Input id="own-code" disabled={Boolean(field)} prefix={<span className="muted">cf_</span>} maxLength={40} value={draft.code} onChange={(event) => set({ code: event.target.value.toLowerCase() })} />
          </FieldRow>
          <FieldRow id="own-help" label={t("说明")} help={t("显示在输入框下面，告诉同事填什么。")} errors={errors("help")}><Input id="own-help" maxLength={200} value={draft.help} onChange={(event) => set({ help: event.target.value })} /></FieldRow>
          <Checkbox checked={draft.required} onChange={(event) => set({ required: event.target.checked })}>{t("必填")}</Checkbox>
          {draft.required && <p className="warning-text small">{t("已有记录在下次编辑时也必须补填。")}</p>}
        </div>
        <aside className="own-preview" aria-label={t("预览")}>
          <span className="muted small">{t("表单里的样子")}</span>
          <FieldRow id="own-preview" label={draft.label.trim() || t("字段名称")} required={draft.required} help={draft.help.trim()}>
            {draft.type === "ref" && !draft.ref ? <Input id="own-preview" disabled placeholder={t("先选择引用的对象")} /> : <FieldInput resource={resource.name} field={preview(draft)} id="own-preview" value={sample} onChange={setSample} />}
          </FieldRow>
        </aside>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
