import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, InputNumber, Segmented } from "antd";
import { DeleteOutlined, UserAddOutlined } from "@ant-design/icons";
import type { Row } from "../../../../api/types";
import { uuid7 } from "../../../../api/uuid";
import { errorText } from "../../../../kit/errorText";
import { useNotify } from "../../../../kit/notify";
import { RefSelect } from "../../../../kit/RefSelect";
import { useT } from "../../../../i18n";
import { refreshResource } from "../../../../resource/data/row";
import { contentQuery, saveContent } from "../../api";
import { draftOf, wishOf, withDocument, type ContentDraft, type RecipientDraft } from "../../model/sending";
import type { TransmittalContent } from "../../model/types";

/** What goes out and to whom, while it is a draft. */
export function ContentEditor({ row, content }: { row: Row; content: TransmittalContent }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [draft, setDraft] = useState<ContentDraft>(() => draftOf(content));
  const [dirty, setDirty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = (next: Partial<ContentDraft>) => { setDraft({ ...draft, ...next }); setDirty(true); };
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      client.setQueryData(contentQuery(row.id).queryKey, await saveContent(row.id, wishOf(draft, content.version)));
      refreshResource(client, "transmittals", row.id);
      setDirty(false);
      notify.ok(t("已保存"));
    } catch (failed) {
      setError(failed);
    }
    setBusy(false);
  };
  return (
    <div className="col lib-content">
      {error !== null && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
      <h2 className="drawer-section">{t("资料清单")}</h2>
      <ul className="lib-lines">
        {draft.items.map((one) => (
          <li key={one.document.id}>
            <span className="grow ellipsis">{one.document.label}</span>
            <span className="muted num small">{one.word || t("最新版本")}</span>
            <InputNumber size="small" min={1} max={999} precision={0} value={one.copies} aria-label={t("份数：{{name}}", { name: one.document.label })} suffix={t("份")} style={{ width: 92 }}
              onChange={(copies) => change({ items: draft.items.map((other) => (other === one ? { ...one, copies: copies ?? 1 } : other)) })} />
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("移除{{name}}", { name: one.document.label })} onClick={() => change({ items: draft.items.filter((other) => other !== one) })} />
          </li>
        ))}
      </ul>
      <RefSelect resource="documents" value={null} placeholder={t("添加资料：输入名称、编号或图号")} aria-label={t("添加资料")} onChange={(_id, ref) => ref && change({ items: withDocument(draft.items, ref) })} />
      <h2 className="drawer-section">{t("收件人")}</h2>
      <ul className="lib-lines">{draft.recipients.map((one) => <Person key={one.key} one={one} onChange={(next) => change({ recipients: draft.recipients.map((other) => (other === one ? next : other)) })} onRemove={() => change({ recipients: draft.recipients.filter((other) => other !== one) })} />)}</ul>
      <AddPerson onAdd={(one) => change({ recipients: [...draft.recipients, one] })} />
      <div className="row end touch"><Button type="primary" disabled={!dirty} loading={busy} onClick={() => void save()}>{t("保存清单")}</Button></div>
    </div>
  );
}

function Person({ one, onChange, onRemove }: { one: RecipientDraft; onChange: (next: RecipientDraft) => void; onRemove: () => void }) {
  const { t } = useT();
  const name = one.contact?.label ?? one.name;
  return (
    <li className="lib-person touch">
      {one.contact
        ? <span className="grow ellipsis">{one.contact.label} <span className="muted small">{one.company}</span></span>
        : <><Input value={one.name} maxLength={80} placeholder={t("姓名")} aria-label={t("姓名")} onChange={(event) => onChange({ ...one, name: event.target.value })} /><Input value={one.company} maxLength={120} placeholder={t("单位")} aria-label={t("单位")} onChange={(event) => onChange({ ...one, company: event.target.value })} /><Input type="email" value={one.email} maxLength={254} placeholder={t("邮箱")} aria-label={t("邮箱")} onChange={(event) => onChange({ ...one, email: event.target.value })} /></>}
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("移除{{name}}", { name })} onClick={onRemove} />
    </li>
  );
}

function AddPerson({ onAdd }: { onAdd: (one: RecipientDraft) => void }) {
  const { t } = useT();
  const [kind, setKind] = useState<"contact" | "other">("contact");
  const blank = () => ({ key: uuid7(), contact: null, name: "", company: "", email: "" });
  return (
    <div className="row wrap touch">
      <Segmented<"contact" | "other"> value={kind} onChange={setKind} options={[{ value: "contact", label: t("客户联系人") }, { value: "other", label: t("其他人") }]} />
      {kind === "contact"
        ? <span className="grow" style={{ minWidth: 220 }}><RefSelect resource="contacts" value={null} placeholder={t("添加联系人")} aria-label={t("添加联系人")} onChange={(_id, contact) => contact && onAdd({ ...blank(), contact })} /></span>
        : <Button icon={<UserAddOutlined />} onClick={() => onAdd(blank())}>{t("添加一行")}</Button>}
    </div>
  );
}
