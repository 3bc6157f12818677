import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Input, Modal } from "antd";
import { ApiError } from "../../../api/errors";
import { uuid7 } from "../../../api/uuid";
import { COLORS } from "../../../kit/colors";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { Refusal } from "../memberships/Refusal";
import { forgetMeta } from "../ordered";
import type { Dictionary, Entry } from "../model/dictionaries";

/** Name in both languages and colour; the code only for a new entry: afterwards records hold it. */
export function EntryDialog({ dictionary, entry, onClose }: { dictionary: Dictionary; entry: Entry | null; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const save = useSaveRow("dictionary_entries");
  const [id] = useState(() => entry?.id ?? uuid7());
  const [before] = useState({ label: entry?.label ?? "", label_en: entry?.label_en ?? "", code: entry?.code ?? "", color: COLORS.some(([value]) => value === entry?.color) ? entry!.color : "" });
  const [values, setValues] = useState(before);
  const [tried, setTried] = useState(false);
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }));
  const taken = dictionary.entries.some((one) => one !== entry && one.label === values.label.trim());
  const submit = () => {
    setTried(true);
    if (!values.label.trim() || !values.code.trim() || taken) return;
    const { code, ...rest } = { ...values, label: values.label.trim(), label_en: values.label_en.trim(), code: values.code.trim() };
    const changed = Object.fromEntries(Object.entries(rest).filter(([name, value]) => value !== before[name as keyof typeof before]));
    if (entry && !Object.keys(changed).length) return onClose();
    const last = Math.max(-1, ...dictionary.entries.map((one) => one.position));
    save.mutate({ id, version: entry?.version ?? null, values: entry ? changed : { ...rest, code, dictionary: dictionary.name, position: last + 1 } }, {
      onSuccess: () => {
        void forgetMeta(client, "dictionary_entries");
        notify.ok(entry ? t("已保存") : t("已新增“{{name}}”", { name: rest.label }));
        onClose();
      },
    });
  };
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const missing = (value: string) => (tried && !value.trim() ? [t("请填写。")] : undefined);
  return (
    <Modal open title={entry ? t("编辑“{{name}}”", { name: entry.label }) : t("{{title}}：新增字典项", { title: dictionary.title })} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {save.error !== null && !["label", "label_en", "code", "color"].some((name) => fields[name]) && <Refusal error={save.error} />}
        <FieldRow id="entry-label" label={t("中文名称")} required errors={fields.label ?? (taken ? [t("这个字典里已有同名的项。")] : missing(values.label))}><Input id="entry-label" autoFocus maxLength={60} value={values.label} onChange={(event) => set({ label: event.target.value })} /></FieldRow>
        <FieldRow id="entry-en" label={t("英文名称")} help={t("英文界面里显示；不填则显示中文。")} errors={fields.label_en}><Input id="entry-en" maxLength={60} value={values.label_en} onChange={(event) => set({ label_en: event.target.value })} /></FieldRow>
        <FieldRow id="entry-code" label={t("代码")} required={!entry} help={entry ? t("代码保存在记录里，新建后不能修改。需要别的代码时，请停用此项并新增一项。") : t("小写字母、数字和下划线，以字母开头。保存在记录里，新建后不能修改。")} errors={fields.code ?? missing(values.code)}>
          <Input id="entry-code" disabled={Boolean(entry)} maxLength={40} value={values.code} onChange={(event) => set({ code: event.target.value.toLowerCase() })} />
        </FieldRow>
        <fieldset className="adm-swatches">
          <legend>{t("颜色")}</legend>
          {COLORS.map(([value, label]) => (
            <label key={value} className="adm-swatch">
              <input type="radio" name="entry-color" className="sr-only" checked={values.color === value} onChange={() => set({ color: value })} />
              <StatusTag color={value}>{values.label.trim() || t(label)}</StatusTag>
              <span className="muted small">{t(label)}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
