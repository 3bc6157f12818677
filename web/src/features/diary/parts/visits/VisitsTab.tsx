import { at, addDays, dayOf } from "../../../../kit/days";
import { RelatedList } from "../../../../resource/RelatedList";
import type { RecordProps } from "../../../../resource/registry";

const COLUMNS = ["planned_at", "purpose", "state", "owner", "checkin_evidence", "result"];

/** The visits to a customer, or for an opportunity, inside its record. */
export function VisitsTab({ resource, row }: RecordProps) {
  const tomorrow = at(addDays(dayOf(new Date()), 1));
  const customer = row.customer as { id: string } | undefined;
  const initial = resource === "customers" ? { customer: row.id } : { opportunity: row.id, ...(customer ? { customer: customer.id } : {}) };
  return <RelatedList resource="visits" filter={[resource === "customers" ? "customer" : "opportunity", "=", row.id]} initial={{ ...initial, planned_at: tomorrow }} columns={COLUMNS} sort="-planned_at" />;
}
