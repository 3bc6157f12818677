import { Link, useNavigate } from "react-router";
import { useMeta } from "../../../api/meta";
import type { Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { DueDay } from "../../../kit/DueDay";
import { Empty } from "../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { Money } from "../../../kit/Money";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { many } from "../../../i18n/many";
import { useList } from "../../../resource/data/list";
import { CreateButton } from "../../../resource/form/CreateButton";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { QuotationState, Revision } from "./cells";
import "../quotes.css";

const FIELDS = "title,number,revision,state,total_amount,valid_until,owner,updated_at";

/** What a new child knows from its parent: the customer, and the opportunity where the parent is one. */
function given(resource: string, row: Row): Record<string, unknown> {
  if (resource === "customers") return { customer: row.id };
  return { opportunity: row.id, customer: (row.customer as { id: string } | null)?.id, title: row.name, name: row.name };
}

export function childTab(kind: "quotations" | "tenders") {
  return kind === "quotations" ? QuotationsOf : TendersOf;
}

function TendersOf({ resource, row }: RecordProps) {
  const { title: _title, ...initial } = given(resource, row);
  return <RelatedList resource="tenders" filter={[resource === "customers" ? "customer" : "opportunity", "=", row.id]} initial={initial} columns={["name", "state", "submission_deadline", "opening_at", "bond_amount"]} sort="-updated_at" closed={Boolean(row.archived_at)} />;
}

/** The quotations of a customer or an opportunity; each leads to its own page. */
function QuotationsOf({ resource, row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  const meta = useMeta("quotations");
  const list = useList("quotations", { q: "", filter: [resource === "customers" ? "customer" : "opportunity", "=", row.id], sort: "-updated_at", fields: FIELDS }, meta.isSuccess);
  if (meta.isPending || list.isPending) return <LinesSkeleton />;
  if (meta.isError) return <ErrorBox error={meta.error} onRetry={() => void meta.refetch()} />;
  if (!meta.data.can.includes("read")) return <NoRight />;
  if (list.error) return <ErrorBox error={list.error} onRetry={list.reload} />;
  const { name: _name, ...initial } = given(resource, row);
  const create = row.archived_at ? null : <CreateButton quiet meta={meta.data} initial={initial} onCreated={(made) => void navigate(`/quotations/${made.id}`)} />;
  if (!list.rows.length) return <Empty text={t("还没有{{label}}", { label: many(meta.data.label) })} action={create} />;
  return (
    <div className="drawer-pad col">
      <div className="row end touch">{create}</div>
      <ul className="quote-list">
        {list.rows.map((one) => (
          <li key={one.id}>
            <div className="row between"><Link className="ellipsis quote-link" to={`/quotations/${one.id}`}>{String(one.title)}</Link><b><Money value={one.total_amount as string} /></b></div>
            <div className="row wrap small second"><span className="num">{String(one.number)}</span><Revision value={one.revision} /><QuotationState value={one.state} />
              <span className="row">{t("有效期至")} <DueDay within={7} value={one.valid_until as string} open={one.state === "approved" || one.state === "sent"} /></span><span className="muted"><DateText value={one.updated_at as string} kind="ago" /></span></div>
          </li>
        ))}
      </ul>
    </div>
  );
}
