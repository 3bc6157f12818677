import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { TableSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { useDo } from "../../../resource/data/row";
import { FLOWS, optionsQuery, type FlowRow } from "../api";
import { GoButton } from "../parts/GoButton";
import { NewFlow } from "../parts/NewFlow";
import "../designer/designer.css";

/** The flows by what they approve; a company's own one goes before the group's. */
export function Component() {
  const { t } = useT();
  const can = useCan();
  const list = useList(FLOWS, { q: "", filter: null, sort: "name", fields: "name,resource,verb,unit,active,builtin,number,published_at" });
  const options = useQuery(optionsQuery);
  const [adding, setAdding] = useState(false);
  const failed = list.error ?? options.error;
  if (failed) return <div className="page"><div className="panel"><ErrorBox error={failed} title={t("审批流程没有加载成功")} onRetry={() => { list.reload(); void options.refetch(); }} /></div></div>;
  const rows = list.rows as FlowRow[];
  const groups = (options.data?.approvables ?? []).map((one) => ({ one, rows: rows.filter((row) => row.resource === one.resource && row.verb === one.verb) })).filter((group) => group.rows.length > 0);
  const waiting = list.isPending || options.isPending;
  return (
    <div className="page">
      <PageHead title={t("审批流程")} note={!waiting && t("共 {{n}} 条", { n: rows.length })}
        actions={can(FLOWS, "create") && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>{t("新建流程")}</Button>} />
      <p className="second">{t("提交审批时，用记录所属单位最近的一条流程；本单位没有的，用上级单位的，最后用全集团的。")}</p>
      {waiting && <div className="panel"><TableSkeleton rows={4} columns={3} /></div>}
      {!waiting && groups.length === 0 && <div className="panel"><Empty text={t("还没有审批流程。")} /></div>}
      {groups.map(({ one, rows: flows }) => (
        <section key={`${one.resource}-${one.verb}`} aria-label={one.label}>
          <h2 className="flow-group">{one.label} <span className="muted small">{one.resource_label}</span></h2>
          <ul className="panel flow-list">{flows.map((flow) => <Line key={flow.id} flow={flow} mayPublish={can(FLOWS, "publish")} />)}</ul>
        </section>
      ))}
      {list.hasMore && <div style={{ textAlign: "center" }}><Button loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {adding && options.data && <NewFlow options={options.data} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Line({ flow, mayPublish }: { flow: FlowRow; mayPublish: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(FLOWS);
  const toggle = (on: boolean) => run.mutate({ row: flow, verb: on ? "resume" : "pause" }, { onSuccess: () => notify.ok(on ? t("已启用") : t("已停用")), onError: notify.fail });
  return (
    <li>
      <div className="grow">
        <div className="row wrap"><Link className="flow-name" to={`/admin/approval-flows/${flow.id}`}>{flow.name}</Link>
          {flow.builtin && <StatusTag>{t("系统自带")}</StatusTag>}
          {!flow.number && <StatusTag color="orange">{t("未发布")}</StatusTag>}
        </div>
        <div className="muted small">{flow.unit ? t("适用于 {{unit}} 及其下级", { unit: flow.unit.label }) : t("适用于全集团")}{flow.number ? <> · {t("第 {{n}} 版", { n: flow.number })} · <DateText value={flow.published_at} kind="datetime" /></> : null}</div>
      </div>
      <span className="row touch">
        <GoButton to={`/admin/approval-flows/${flow.id}`}>{t("打开")}</GoButton>
        <Switch checked={flow.active} disabled={!mayPublish} loading={run.isPending} onChange={toggle} aria-label={t("启用“{{name}}”", { name: flow.name })} />
      </span>
    </li>
  );
}
