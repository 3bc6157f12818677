import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { useSummary, type Summary } from "../api";

interface Shape {
  columns: string[];
  sort: string;
}

const SHAPES: Record<string, Shape> = {
  contacts: { columns: ["name", "position", "department", "phone", "email", "decision_role", "is_primary"], sort: "-is_primary,name" },
  interactions: { columns: ["occurred_at", "channel", "contact", "content", "result", "effect", "owner", "next_contact_at", "late_days"], sort: "-occurred_at" },
  feedbacks: { columns: ["content", "kind", "aspect", "state", "due_on", "handler", "occurred_at"], sort: "-occurred_at" },
  cooperations: { columns: ["project_name", "project_type", "role", "amount", "started_on", "ended_on", "paid_late_days", "disputed"], sort: "-started_on" },
  qualifications: { columns: ["name", "level", "number", "issued_by", "valid_until"], sort: "valid_until" },
  addresses: { columns: ["detail", "kind", "region", "city", "district", "receiver"], sort: "" },
};

/** A tab with the children of one kind. */
export function childTab(resource: keyof typeof SHAPES) {
  return function ChildTab({ row }: RecordProps) {
    const shape = SHAPES[resource]!;
    const may = useSummary(row.id).data?.may_add?.includes(resource) ?? false;
    return <RelatedList resource={resource} filter={["customer", "=", row.id]} initial={{ customer: row.id }} closed={!may} columns={shape.columns} sort={shape.sort} />;
  };
}

/** How many there are, behind the label of the tab. */
export function childCount(resource: keyof Summary) {
  return function ChildCount({ row }: RecordProps) {
    const count = useSummary(row.id).data?.[resource];
    return typeof count === "number" && count > 0 ? <span className="muted num">{count}</span> : null;
  };
}
