import type { Ref } from "../../../api/types";
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

export function OfContract({ row }: RecordProps) {
  const opportunity = (row.opportunity as Ref | null)?.id;
  return <RelatedList resource="projects" filter={["contract", "=", row.id]} initial={{ contract: row.id, customer: customerOf(row), ...(opportunity ? { opportunity } : {}) }} columns={COLUMNS} sort="-updated_at" />;
}
