import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { useCatalogue, useMeta } from "../../../api/meta";
import type { Meta, Ref, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { NoRight } from "../../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { TableSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import { allQuery } from "../api";
import { LoadError } from "../LoadError";
import { NextNumber } from "./NextNumber";
import { RuleDialog } from "./RuleDialog";
import "../admin.css";
import "./numbering.css";

export interface Rule extends Row {
  resource: string;
  unit: Ref | null;
  pattern: string;
  reset: "never" | "yearly" | "monthly";
  start: number;
}

/** How records are numbered, with the number that comes next. The rule of the nearest unit upward counts. */
export function Component() {
  const { t } = useT();
  const meta = useMeta("numbering_rules");
  const rules = useQuery({ ...allQuery("numbering_rules", { sort: "resource,-updated_at" }), enabled: meta.isSuccess });
  const [editing, setEditing] = useState<Rule | "new" | null>(null);
  if (meta.isError || rules.isError) return <LoadError error={meta.error ?? rules.error} title={t("编号规则没有加载成功")} onRetry={() => void Promise.all([meta.refetch(), rules.refetch()])} />;
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const rows = (rules.data ?? []) as Rule[];
  const add = meta.data?.can.includes("create") && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>{t("新建规则")}</Button>;
  return (
    <div className="page">
      <PageHead title={t("编号规则")} note={rules.data && t("共 {{n}} 条", { n: rows.length })} actions={add} />
      <p className="second">{t("新记录按离它最近的单位的规则取号；没有规则的对象在第一次取号时自动得到一条。号码连续，不跳号。")}</p>
      {(!meta.data || rules.isPending) && <div className="panel"><TableSkeleton rows={4} columns={5} /></div>}
      {rules.data && !rows.length && <div className="panel"><Empty text={t("还没有编号规则。")} action={add} /></div>}
      {meta.data && rows.length > 0 && <ul className="rule-list">{rows.map((rule) => <li key={rule.id}><Card rule={rule} meta={meta.data} onEdit={() => setEditing(rule)} /></li>)}</ul>}
      {editing && meta.data && <RuleDialog meta={meta.data} rule={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function Card({ rule, meta, onEdit }: { rule: Rule; meta: Meta; onEdit: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const run = useDo("numbering_rules");
  const label = useCatalogue()?.resources.find((one) => one.name === rule.resource)?.label ?? rule.resource;
  const reset = meta.fields.find((field) => field.name === "reset")?.options?.find((option) => option.value === rule.reset)?.label ?? rule.reset;
  const remove = async () => {
    if (!(await confirm({ title: t("归档这条规则？"), text: t("已有的号码不变；以后按上级单位的规则取号，都没有时自动生成一条。"), ok: t("归档"), danger: true }))) return;
    run.mutate({ row: rule, verb: "archive" }, {
      onSuccess: (row) => notify.ok(t("已归档"), { undo: () => run.mutate({ row, verb: "restore" }, { onSuccess: () => notify.ok(t("已恢复")), onError: notify.fail }) }),
      onError: notify.fail,
    });
  };
  return (
    <article className="panel rule" aria-label={`${label} ${rule.pattern}`}>
      <div className="rule-what"><b>{label}</b><StatusTag color={rule.unit ? "blue" : "outline"}>{rule.unit?.label ?? t("全集团")}</StatusTag></div>
      <code className="rule-pattern">{rule.pattern}</code>
      <div className="muted small rule-facts"><span>{t("序号重置：{{reset}}", { reset })}</span><span className="num">{t("从 {{n}} 开始", { n: rule.start })}</span></div>
      <div className="rule-next"><span className="muted small">{t("下一个号码")}</span><NextNumber pattern={rule.pattern} reset={rule.reset} start={rule.start} unit={rule.unit?.id ?? null} rule={rule.id} /></div>
      <span className="row rule-actions">
        {meta.can.includes("archive") && <Dropdown trigger={["click"]} menu={{ items: [{ key: "archive", label: t("归档"), danger: true, onClick: () => void remove() }] }}><Button size="small" icon={<MoreOutlined />} aria-label={t("更多操作")} loading={run.isPending} /></Dropdown>}
        {meta.can.includes("update") && <Button size="small" onClick={onEdit}>{t("编辑")}</Button>}
      </span>
    </article>
  );
}
