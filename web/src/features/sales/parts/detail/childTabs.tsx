import { RelatedList } from "../../../../resource/RelatedList";
import type { RecordProps } from "../../../../resource/registry";

const SHAPES = {
  competitors: { columns: ["name", "price", "strengths", "weaknesses", "winner"], sort: "name" },
  risks: { columns: ["title", "level", "state", "due_on", "owner", "measure"], sort: "-state,due_on" },
  nodes: { columns: ["name", "due_on", "done_on", "owner"], sort: "due_on" },
};

/** A tab with the children of one kind. */
export function childTab(key: keyof typeof SHAPES) {
  return function ChildTab({ row }: RecordProps) {
    const { columns, sort } = SHAPES[key];
    const closed = Boolean(row.archived_at) || !row._can?.includes("update");
    return <RelatedList resource={`opportunity_${key}`} filter={["opportunity", "=", row.id]} initial={{ opportunity: row.id }} columns={columns} sort={sort} closed={closed} />;
  };
}
