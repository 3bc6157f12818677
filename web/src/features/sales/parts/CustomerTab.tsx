import { useCan } from "../../../api/me";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { RESOURCE } from "../api";

/** The opportunities of a customer. */
export function CustomerTab({ row }: RecordProps) {
  const can = useCan();
  return (
    <RelatedList resource={RESOURCE} filter={["customer", "=", row.id]} initial={{ customer: row.id }} closed={Boolean(row.archived_at) || !can(RESOURCE, "create")}
      columns={["name", "stage", "state", "amount", "probability", "expected_on", "owner"]} sort="-updated_at" />
  );
}
