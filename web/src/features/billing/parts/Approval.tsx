import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import type { RecordProps } from "../../../resource/registry";

/** How the approval of a record without a page of its own stands. */
export function Approval({ resource, row }: RecordProps) {
  return <ApprovalPanel resource={resource} id={row.id} />;
}
