import type { Filter } from "../../../api/types";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

const of = (row: RecordProps["row"]): { filter: Filter; initial: { resource: string }; hide: string[]; closed: boolean } => ({ filter: ["resource", "=", row.id], initial: { resource: row.id }, hide: ["resource"], closed: Boolean(row.archived_at) });

export function CertificatesTab({ row }: RecordProps) {
  return <RelatedList resource="certificates" {...of(row)} columns={["kind", "number", "issued_by", "expires_on"]} sort="expires_on" />;
}

export function AbsencesTab({ row }: RecordProps) {
  return <RelatedList resource="absences" {...of(row)} columns={["kind", "since", "until", "reason"]} sort="-since" />;
}

export function BookingsTab({ row }: RecordProps) {
  return <RelatedList resource="bookings" {...of(row)} columns={["project", "since", "until", "percent", "note"]} sort="-since" />;
}

/** What was given in answer to a request; given by the verb, so nothing is added here. */
export function BookingsOfRequest({ row }: RecordProps) {
  return <RelatedList resource="bookings" filter={["request", "=", row.id]} columns={["resource", "since", "until", "percent"]} sort="since" closed />;
}
