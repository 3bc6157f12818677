import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

/** The rungs of a ladder, lowest first. */
export function StepsTab({ row }: RecordProps) {
  return <RelatedList resource="dunning_steps" filter={["ladder", "=", row.id]} initial={{ ladder: row.id }} columns={["name", "days_overdue", "silence_days", "unanswered", "copies"]} sort="position" closed={Boolean(row.archived_at)} />;
}

export function LettersTab({ row }: RecordProps) {
  return <RelatedList resource="dunning_letters" filter={["case", "=", row.id]} initial={{ case: row.id }} columns={["name", "amount", "to", "mail_state", "sent_on", "reply", "replied_on"]} sort="-created_at" closed={row.state === "closed"} />;
}

export function LogsTab({ row }: RecordProps) {
  return <RelatedList resource="collection_logs" filter={["case", "=", row.id]} columns={["kind", "happened_at", "contact", "content", "created_by"]} sort="-happened_at" closed />;
}

export function CasesOfCustomer({ row }: RecordProps) {
  return <RelatedList resource="collection_cases" filter={["customer", "=", row.id]} initial={{ customer: row.id }} columns={["name", "number", "state", "overdue", "oldest_due_on", "next_on"]} sort="-opened_on" closed={Boolean(row.archived_at)} />;
}

export function StatementsOfCustomer({ row }: RecordProps) {
  return <RelatedList resource="statements" filter={["customer", "=", row.id]} initial={{ customer: row.id }} columns={["name", "number", "direction", "until", "closing", "state"]} sort="-until" closed={Boolean(row.archived_at)} />;
}
