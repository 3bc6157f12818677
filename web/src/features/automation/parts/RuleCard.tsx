import { Button, Dropdown, Switch } from "antd";
import { BankOutlined, CopyOutlined, DeleteOutlined, EditOutlined, EyeOutlined, MoreOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { api } from "../../../api/client";
import { useT } from "../../../i18n";
import { DateText } from "../../../kit/DateText";
import { useConfirm, useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useRuleChange, type Rule } from "../api";
import { NumberEdit } from "./NumberEdit";
import { Settings } from "./Settings";

interface Props {
  rule: Rule;
  mayOverride: boolean;
  mayCreate: boolean;
  onPreview: (values: Record<string, number> | null) => void;
  onLog: () => void;
  onAddSetting: () => void;
}

/** One rule: what it is for, when it looks, what it does; numbers, switch and companies' settings where they stand. */
export function RuleCard({ rule, mayOverride, mayCreate, onPreview, onLog, onAddSetting }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const change = useRuleChange();
  const send = (call: () => Promise<unknown>, text: string, done?: () => void) =>
    change.mutate(call, { onSuccess: () => { notify.ok(text); done?.(); }, onError: notify.fail });
  const verb = (name: string, text: string) => send(() => api.post(`/r/automation_rules/${rule.id}/do/${name}`, { version: rule.version }), text);
  const can = (name: string) => rule._can.includes(name);
  const values = Object.fromEntries(rule.numbers.map((n) => [n.name, n.value]));
  const remove = async () => {
    if (await confirm({ title: t("删除规则“{{name}}”？", { name: rule.name }), text: t("不再检查；已经发出的提醒和执行记录会保留。"), danger: true }))
      send(() => api.post(`/r/automation_rules/${rule.id}/archive`, { version: rule.version }), t("已删除"));
  };
  const more = [
    { key: "log", label: t("执行记录"), onClick: onLog },
    ...(can("run") && rule.timed && rule.active ? [{ key: "run", label: t("立即检查"), onClick: () => verb("run", t("已开始检查，结果稍后可在执行记录中看到")) }] : []),
    ...(mayOverride && rule.numbers.length > 0 ? [{ key: "company", label: t("为某个公司单独设置"), icon: <BankOutlined />, onClick: onAddSetting }] : []),
    ...(mayCreate ? [{ key: "copy", label: t("复制为自建规则"), icon: <CopyOutlined />, onClick: () => void navigate(`/admin/automation/new?from=${rule.id}`) }] : []),
    ...(!rule.builtin && can("archive") ? [{ key: "remove", label: t("删除"), icon: <DeleteOutlined />, danger: true, onClick: () => void remove() }] : []),
  ];
  return (
    <article className={rule.active ? "rule-card" : "rule-card off"} aria-label={rule.name}>
      <div className="rule-head">
        <div className="row wrap"><b>{rule.name}</b>{!rule.builtin && <StatusTag color="purple">{t("自建")}</StatusTag>}{!rule.active && <StatusTag>{t("已停用")}</StatusTag>}</div>
        <div className="row rule-tools">
          {!rule.builtin && can("update") && <Button size="small" icon={<EditOutlined aria-hidden />} onClick={() => void navigate(`/admin/automation/${rule.id}`)}>{t("编辑")}</Button>}
          <Button size="small" icon={<EyeOutlined aria-hidden />} onClick={() => onPreview(null)}>{t("预览")}</Button>
          <Dropdown trigger={["click"]} menu={{ items: more }}><Button size="small" icon={<MoreOutlined />} aria-label={t("更多操作")} /></Dropdown>
          <Switch checked={rule.active} disabled={!can("pause")} loading={change.isPending} aria-label={t("启用“{{name}}”", { name: rule.name })}
            onChange={(on) => verb(on ? "resume" : "pause", on ? t("已启用") : t("已停用"))} />
        </div>
      </div>
      <p className="second rule-why">{rule.why}</p>
      {rule.numbers.length > 0 && (
        <NumberEdit key={JSON.stringify(rule.values)} numbers={rule.numbers} values={values} disabled={!can("update")} busy={change.isPending} label={rule.name} onPreview={onPreview}
          onSave={(next, done) => send(() => api.patch(`/r/automation_rules/${rule.id}`, { version: rule.version, values: next }), t("已保存，下次检查起生效"), done)} />
      )}
      <dl className="rule-facts">
        <dt>{t("检查")}</dt><dd>{rule.trigger}</dd>
        <dt>{t("条件")}</dt><dd>{rule.condition}</dd>
        <dt>{t("动作")}</dt><dd>{rule.actions.map((action, i) => <div key={i}>{action.label}{action.to.length > 0 && ` → ${action.to.join("、")}`}<span className="muted">　{plain(action.title)}</span></div>)}</dd>
        {rule.timed && <><dt>{t("上次")}</dt><dd>{rule.last_at ? <><DateText value={rule.last_at} kind="ago" />　{t("触发 {{n}} 条", { n: rule.last_fired })}</> : t("还没有检查过")}</dd></>}
      </dl>
      {rule.error && <p className="danger-text small" role="alert">{t("上次检查没有成功：{{why}}", { why: rule.error })}</p>}
      {rule.overrides.length > 0 && <Settings rule={rule} mayChange={mayOverride} />}
    </article>
  );
}

/** A template as people read it: {last_followed_at|days} becomes …. */
function plain(title: string): string {
  return title.replaceAll(/\{[^}]*\}/g, "…");
}
