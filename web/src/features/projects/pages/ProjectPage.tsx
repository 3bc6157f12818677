import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import type { Meta, Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { Head } from "../parts/Head";
import { PhaseBar } from "../parts/PhaseBar";
import "../projects.css";

/** One project with everything that belongs to it; other features hang their tabs onto it. */
export function ProjectPage() {
  const { t } = useT();
  return (
    <RecordPage resource="projects" failed={t("项目没有加载成功")} back={{ to: "/projects", label: t("返回项目列表") }}>
      {(meta, row) => <Loaded meta={meta} row={row} />}
    </RecordPage>
  );
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const client = useQueryClient();
  const tab = useSearchParams()[0].get("tab");
  // Budgets, members and contracts change beside the record: whoever comes from their tab sees the totals and gates as they are now.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["project", row.id] });
    void client.invalidateQueries({ queryKey: ["row", "projects", row.id] });
  }, [client, row.id, row.version, tab]);
  return (
    <RecordBody meta={meta} row={row} title={String(row.name)} archived={t("这个项目已归档，不能再改。需要时在“更多操作”里恢复。")}
      head={(edit) => <Head row={row} actions={<ActionButtons meta={meta} row={row} onEdit={edit} inline={0} primary={false} />} />}>
      <PhaseBar meta={meta} row={row} />
    </RecordBody>
  );
}
