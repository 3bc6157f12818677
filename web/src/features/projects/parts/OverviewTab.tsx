import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { useMeta } from "../../../api/meta";
import type { Field } from "../../../api/types";
import { Avatar } from "../../../kit/Avatar";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { recordPath, type RecordProps } from "../../../resource/registry";
import { useOverview, type Coming, type Linked, type Member, type Overview } from "../api";
import { HealthMark } from "./cells";
import { Templates } from "./Templates";

/** How the project is doing and why, what comes next, who works on it, which contracts belong to it. */
export function OverviewTab({ row, meta }: RecordProps) {
  const { t } = useT();
  const found = useOverview(row.id);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const { members, contracts, coming } = found.data;
  return (
    <div className="project-overview">
      <Part title={t("健康度")}><Health health={found.data.health} /></Part>
      <Part title={t("近期节点")}>{coming.length ? <ul className="project-list">{coming.map((one) => <Day key={`${one.resource}${one.id}${one.label}`} one={one} />)}</ul> : <Nothing>{t("两个月内没有到期的节点")}</Nothing>}</Part>
      <Part title={t("成员")} tab="members">{members.length ? <Members members={members} /> : <Nothing>{t("还没有成员")}</Nothing>}</Part>
      <Part title={t("合同")} tab="contracts">{contracts.length ? <ul className="project-list">{contracts.map((one) => <Contract key={one.id} one={one} />)}</ul> : <Nothing>{t("还没有关联合同")}</Nothing>}</Part>
      {!row.archived_at && row.phase !== "closed" && <Templates row={row} meta={meta} />}
    </div>
  );
}

function Part({ title, tab, children }: { title: string; tab?: string; children: ReactNode }) {
  const { t } = useT();
  const [, setParams] = useSearchParams();
  return (
    <section className="project-part" aria-label={title}>
      <div className="project-part-head"><h2>{title}</h2>{tab && <button type="button" className="plain link" onClick={() => setParams({ tab }, { replace: true, preventScrollReset: true })}>{t("全部")}</button>}</div>
      {children}
    </section>
  );
}

const Nothing = ({ children }: { children: ReactNode }) => <p className="muted small">{children}</p>;

function Health({ health }: { health: Overview["health"] }) {
  const { t } = useT();
  if (!health.reasons.length) return <p className="row"><HealthMark value="green" /><span className="second small">{t("没有需要关注的问题")}</span></p>;
  return (
    <ul className="project-list">
      {health.reasons.map((reason) => (
        <li key={reason.source} className="project-reason">
          <HealthMark value={reason.level} /><span className="muted">{reason.label}</span><span>{reason.text || t("与金额有关，您的角色看不到")}</span>
        </li>
      ))}
    </ul>
  );
}

function Day({ one }: { one: Coming }) {
  const { t } = useT();
  return (
    <li className="project-day">
      <span className={`num ${one.late ? "danger-text" : "second"}`}>{formatDate(one.on)}</span>
      <span className="ellipsis">{one.resource === "projects" ? one.label : <Link to={recordPath(one.resource, one.id)}>{one.label}</Link>}</span>
      {one.late && <span className="danger-text small">{t("已过期")}</span>}
    </li>
  );
}

function useOptions(resource: string, field: string): Map<string, string> {
  const meta = useMeta(resource);
  const found: Field | undefined = meta.data?.fields.find((one) => one.name === field);
  return new Map((found?.options ?? []).map((option) => [option.value, option.label]));
}

function Members({ members }: { members: Member[] }) {
  const { t } = useT();
  const roles = useOptions("project_members", "role");
  return (
    <ul className="project-people">
      {members.map((one) => (
        <li key={one.id}>
          {one.person ? <Avatar name={one.person.label} /> : <span className="project-open" aria-hidden>?</span>}
          <span className="col" style={{ gap: 0, minWidth: 0 }}>
            <span className="ellipsis">{one.person?.label ?? <span className="warning-text">{t("待定")}</span>}</span>
            <span className="muted small ellipsis">{roles.get(one.role) ?? one.role}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Contract({ one }: { one: Linked }) {
  const parts = useOptions("project_contracts", "part");
  return (
    <li className="project-contract">
      <span className="col" style={{ gap: 0, minWidth: 0 }}>
        <Link className="ellipsis" to={`/contracts/${one.contract.id}`}>{one.contract.label}</Link>
        <span className="muted small ellipsis">{[parts.get(one.part) ?? one.part, one.number].filter(Boolean).join(" · ")}</span>
      </span>
      {one.amount != null && <Money value={one.amount} />}
    </li>
  );
}
