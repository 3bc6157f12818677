import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Empty } from "../../../kit/Empty";
import { useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { forgetMeta, useOrder } from "../ordered";
import type { Dictionary, Entry } from "../model/dictionaries";
import { EntryDialog } from "./EntryDialog";

/** The choices of a dictionary in their order, as forms offer them. */
export function EntryList({ dictionary, can }: { dictionary: Dictionary; can: string[] }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const save = useSaveRow("dictionary_entries");
  const [editing, setEditing] = useState<Entry | "new" | null>(null);
  const { rows, move, busy } = useOrder("dictionary_entries", dictionary.entries);
  const mayEdit = can.includes("update");
  const add = can.includes("create") && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>{t("新增字典项")}</Button>;
  const toggle = (entry: Entry) =>
    save.mutate({ id: entry.id, version: entry.version, values: { active: !entry.active } }, {
      onSuccess: () => {
        void forgetMeta(client, "dictionary_entries");
        notify.ok(entry.active ? t("“{{name}}”已停用：表单里不再出现，已有记录不变", { name: entry.label }) : t("“{{name}}”已启用", { name: entry.label }));
      },
      onError: notify.fail,
    });
  return (
    <>
      <header className="adm-head">
        <div className="grow">
          <h2 className="unit-title">{dictionary.title} <span className="muted small" style={{ fontWeight: 400 }}>{dictionary.name}</span></h2>
          <p className="muted small">{dictionary.uses.length ? t("用于 {{fields}}", { fields: dictionary.uses.join(t("、")) }) : t("现在没有字段使用它。")}</p>
        </div>
        <span className="touch">{add}</span>
      </header>
      {!rows.length && <Empty text={t("这个字典还没有字典项。")} action={add} />}
      <ol className="adm-entries" aria-busy={busy}>
        {rows.map((entry, i) => (
          <li key={entry.id} className={entry.active ? "adm-entry" : "adm-entry off"}>
            {mayEdit && (
              <span className="adm-order">
                <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={i === 0 || busy} onClick={() => move(i, -1)} aria-label={t("上移“{{name}}”", { name: entry.label })} />
                <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={i === rows.length - 1 || busy} onClick={() => move(i, 1)} aria-label={t("下移“{{name}}”", { name: entry.label })} />
              </span>
            )}
            <span className="adm-entry-label"><StatusTag color={entry.color}>{entry.label}</StatusTag></span>
            <span className="adm-entry-en ellipsis">{entry.label_en || <span className="muted">{t("没有英文名")}</span>}</span>
            <code className="adm-entry-code muted ellipsis">{entry.code}</code>
            <span className="row end">
              {mayEdit && <Button type="text" size="small" icon={<EditOutlined />} onClick={() => setEditing(entry)} aria-label={t("编辑“{{name}}”", { name: entry.label })} />}
              <Switch size="small" checked={entry.active} disabled={!mayEdit} loading={save.isPending && save.variables.id === entry.id} onChange={() => toggle(entry)} aria-label={t("启用“{{name}}”", { name: entry.label })} />
            </span>
          </li>
        ))}
      </ol>
      {editing && <EntryDialog dictionary={dictionary} entry={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}
