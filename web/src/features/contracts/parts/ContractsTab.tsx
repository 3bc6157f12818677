import type { Ref } from "../../../api/types";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

const COLUMNS = ["name", "number", "kind", "direction", "current_amount", "state", "signed_on", "owner"];

export function OfCustomer({ row }: RecordProps) {
  return <RelatedList resource="contracts" filter={["customer", "=", row.id]} initial={{ customer: row.id }} columns={COLUMNS} sort="-updated_at" />;
}

export function OfOpportunity({ row }: RecordProps) {
  return <RelatedList resource="contracts" filter={["opportunity", "=", row.id]} initial={{ opportunity: row.id, customer: (row.customer as Ref | null)?.id }} columns={COLUMNS} sort="-updated_at" />;
}
