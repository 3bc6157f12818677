import { useState } from "react";
import { Alert, Button, Input } from "antd";
import { useMeta } from "../../../api/meta";
import { ApiError } from "../../../api/errors";
import type { Row } from "../../../api/types";
import { ChannelIcon, optionsOf } from "../../../kit/channels";
import { Choices } from "../../../kit/Choices";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { NextContact, TalkTime } from "../../../resource/fields/TalkTimes";
import { useFollow } from "./useFollow";
import "../sales.css";

/** 记一笔: what was said, through what, and when to talk again. `whole`: with all questions, as in a dialog; else they unfold. */
export function FollowForm({ row, whole = false, onSaved }: { row: Row; whole?: boolean; onSaved?: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const { note, set, send, saving } = useFollow(row);
  const [unfolded, setUnfolded] = useState(whole);
  const [error, setError] = useState<unknown>(null);
  const interactions = useMeta("interactions").data;
  const channels = optionsOf(interactions, "channel").filter((option) => option.active !== false);
  const fields = error instanceof ApiError ? error.fields : {};
  const open = unfolded || Boolean(note.content.trim());
  const submit = async () => {
    if (!note.content.trim()) {
      setError(new ApiError(400, { code: "invalid", message: t("请写下这次跟进谈了什么。"), fields: { content: [t("请写下这次跟进谈了什么。")] } }));
      return;
    }
    try {
      await send();
      setError(null);
      notify.ok(t("已记下这次跟进"));
      onSaved?.();
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <form className="follow-form col touch" aria-label={t("记一笔")} onSubmit={(event) => { event.preventDefault(); void submit(); }}
      onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void submit(); } }}>
      {error !== null && !fields.content && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
      <FieldRow id={`follow-${row.id}`} label={t("跟进内容")} errors={fields.content}>
        <Input.TextArea id={`follow-${row.id}`} value={note.content} maxLength={5000} autoFocus={whole} autoSize={{ minRows: whole ? 3 : open ? 2 : 1, maxRows: 8 }} onFocus={() => setUnfolded(true)}
          onChange={(event) => set({ content: event.target.value })} placeholder={t("记一笔：谈了什么、对方怎么说、下一步是什么")} status={fields.content && "error"} />
      </FieldRow>
      {open && (
        <>
          {channels.length > 0 && (
            <Choices name="channel" label={t("方式")} value={note.channel} onChange={(channel) => set({ channel })}
              items={channels.map((option) => ({ value: option.value, label: option.label, icon: <ChannelIcon channel={option.value} /> }))} />
          )}
          <NextContact label={t("下次联系")} value={note.next_contact_at} onChange={(next_contact_at) => set({ next_contact_at })} errors={fields.next_contact_at} />
          <div className="row between wrap">
            <TalkTime label={t("沟通时间")} value={note.occurred_at} onChange={(occurred_at) => set({ occurred_at })} errors={fields.occurred_at} />
            <Button type="primary" htmlType="submit" loading={saving}>{t("记下")}</Button>
          </div>
        </>
      )}
    </form>
  );
}
