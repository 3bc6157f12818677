import { useCan } from "../../../api/me";
import type { Filter, Ref } from "../../../api/types";
import { useList } from "../../../resource/data/list";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

const COLUMNS = ["name", "number", "health", "phase", "progress", "project_type", "owner", "ends_on"];
const customerOf = (row: RecordProps["row"]) => (row.customer as Ref | null)?.id;

export function OfCustomer({ row }: RecordProps) {
  return <RelatedList resource="projects" filter={["customer", "=", row.id]} initial={{ customer: row.id }} columns={COLUMNS} sort="-updated_at" />;
}

export function OfOpportunity({ row }: RecordProps) {
  return <RelatedList resource="projects" filter={["opportunity", "=", row.id]} initial={{ opportunity: row.id, customer: customerOf(row) }} columns={COLUMNS} sort="-updated_at" />;
}

/** The project of a contract: of one that belongs to it beside the main contract (subcontract, purchase) the link tells the project. */
export function OfContract({ row }: RecordProps) {
  const opportunity = (row.opportunity as Ref | null)?.id;
  const linked: Filter = { and: [["contract", "=", row.id], ["part", "!=", "main"]] };
  const links = useList("project_contracts", { q: "", filter: linked, sort: "" }, useCan()("project_contracts", "read"));
  if (row.direction === "expense" || links.rows.length) {
    return <RelatedList resource="project_contracts" filter={linked} initial={{ contract: row.id }} columns={["project", "part", "cost_item"]} hide={["contract"]} closed={links.rows.length > 0} />;
  }
  return <RelatedList resource="projects" filter={["contract", "=", row.id]} initial={{ contract: row.id, customer: customerOf(row), ...(opportunity ? { opportunity } : {}) }} columns={COLUMNS} sort="-updated_at" />;
}
