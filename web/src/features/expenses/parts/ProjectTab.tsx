import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { Totals } from "./Totals";
import "../expenses.css";

/** What people have claimed for a project, by kind, and the claims. */
export function ProjectTab({ row }: RecordProps) {
  return (
    <div className="col">
      <div className="claim-project-totals"><Totals query={{ by: "kind", project: row.id }} /></div>
      <RelatedList resource="expense_claims" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["purpose", "owner", "total", "state", "submitted_on"]} sort="-updated_at" closed={Boolean(row.archived_at)} />
    </div>
  );
}
