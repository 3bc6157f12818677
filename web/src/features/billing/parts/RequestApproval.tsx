import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import type { RecordProps } from "../../../resource/registry";

/** How the approval of a payment request stands. */
export function RequestApproval({ row }: RecordProps) {
  return <ApprovalPanel resource="payment_requests" id={row.id} verb="pay" />;
}
