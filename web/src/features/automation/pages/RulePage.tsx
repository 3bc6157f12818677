import { useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Alert, Button, Input, Select } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { api } from "../../../api/client";
import { isApiError } from "../../../api/errors";
import { useCatalogue, useMeta } from "../../../api/meta";
import type { Row } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";
import { useT } from "../../../i18n";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { errorText, fieldMessages } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useRuleChange } from "../api";
import { choicesForQuery, choicesQuery } from "../builder";
import { bodyOf, draftOf, emptyDraft, isReady, NO_ACTION, type Draft } from "../model/draft";
import { ActionEdit } from "../parts/builder/ActionEdit";
import { ConditionEdit } from "../parts/builder/ConditionEdit";
import { TrialPanel } from "../parts/builder/TrialPanel";
import { TriggerEdit } from "../parts/builder/TriggerEdit";
import "../automation.css";

const FIRST = "customers";

/** Whoever types a whole name and presses Enter means that record, not one whose name only begins like it. */
const wholeFirst = (one: { label?: unknown }, other: { label?: unknown }, { searchValue }: { searchValue: string }) => Number(other.label === searchValue) - Number(one.label === searchValue);

/** A rule of the firm's own: new, edited, or begun from another one (`?from=`). */
export function Component() {
  const { t } = useT();
  const { id = "new" } = useParams();
  const [params] = useSearchParams();
  const source = id === "new" ? params.get("from") : id;
  const stored = useQuery({ queryKey: ["automation", "rule", source], queryFn: () => api.get<Row>(`/r/automation_rules/${source}`), enabled: Boolean(source), gcTime: 0 });
  if (stored.isError) return isApiError(stored.error, "not_found") ? <NoRight /> : <div className="page"><ErrorBox error={stored.error} onRetry={() => void stored.refetch()} /></div>;
  if (source && !stored.data) return <div className="page"><div className="panel"><LinesSkeleton rows={8} /></div></div>;
  const copied = id === "new" && stored.data;
  const draft = stored.data ? draftOf(stored.data) : emptyDraft(params.get("resource") ?? FIRST);
  return <Builder key={source ?? "new"} row={id === "new" ? null : stored.data!} start={copied ? { ...draft, name: t("{{name}}（副本）", { name: draft.name }) } : draft} />;
}

function Builder({ row, start }: { row: Row | null; start: Draft }) {
  const { t } = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const change = useRuleChange();
  const [id] = useState(() => row?.id ?? uuid7());
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const all = useQuery(choicesQuery);
  const of = useQuery(choicesForQuery(draft.resource));
  const meta = useMeta(draft.resource);
  const phone = useIsPhone();
  const resources = useCatalogue()?.resources ?? [];
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const setResource = (resource: string) => setDraft((before) => ({ ...emptyDraft(resource), name: before.name, why: before.why }));
  if (all.isError) return isApiError(all.error, "not_allowed") ? <NoRight /> : <div className="page"><ErrorBox error={all.error} onRetry={() => void all.refetch()} /></div>;
  if (!all.data || !meta.data || of.data?.resource !== draft.resource) return <div className="page"><div className="panel"><LinesSkeleton rows={8} /></div></div>;
  const { data: choices } = all, { data: own } = of, { data: fields } = meta;
  const body = bodyOf(draft, fields.fields);
  const trying = JSON.stringify({ ...(row ? { id } : {}), ...body, actions: body.actions.filter((_, i) => isReady(draft.actions[i]!)) });
  const noEvent = "events" in draft.trigger && draft.trigger.events.length === 0;
  const save = () => {
    setTried(true);
    if (!draft.name.trim() || noEvent || !draft.actions.every(isReady)) {
      requestAnimationFrame(() => form.current?.querySelector(".field-error")?.closest(".field, .rule-step")?.scrollIntoView({ block: "center" }));
      return;
    }
    const sent = { ...body, name: draft.name.trim(), why: draft.why.trim() };
    change.mutate(() => (row ? api.patch(`/r/automation_rules/${id}`, { version: row.version, ...sent }) : api.post("/r/automation_rules", { id, ...sent })), {
      onSuccess: () => { notify.ok(row ? t("已保存，下次检查起生效") : t("规则已启用")); void navigate("/admin/automation"); },
    });
  };
  return (
    <form ref={form} className="page rule-page" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <PageHead title={row ? t("编辑规则") : t("新建规则")}
        actions={<><Button onClick={() => void navigate("/admin/automation")}>{t("取消")}</Button>{!phone && <Button type="primary" htmlType="submit" loading={change.isPending}>{row ? t("保存") : t("保存并启用")}</Button>}</>} />
      {change.isError && <Alert type="error" showIcon role="alert" title={fieldMessages(change.error).join(" ") || errorText(change.error)} />}
      <div className="rule-columns">
        <div className="col rule-steps">
          <section className="panel rule-step">
            <FieldRow id="rule-name" label={t("规则名称")} required errors={tried && !draft.name.trim() ? [t("请填写。")] : undefined}><Input id="rule-name" maxLength={80} value={draft.name} onChange={(event) => set({ name: event.target.value })} autoFocus={!row} /></FieldRow>
            <FieldRow id="rule-why" label={t("用途")} help={t("收到提醒的人点“为什么收到？”会看到这句话。")}><Input id="rule-why" maxLength={300} value={draft.why} onChange={(event) => set({ why: event.target.value })} /></FieldRow>
            <FieldRow id="rule-resource" label={t("针对哪种记录")} required><Select id="rule-resource" value={draft.resource} onChange={setResource} showSearch={{ optionFilterProp: "label", filterSort: wholeFirst }} options={resources.map((one) => ({ value: one.name, label: one.label }))} /></FieldRow>
          </section>
          <section className="panel rule-step"><h2>{t("什么时候检查")}</h2>
            <TriggerEdit value={draft.trigger} events={choices.events.filter((event) => event.resource === draft.resource)} onChange={(trigger) => set({ trigger })} />
            {tried && noEvent && <div className="field-error" role="alert">{t("请选择至少一个事件。")}</div>}
          </section>
          <section className="panel rule-step"><h2>{t("哪些记录")}</h2><ConditionEdit meta={fields} draft={draft} onChange={set} /></section>
          <section className="panel rule-step"><h2>{t("做什么")}</h2>
            {draft.actions.map((action, at) => (
              <ActionEdit key={at} at={at} action={action} all={choices} of={own} tried={tried} onChange={(next) => set({ actions: draft.actions.map((old, i) => (i === at ? next : old)) })}
                onRemove={draft.actions.length > 1 ? () => set({ actions: draft.actions.filter((_, i) => i !== at) }) : undefined} />
            ))}
            {draft.actions.length < 10 && <div><Button icon={<PlusOutlined aria-hidden />} onClick={() => set({ actions: [...draft.actions, { ...NO_ACTION }] })}>{t("再加一个动作")}</Button></div>}
          </section>
        </div>
        <TrialPanel body={trying} label={fields.label} resource={draft.resource} />
      </div>
      {phone && <Button className="rule-foot" type="primary" size="large" htmlType="submit" loading={change.isPending}>{row ? t("保存") : t("保存并启用")}</Button>}
    </form>
  );
}
