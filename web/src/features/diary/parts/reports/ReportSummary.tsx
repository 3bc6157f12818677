import { useQuery } from "@tanstack/react-query";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import { factsQuery } from "../../api";
import { FactLines } from "./FactLines";
import "../../diary.css";

/** The records of the day above the words of a report. */
export function ReportSummary({ row }: RecordProps) {
  const { t } = useT();
  const facts = useQuery(factsQuery(row.id));
  return (
    <section>
      <h3 className="drawer-section">{t("当日记录")}</h3>
      {facts.isPending && <LinesSkeleton rows={3} />}
      {facts.isError && <ErrorBox error={facts.error} onRetry={() => void facts.refetch()} />}
      {facts.data && <FactLines lines={facts.data} />}
    </section>
  );
}
