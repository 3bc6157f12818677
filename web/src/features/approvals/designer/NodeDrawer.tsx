import { Drawer, Input, Select, Switch } from "antd";
import { Choices } from "../../../kit/Choices";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import type { FlowOptions } from "../api";
import type { ApproveNode, CopyNode } from "../model/definition";
import { replace } from "../model/edit";
import { EMPTY_WORDS, MODE_WORDS, SELF_WORDS } from "../model/words";
import type { Desk } from "./desk";
import { FactRights } from "./FactRights";
import { WhoEditor } from "./WhoEditor";

interface Props {
  node: ApproveNode | CopyNode;
  desk: Desk;
  options: FlowOptions;
  onClose: () => void;
}

/** The settings of one node; every change holds at once on the drawing. */
export function NodeDrawer({ node, desk, options, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const set = (values: Partial<ApproveNode>) => desk.change(replace(desk.definition, { ...node, ...values } as ApproveNode | CopyNode));
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 520} title={node.kind === "approve" ? t("审批人设置") : t("抄送人设置")}>
      <div className="col fd-form touch">
        <FieldRow id="fd-name" label={t("节点名称")} required errors={node.name.trim() ? undefined : [t("请填写名称。")]}>
          <Input id="fd-name" value={node.name} maxLength={40} disabled={desk.readonly} onChange={(event) => set({ name: event.target.value })} />
        </FieldRow>
        <div className="field"><span className="field-label">{node.kind === "approve" ? t("由谁审批") : t("抄送给谁")}</span><WhoEditor who={node.who} desk={desk} options={options} onChange={(who) => set({ who })} /></div>
        {node.kind === "approve" && <Deciding node={node} desk={desk} set={set} />}
      </div>
    </Drawer>
  );
}

const entries = <K extends string>(words: Record<K, string>) => Object.entries(words) as [K, string][];

function Deciding({ node, desk, set }: { node: ApproveNode; desk: Desk; set: (values: Partial<ApproveNode>) => void }) {
  const { t } = useT();
  const chain = node.who.some((one) => one.kind === "superior_chain");
  return (
    <>
      {chain ? <p className="muted small">{t("逐级上级按顺序一个接一个审批。")}</p> : (
        <Choices name="mode" label={t("多人时怎样审批")} value={node.mode} onChange={(mode) => !desk.readonly && set({ mode: mode as ApproveNode["mode"] })}
          items={(["any", "all", "serial"] as const).map((mode) => ({ value: mode, label: t(MODE_WORDS[mode][0]), note: t(MODE_WORDS[mode][1]) }))} />
      )}
      <FieldRow id="fd-empty" label={t("没有审批人时")} help={t("例如职位空缺。审批人离职时先找其代理人和上级。")}>
        <Select id="fd-empty" value={node.empty} disabled={desk.readonly} onChange={(empty) => set({ empty, ...(empty === "person" ? {} : { fallback: undefined }) })} options={entries(EMPTY_WORDS).map(([value, word]) => ({ value, label: t(word) }))} />
      </FieldRow>
      {node.empty === "person" && (
        <FieldRow id="fd-fallback" label={t("指定人员")} required errors={node.fallback ? undefined : [t("请选择人员。")]}>
          <RefSelect id="fd-fallback" resource="users" value={node.fallback ?? null} disabled={desk.readonly} onChange={(id) => set({ fallback: id ?? undefined })} />
        </FieldRow>
      )}
      <FieldRow id="fd-self" label={t("审批人就是提交人时")}>
        <Select id="fd-self" value={node.self} disabled={desk.readonly} onChange={(self) => set({ self })} options={entries(SELF_WORDS).map(([value, word]) => ({ value, label: t(word) }))} />
      </FieldRow>
      <div className="row between fd-switch">
        <span id="fd-opinion-label">{t("同意时也必须写意见")}<span className="field-help fd-block">{t("驳回和退回总是必须写。")}</span></span>
        <Switch aria-labelledby="fd-opinion-label" checked={node.opinion === "required"} disabled={desk.readonly} onChange={(on) => set({ opinion: on ? "required" : "optional" })} />
      </div>
      <FactRights node={node} desk={desk} onChange={(fields) => set({ fields })} />
    </>
  );
}
