import { useT } from "../../../../i18n";
import { RelatedList } from "../../../../resource/RelatedList";
import type { RecordProps } from "../../../../resource/registry";

/** What materials a task needs, and what of it has been confirmed. */
export function NeedsTab({ task }: { task: string }) {
  const { t } = useT();
  return <RelatedList resource="material_needs" filter={["task", "=", task]} initial={{ task }} hide={["task", "project"]} columns={["material", "quantity", "confirmed", "needed_on", "state"]} sort="created_at"
    lead={<span className="muted small">{t("没填需用日期的，随任务开始日移动。")}</span>} />;
}

/** The same in the page of a task. */
export const NeedsOfTask = ({ row }: RecordProps) => <NeedsTab task={row.id} />;
