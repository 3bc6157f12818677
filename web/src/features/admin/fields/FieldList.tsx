import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useCatalogue } from "../../../api/meta";
import type { ResourceInfo } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { forgetMeta, useOrder } from "../ordered";
import { TYPES, type OwnField } from "../model/customFields";
import { OwnFieldDialog } from "./OwnFieldDialog";

/** The own fields of one resource, in the order of its form. */
export function FieldList({ resource, fields, can }: { resource: ResourceInfo; fields: OwnField[]; can: string[] }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const save = useSaveRow("custom_fields");
  const labels = new Map(useCatalogue()?.resources.map((one) => [one.name, one.label]));
  const [editing, setEditing] = useState<OwnField | "new" | null>(null);
  const { rows, move, busy } = useOrder("custom_fields", fields.toSorted((a, b) => a.position - b.position || a.code.localeCompare(b.code)));
  const mayEdit = can.includes("update");
  const add = can.includes("create") && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>{t("新建字段")}</Button>;
  const toggle = (field: OwnField) =>
    save.mutate({ id: field.id, version: field.version, values: { active: !field.active } }, {
      onSuccess: () => {
        void forgetMeta(client, "custom_fields");
        notify.ok(field.active ? t("“{{name}}”已停用：表单和列表里不再出现，已填的值保留", { name: field.label }) : t("“{{name}}”已启用", { name: field.label }));
      },
      onError: notify.fail,
    });
  const about = (field: OwnField) => (field.type === "choice" ? field.options.map((option) => option.label).join(t("、")) : field.type === "ref" ? (labels.get(field.ref) ?? field.ref) : field.help);
  return (
    <>
      <header className="adm-head">
        <div className="grow"><h2 className="unit-title">{resource.label}</h2><p className="muted small">{t("字段出现在表单、详情、列表、筛选、导入和导出里。")}</p></div>
        {rows.length > 0 && <span className="touch">{add}</span>}
      </header>
      {!rows.length && <Empty text={t("“{{label}}”还没有自定义字段。", { label: resource.label })} action={add} />}
      <ol className="adm-entries" aria-busy={busy}>
        {rows.map((field, i) => (
          <li key={field.id} className={field.active ? "adm-entry own-field" : "adm-entry own-field off"}>
            {mayEdit && (
              <span className="adm-order">
                <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={i === 0 || busy} onClick={() => move(i, -1)} aria-label={t("上移“{{name}}”", { name: field.label })} />
                <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={i === rows.length - 1 || busy} onClick={() => move(i, 1)} aria-label={t("下移“{{name}}”", { name: field.label })} />
              </span>
            )}
            <span className="adm-entry-label"><span className="ellipsis">{field.label}</span>{field.required && <span className="required-mark" title={t("必填")}>*</span>}</span>
            <span className="row ellipsis"><StatusTag>{t(TYPES.find((one) => one.value === field.type)?.label ?? field.type)}</StatusTag><span className="muted small ellipsis">{about(field)}</span></span>
            <code className="adm-entry-code muted ellipsis">cf_{field.code}</code>
            <span className="row end">
              {mayEdit && <Button type="text" size="small" icon={<EditOutlined />} onClick={() => setEditing(field)} aria-label={t("编辑“{{name}}”", { name: field.label })} />}
              <Switch size="small" checked={field.active} disabled={!mayEdit} loading={save.isPending && save.variables.id === field.id} onChange={() => toggle(field)} aria-label={t("启用“{{name}}”", { name: field.label })} />
            </span>
          </li>
        ))}
      </ol>
      {editing && <OwnFieldDialog resource={resource} field={editing === "new" ? null : editing} position={Math.max(-1, ...rows.map((row) => row.position)) + 1} onClose={() => setEditing(null)} />}
    </>
  );
}
