import { useRef, useState } from "react";
import { Alert, Button, Drawer, Input } from "antd";
import { ApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Ref, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { formatDateTime } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import type { CreateFormProps } from "../../../resource/registry";
import { ChannelIcon, optionsOf } from "../../../kit/channels";
import { Choices } from "../../../kit/Choices";
import { ContactPick } from "./ContactPick";
import { NextContact, TalkTime } from "../../../resource/fields/TalkTimes";
import { useTalk, type Talk } from "./useTalk";
import "../customers.css";

interface Props {
  /** The customer talked with; without one it is asked for first. */
  customer: Ref | null;
  start?: Partial<Talk>;
  onClose: () => void;
  onSaved?: (row: Row) => void;
}

/** 记一次沟通 in a minute: a tap for the channel, the words, a tap for the next contact. What is not saved stays as a draft. */
export function LogTalk(props: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const meta = useMeta("interactions");
  const title = props.customer?.label ? <span className="row"><span style={{ flex: "none" }}>{t("记一次沟通")}</span><span className="muted small ellipsis">{props.customer.label}</span></span> : t("记一次沟通");
  return (
    <Drawer open onClose={props.onClose} placement={phone ? "bottom" : "right"} size={phone ? "94%" : 560} title={title} mask={{ closable: false }} destroyOnHidden>
      {meta.isPending && <LinesSkeleton rows={6} />}
      {meta.isError && <ErrorBox error={meta.error} onRetry={() => void meta.refetch()} />}
      {meta.data && <TalkForm {...props} meta={meta.data} />}
    </Drawer>
  );
}

/** In place of the drawn form wherever an interaction is created. */
export function TalkCreateForm({ initial, onClose, onCreated }: CreateFormProps) {
  const customer = initial?.customer;
  return <LogTalk customer={typeof customer === "string" ? { id: customer, label: "" } : null} onClose={onClose} onSaved={onCreated} />;
}

function TalkForm({ customer, start, meta, onClose, onSaved }: Props & { meta: Meta }) {
  const { t } = useT();
  const notify = useNotify();
  const { talk, set, draft, discard, send, saving } = useTalk(customer?.id ?? null, start ?? {});
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const change = (changes: Partial<Talk>) => {
    set(changes);
    setErrors((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in changes))));
  };
  const show = (next: Record<string, string[]>) => {
    setErrors(next);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  const submit = async () => {
    if (saving) return;
    const missing = {
      ...(talk.customer ? {} : { customer: [t("请选择和哪个客户沟通")] }),
      ...(talk.content.trim() ? {} : { content: [t("请写下谈了什么")] }),
    };
    if (Object.keys(missing).length) return show(missing);
    setFailure(null);
    try {
      const row = await send();
      if (onSaved) onSaved(row);
      else notify.ok(t("已记录"));
      onClose();
    } catch (error) {
      const known = error instanceof ApiError ? Object.fromEntries(Object.entries(error.fields).filter(([name]) => name in talk)) : {};
      if (Object.keys(known).length) show(known);
      else setFailure(error);
    }
  };
  const label = (name: string) => meta.fields.find((field) => field.name === name)?.label ?? name;
  const wrong = (name: string) => (errors[name] ? { status: "error" as const, "aria-invalid": true, "aria-describedby": `talk-${name}-error` } : {});
  return (
    <form ref={form} className="resource-form" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}
      onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void submit(); } }}>
      <div className="resource-form-body touch">
        {draft && <Alert type="info" showIcon title={t("已恢复 {{when}} 未提交的内容。", { when: formatDateTime(draft.savedAt) })} action={<Button size="small" type="text" onClick={discard}>{t("放弃草稿")}</Button>} />}
        {failure !== null && <Alert type="error" showIcon role="alert" title={errorText(failure)} />}
        {!customer && (
          <FieldRow id="talk-customer" label={label("customer")} required errors={errors.customer}>
            <RefSelect id="talk-customer" resource="customers" value={talk.customer} onChange={(next) => change({ customer: next, contact: null })} autoFocus {...wrong("customer")} />
          </FieldRow>
        )}
        <Choices name="channel" label={label("channel")} tiles value={talk.channel} onChange={(channel) => change({ channel })}
          items={optionsOf(meta, "channel").filter((option) => option.active !== false).map((option) => ({ value: option.value, label: option.label, icon: <ChannelIcon channel={option.value} /> }))} />
        {talk.customer && <ContactPick customer={talk.customer} label={label("contact")} value={talk.contact} onChange={(contact) => change({ contact })} errors={errors.contact} />}
        <FieldRow id="talk-content" label={label("content")} required errors={errors.content}>
          <Input.TextArea id="talk-content" value={talk.content} onChange={(event) => change({ content: event.target.value })} autoSize={{ minRows: 4, maxRows: 10 }} autoFocus={Boolean(customer)}
            placeholder={t("谈了什么、对方怎么说")} {...wrong("content")} />
        </FieldRow>
        <Choices name="effect" label={label("effect")} value={talk.effect} clearable onChange={(effect) => change({ effect })}
          items={optionsOf(meta, "effect").filter((option) => option.active !== false)} />
        <FieldRow id="talk-result" label={label("result")} errors={errors.result}>
          <Input id="talk-result" value={talk.result} maxLength={200} onChange={(event) => change({ result: event.target.value })} placeholder={t("约定了什么，例如：周五前发报价")} autoComplete="off" {...wrong("result")} />
        </FieldRow>
        <NextContact label={label("next_contact_at")} value={talk.next_contact_at} onChange={(next_contact_at) => change({ next_contact_at })} errors={errors.next_contact_at} />
        <TalkTime label={label("occurred_at")} value={talk.occurred_at} onChange={(occurred_at) => change({ occurred_at })} errors={errors.occurred_at} />
      </div>
      <footer className="resource-form-foot touch">
        <span className="muted small grow talk-hint"><span className="kbd">Ctrl</span> <span className="kbd">Enter</span> {t("保存")}</span>
        <Button onClick={onClose}>{t("取消")}</Button>
        <Button type="primary" htmlType="submit" loading={saving}>{t("保存")}</Button>
      </footer>
    </form>
  );
}
