import { useState } from "react";
import { Button, Input } from "antd";
import { SnippetsOutlined } from "@ant-design/icons";
import { api } from "../../../api/client";
import { useMe } from "../../../api/me";
import type { Row } from "../../../api/types";
import { errorText } from "../../../kit/errorText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { readDraft, writeDraft } from "../../../resource/form/draft";
import { FormDrawer } from "../../../resource/form/FormDrawer";
import type { CreateFormProps } from "../../../resource/registry";
import type { Proposal } from "../api";
import "../customers.css";

/** The drawn form, with a place above it to paste a business card or a signature. The contact found goes in after the customer. */
export function CustomerForm({ meta, onClose, onCreated }: CreateFormProps) {
  const { t } = useT();
  const notify = useNotify();
  const user = useMe()?.id ?? "";
  const [found, setFound] = useState<Proposal[] | null>(null);
  // What was typed before stays; of a field that is in both, the pasted text wins.
  const take = (proposals: Proposal[]) => {
    const draft = readDraft(user, meta.name, null);
    if (draft) writeDraft(user, meta.name, null, { ...draft, values: { ...draft.values, ...valuesIn(proposals.filter((one) => meta.form.includes(one.field))) } });
    setFound(proposals);
  };
  const own = (found ?? []).filter((one) => meta.form.includes(one.field));
  const contact = (found ?? []).filter((one) => one.field.startsWith("contact_"));
  const created = async (row: Row) => {
    let failure: unknown = null;
    if (contact.some((one) => one.field === "contact_name")) {
      try {
        await addContact(row, contact);
      } catch (error) {
        failure = error;
      }
    }
    onCreated(row);
    if (failure) notify.fail(t("客户已新建，但联系人没有保存：{{why}}请在“联系人”里补上。", { why: errorText(failure) }));
  };
  return (
    <FormDrawer key={found ? "pasted" : "empty"} meta={meta} row={null} onClose={onClose} onSaved={(row) => void created(row)}
      initial={valuesIn(own)}
      head={<div className="paste-box"><PasteBox found={found} onFound={take} contact={contact} /></div>} />
  );
}

function valuesIn(proposals: Proposal[]): Record<string, string> {
  return Object.fromEntries(proposals.map((one) => [one.field, one.value]));
}

async function addContact(row: Row, found: Proposal[]): Promise<void> {
  const values = Object.fromEntries(found.map((one) => [one.field.replace("contact_", ""), one.value]));
  await api.post("/r/contacts", { customer: row.id, ...values });
}

function PasteBox({ found, onFound, contact }: { found: Proposal[] | null; onFound: (found: Proposal[]) => void; contact: Proposal[] }) {
  const { t } = useT();
  const notify = useNotify();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const read = async () => {
    setBusy(true);
    try {
      const answer = await api.post<{ fields: Proposal[] }>("/customers/pasted", { text });
      if (answer.fields.length) onFound(answer.fields);
      else notify.info(t("没有认出可填的内容，请直接填写。"));
    } catch (error) {
      notify.fail(error);
    } finally {
      setBusy(false);
    }
  };
  if (found) {
    return (
      <div className="pasted-note" role="status">
        {t("已从粘贴的文字中填入 {{n}} 项，请核对。", { n: found.length })}
        {contact.length > 0 && <div className="muted small">{t("保存后会一并新建联系人：")}{contact.map((one) => one.value).join(" · ")}</div>}
      </div>
    );
  }
  if (!open) return <Button type="dashed" block icon={<SnippetsOutlined />} onClick={() => setOpen(true)}>{t("粘贴名片、邮件签名或聊天文字，自动识别")}</Button>;
  return (
    <div className="col" style={{ gap: 8 }}>
      <Input.TextArea autoFocus rows={5} maxLength={5000} value={text} onChange={(event) => setText(event.target.value)} aria-label={t("要识别的文字")}
        placeholder={t("例如：江苏新筑建设有限公司 王建国 副总经理 138 0000 0000")} />
      <div className="row end">
        <Button onClick={() => setOpen(false)}>{t("取消")}</Button>
        <Button type="primary" ghost disabled={!text.trim()} loading={busy} onClick={() => void read()}>{t("识别")}</Button>
      </div>
    </div>
  );
}
