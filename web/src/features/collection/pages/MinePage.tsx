import { Button } from "antd";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import type { Filter, Ref, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { Money } from "../../../kit/Money";
import { PageHead } from "../../../kit/PageHead";
import { CardsSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { CallButton } from "../parts/CallButton";
import { LateFor } from "../parts/cells";
import "../collection.css";

const MINE: Filter = { and: [["direction", "=", "income"], ["state", "in", ["open", "partial"]], ["owner", "=", "$me"]] };

/** 我的应收: what my customers owe, the oldest first, each with the one thing to do: call. */
export function MinePage() {
  const { t } = useT();
  const can = useCan();
  const list = useList("receivables", { q: "", filter: MINE, sort: "due_on" }, can("receivables", "read"));
  if (!can("receivables", "read")) return <NoRight />;
  return (
    <div className="page mine-page">
      <PageHead title={t("我的应收")} note={list.count !== null && t("共 {{n}} 笔", { n: list.count })} actions={<Link to={`/receivables?${new URLSearchParams({ view: "all", filter: JSON.stringify(["owner", "=", "$me"]) }).toString()}`}>{t("全部明细")}</Link>} />
      {list.isPending && <div className="panel"><CardsSkeleton rows={4} /></div>}
      {Boolean(list.error) && <div className="panel"><ErrorBox error={list.error} onRetry={list.reload} /></div>}
      {!list.isPending && !list.error && !list.rows.length && <div className="panel"><Empty text={t("您名下没有未结清的应收。")} /></div>}
      <ul className="mine-cards">{list.rows.map((row) => <Owed key={row.id} row={row} />)}</ul>
      {list.hasMore && <div style={{ textAlign: "center" }}><Button loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
    </div>
  );
}

function Owed({ row }: { row: Row }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  return (
    <li className="panel mine-card">
      <div className="row between" style={{ alignItems: "flex-start" }}>
        <span className="col grow" style={{ gap: 2 }}>
          <b className="mine-name">{customer?.label ?? t("没有往来单位")}</b>
          <Link className="small" to={`/receivables?open=${row.id}`}>{String(row.name)}</Link>
        </span>
        {row.balance != null && <b className="mine-sum"><Money value={row.balance as string} /></b>}
      </div>
      <div className="row between wrap">
        <span className="row small"><span className="second num">{t("到期 {{day}}", { day: String(row.due_on) })}</span><LateFor due={row.due_on as string} />{Boolean(row.disputed) && <StatusTag color="orange">{t("有争议")}</StatusTag>}</span>
        {customer && <span className="touch"><CallButton customer={customer} /></span>}
      </div>
    </li>
  );
}
