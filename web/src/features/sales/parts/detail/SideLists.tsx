import type { ReactNode } from "react";
import { CheckCircleOutlined, ClockCircleOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useMeta } from "../../../../api/meta";
import type { Row } from "../../../../api/types";
import { dayOf } from "../../../../kit/days";
import { formatDate } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { useList } from "../../../../resource/data/list";
import "../../sales.css";

/** Beside the talks: nodes still to come, open risks, who else wants the deal. */
export function SideLists({ row }: { row: Row }) {
  const { t } = useT();
  const today = dayOf(new Date());
  return (
    <>
      <Side row={row} resource="opportunity_nodes" tab="nodes" title={t("关键节点")} sort="due_on" none={t("还没有关键节点。")} draw={(node) => (
        <>
          <span className="row">{node.done_on ? <CheckCircleOutlined className="success-text" aria-label={t("已完成")} /> : <ClockCircleOutlined className="muted" aria-hidden />}<span className="ellipsis">{String(node.name)}</span></span>
          <time className={`small num ${!node.done_on && String(node.due_on) < today ? "danger-text" : "muted"}`}>{formatDate(node.due_on as string).slice(5)}</time>
        </>
      )} />
      <Side row={row} resource="opportunity_risks" tab="risks" title={t("风险")} sort="due_on" none={t("还没有登记风险。")} keep={(risk) => risk.state === "open"} draw={(risk) => (
        <><span className="ellipsis">{String(risk.title)}</span><Level value={String(risk.level)} /></>
      )} />
      <Side row={row} resource="opportunity_competitors" tab="competitors" title={t("竞争对手")} sort="name" none={t("还没有登记竞争对手。")} draw={(rival) => (
        <><span className="ellipsis">{String(rival.name)}{rival.winner ? <> <StatusTag color="red">{t("中标方")}</StatusTag></> : null}</span>{rival.price ? <span className="small second"><Money value={rival.price as string} /></span> : null}</>
      )} />
    </>
  );
}

interface SideProps {
  row: Row;
  resource: string;
  tab: string;
  title: string;
  none: string;
  sort: string;
  keep?: (row: Row) => boolean;
  draw: (row: Row) => ReactNode;
}

function Side({ row, resource, tab, title, none, sort, keep, draw }: SideProps) {
  const { t } = useT();
  const meta = useMeta(resource);
  const list = useList(resource, { q: "", filter: ["opportunity", "=", row.id], sort }, meta.data?.can.includes("read") ?? false);
  if (meta.isError || list.error || (meta.data && !meta.data.can.includes("read"))) return null;
  const rows = list.rows.filter((one) => !keep || keep(one)).slice(0, 5);
  return (
    <section aria-label={title}>
      <h3 className="side-title"><span>{title}</span><Link to={`?tab=${tab}`} replace>{t("全部")}</Link></h3>
      {!list.isPending && !rows.length && <p className="muted small">{none}</p>}
      <ul className="side-list">
        {rows.map((one) => <li key={one.id}><Link className="row between" to={`?tab=${tab}&child=${resource}.${one.id}`} replace>{draw(one)}</Link></li>)}
      </ul>
    </section>
  );
}

function Level({ value }: { value: string }) {
  const { t } = useT();
  const colours: Record<string, string> = { high: "red", medium: "orange", low: "outline" };
  const names: Record<string, string> = { high: t("高风险"), medium: t("中风险"), low: t("低风险") };
  return <StatusTag color={colours[value]}>{names[value] ?? value}</StatusTag>;
}
