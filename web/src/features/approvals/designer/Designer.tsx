import { useMemo, useState } from "react";
import { Alert, Button, Select } from "antd";
import { HistoryOutlined, PlayCircleOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { api } from "../../../api/client";
import type { Row } from "../../../api/types";
import { errorText } from "../../../kit/errorText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { FLOWS, useFlowChange, useNames, type Approvable, type FlowOptions, type FlowRow, type FlowVersion } from "../api";
import { check } from "../model/check";
import { branchesOf, filled, namedPeople, type Definition } from "../model/definition";
import { nodeOf } from "../model/edit";
import { REPEAT_WORDS } from "../model/words";
import { BranchDrawer } from "./BranchDrawer";
import { Canvas } from "./Canvas";
import type { Desk } from "./desk";
import { FlowHead } from "./FlowHead";
import { NodeDrawer } from "./NodeDrawer";
import { PublishDialog } from "./PublishDialog";
import { SimulateDrawer } from "./SimulateDrawer";
import { useHistory } from "./useHistory";
import { useLeaveGuard } from "./useLeaveGuard";
import { VersionsDrawer } from "./VersionsDrawer";

interface Props {
  flow: FlowRow;
  approvable: Approvable;
  options: FlowOptions;
}

const start = (flow: FlowRow): Definition => filled(flow.draft);

/** The drawing board of one flow. What is drawn is a draft until it is published. */
export function Designer({ flow, approvable, options }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const history = useHistory(start(flow));
  const save = useFlowChange(flow.id);
  const [saved, setSaved] = useState(() => JSON.stringify(start(flow)));
  const [showing, setShowing] = useState<FlowVersion | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [side, setSide] = useState<"versions" | "simulate" | "publish" | null>(null);
  const [tried, setTried] = useState(false);
  const definition = useMemo(() => (showing ? filled(showing.definition) : history.value), [showing, history.value]);
  const dirty = JSON.stringify(history.value) !== saved;
  const readonly = Boolean(showing) || !(flow._can ?? []).includes("update");
  const problems = useMemo(() => check(definition, t), [definition, t]);
  const labels = useLabels(definition, approvable, options);
  useLeaveGuard(dirty);
  const desk: Desk = { definition, approvable, labels, readonly, faults: new Map(tried && !showing ? problems.map((one) => [one.node, one.message]) : []), change: history.set, open: setOpen };
  const take = (row: Row) => {
    history.reset(start(row as FlowRow));
    setSaved(JSON.stringify(start(row as FlowRow)));
  };
  const store = async () => {
    const sent = history.value;
    const row = dirty ? await save.mutateAsync(() => api.patch<Row>(`/r/${FLOWS}/${flow.id}`, { version: flow.version, draft: sent })) : flow;
    setSaved(JSON.stringify(sent));
    return row;
  };
  const keep = () => void store().then(() => notify.ok(t("草稿已保存，发布后生效"))).catch(notify.fail);
  const ask = () => {
    setTried(true);
    if (problems.length) return notify.fail(t("还有 {{n}} 处没有设置好，已在图上标出。", { n: problems.length }));
    setSide("publish");
  };
  const publish = async (note: string) => {
    try {
      const row = await store();
      await save.mutateAsync(() => api.post<Row>(`/r/${FLOWS}/${flow.id}/do/publish`, { version: row.version, inputs: { note } }));
      notify.ok(t("已发布，新提交的审批按新流程进行"));
      setSide(null);
      setTried(false);
    } catch (error) {
      // Stays in the dialog, where it is shown; anything else is a fault of ours.
      if (!(error instanceof Error)) throw error;
    }
  };
  const node = open ? nodeOf(definition, open) : null;
  const branch = open ? branchesOf(definition.nodes).find((one) => one.id === open) : undefined;
  const general = problems.filter((one) => !one.node);
  const can = flow._can ?? [];
  return (
    <div className="page fill fd-page">
      <FlowHead flow={flow} approvable={approvable} dirty={dirty} actions={<>
        <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setSide("versions")}>{t("版本")}</Button>
        <Button icon={<PlayCircleOutlined aria-hidden />} onClick={() => setSide("simulate")}>{t("试算")}</Button>
        {!readonly && <Button disabled={!dirty} loading={save.isPending && side !== "publish"} onClick={keep}>{t("保存草稿")}</Button>}
        {!readonly && can.includes("publish") && <Button type="primary" onClick={ask}>{t("发布新版")}</Button>}
      </>} />
      {showing && <Alert type="info" showIcon title={t("正在查看第 {{n}} 版，不能修改。", { n: showing.number })} action={<Button size="small" onClick={() => setShowing(null)}>{t("返回草稿")}</Button>} />}
      {tried && general.map((one) => <Alert key={one.message} type="error" showIcon role="alert" title={one.message} />)}
      <section className="panel fd-board">
        <div className="fd-bar touch">
          <label className="row" htmlFor="fd-repeat"><span className="second small">{t("同一人重复出现时")}</span>
            <Select id="fd-repeat" size="small" value={definition.repeat} disabled={readonly} popupMatchSelectWidth={false} onChange={(repeat) => history.set({ ...history.value, repeat })} options={Object.entries(REPEAT_WORDS).map(([value, word]) => ({ value: value as Definition["repeat"], label: t(word) }))} /></label>
          {!readonly && <span className="row">
            <Button type="text" size="small" icon={<UndoOutlined />} disabled={!history.canUndo} onClick={history.undo} aria-label={t("撤销上一步")} title={t("撤销上一步")} aria-keyshortcuts="Control+Z" />
            <Button type="text" size="small" icon={<RedoOutlined />} disabled={!history.canRedo} onClick={history.redo} aria-label={t("重做")} title={t("重做")} aria-keyshortcuts="Control+Shift+Z" />
          </span>}
        </div>
        <Canvas desk={desk} />
      </section>
      {node && node.kind !== "branch" && <NodeDrawer node={node} desk={desk} options={options} onClose={() => setOpen(null)} />}
      {branch && <BranchDrawer key={branch.id} branch={branch} desk={desk} options={options} onClose={() => setOpen(null)} />}
      {side === "versions" && <VersionsDrawer flow={flow} onClose={() => setSide(null)} onShow={(version) => { setShowing(version); setSide(null); }} onRestored={(row) => { take(row); setShowing(null); setSide(null); }} />}
      {side === "simulate" && <SimulateDrawer definition={definition} approvable={approvable} onClose={() => setSide(null)} />}
      {side === "publish" && <PublishDialog busy={save.isPending} error={save.isError ? errorText(save.error) : null} onPublish={(note) => void publish(note)} onClose={() => { save.reset(); setSide(null); }} />}
    </div>
  );
}

function useLabels(definition: Definition, approvable: Approvable, options: FlowOptions) {
  const people = useNames(useMemo(() => namedPeople(definition.nodes), [definition]));
  return {
    people,
    roles: Object.fromEntries(options.roles.map((role) => [role.code, role.label])),
    fields: Object.fromEntries(approvable.people_fields.map((field) => [field.name, field.label])),
  };
}
