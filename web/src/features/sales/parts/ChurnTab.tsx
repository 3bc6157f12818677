import { useCan } from "../../../api/me";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { CHURNS } from "../api";

/** When and why a customer left, and when it came back. */
export function ChurnTab({ row }: RecordProps) {
  const can = useCan();
  return <RelatedList resource={CHURNS} filter={["customer", "=", row.id]} initial={{ customer: row.id }} hide={["customer"]} closed={Boolean(row.archived_at) || !can(CHURNS, "create")} sort="-left_on" />;
}
