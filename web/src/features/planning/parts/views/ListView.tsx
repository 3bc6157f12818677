import { useT } from "../../../../i18n";
import { RelatedList } from "../../../../resource/RelatedList";
import type { ViewProps } from "../PlanView";

const COLUMNS = ["wbs", "name", "state", "owner", "starts_at", "ends_at", "progress", "deadline", "critical"];

/** The tasks of a plan as an ordinary list: filters, columns, export. */
export function ListView({ plan }: ViewProps) {
  const { t } = useT();
  return <section className="panel plan-list" aria-label={t("任务列表")}><RelatedList resource="tasks" filter={["plan", "=", plan.id]} columns={COLUMNS} sort="wbs" /></section>;
}
