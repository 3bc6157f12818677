import type { RecordProps } from "../../../resource/registry";
import { MembershipList } from "../memberships/MembershipList";
import "../admin.css";

export function MembershipsTab({ row }: RecordProps) {
  return <div className="drawer-pad"><MembershipList fixed={{ user: { id: row.id, label: String(row.name) } }} /></div>;
}
