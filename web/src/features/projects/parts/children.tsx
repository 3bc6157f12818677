import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

const over = (row: RecordProps["row"]) => Boolean(row.archived_at) || row.phase === "closed";

/** Everybody on the project; roles without a person come first in the list of what is missing, so they are shown too. */
export function MembersTab({ row }: RecordProps) {
  return <RelatedList resource="project_members" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["person", "role", "since", "until", "can_edit", "note"]} hide={["project"]} sort="role" closed={over(row)} />;
}

export function ContractsTab({ row }: RecordProps) {
  return <RelatedList resource="project_contracts" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["contract", "part", "cost_item"]} hide={["project"]} sort="part" closed={over(row)} />;
}
