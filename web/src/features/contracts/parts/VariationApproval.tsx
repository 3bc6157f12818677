import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import type { RecordProps } from "../../../resource/registry";

/** How the approval of a variation stands. */
export function VariationApproval({ row }: RecordProps) {
  return <ApprovalPanel resource="variations" id={row.id} />;
}
