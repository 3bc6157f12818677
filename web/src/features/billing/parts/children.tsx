import type { Ref } from "../../../api/types";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

const idOf = (value: unknown) => (value as Ref | null | undefined)?.id;

/** What is owed under a contract, or by a customer. */
export function OwedTab({ resource, row }: RecordProps) {
  const parent = resource === "contracts" ? "contract" : "customer";
  const initial = resource === "contracts" ? { contract: row.id, customer: idOf(row.customer), direction: row.direction, unit: idOf(row.unit) } : { customer: row.id };
  return <RelatedList resource="receivables" filter={[parent, "=", row.id]} initial={initial} columns={["name", "direction", "kind", "amount", "balance", "due_on", "state"]} sort="due_on" closed={Boolean(row.archived_at)} />;
}

export function InvoicesTab({ resource, row }: RecordProps) {
  const parent = resource === "contracts" ? "contract" : "customer";
  const initial = resource === "contracts" ? { contract: row.id, customer: idOf(row.customer), direction: row.direction === "expense" ? "input" : "output" } : { customer: row.id };
  return <RelatedList resource="invoices" filter={[parent, "=", row.id]} initial={initial} columns={["name", "number", "kind", "amount", "tax", "state", "issued_on"]} sort="-updated_at" closed={Boolean(row.archived_at)} />;
}

export function OutputTab({ row }: RecordProps) {
  const live = ["signed", "performing"].includes(String(row.state));
  return <RelatedList resource="progress_certificates" filter={["contract", "=", row.id]} initial={{ contract: row.id }} columns={["number", "month", "output", "deduction", "payable", "cumulative", "state"]} sort="-month" closed={!live} />;
}

const running = (row: RecordProps["row"]) => ["open", "partial"].includes(String(row.state));

/** What has been set against a receivable, or what a receipt has been used for. */
export function AllocationsTab({ resource, row }: RecordProps) {
  const from = resource === "receipts";
  return <RelatedList resource="allocations" filter={[from ? "receipt" : "receivable", "=", row.id]} initial={{ [from ? "receipt" : "receivable"]: row.id }} columns={[from ? "receivable" : "receipt", "amount", "on", "state"]} sort="-on" closed={!running(row)} />;
}

export function RefundsTab({ row }: RecordProps) {
  return <RelatedList resource="refunds" filter={["receipt", "=", row.id]} initial={{ receipt: row.id }} columns={["amount", "on", "reason", "state"]} sort="-on" closed={!running(row)} />;
}

export function WriteOffsTab({ row }: RecordProps) {
  return <RelatedList resource="write_offs" filter={["receivable", "=", row.id]} initial={{ receivable: row.id }} columns={["amount", "reason", "state", "on"]} sort="-updated_at" closed={!running(row)} />;
}

export function NoticesTab({ row }: RecordProps) {
  return <RelatedList resource="payment_notices" filter={["receivable", "=", row.id]} initial={{ receivable: row.id }} columns={["number", "amount", "pay_by", "state", "sent_on"]} sort="-updated_at" closed={!running(row)} />;
}

/** What was asked for to pay this payable. */
export function RequestsTab({ row }: RecordProps) {
  return <RelatedList resource="payment_requests" filter={["receivable", "=", row.id]} initial={{ receivable: row.id }} columns={["number", "amount", "wanted_on", "state", "reason"]} sort="-updated_at" closed={!running(row)} />;
}

/** Which receivables an invoice is about. */
export function LinksTab({ row }: RecordProps) {
  return <RelatedList resource="invoice_links" filter={["invoice", "=", row.id]} initial={{ invoice: row.id }} columns={["receivable", "amount", "state"]} closed={!["draft", "rejected", "issued"].includes(String(row.state))} />;
}
