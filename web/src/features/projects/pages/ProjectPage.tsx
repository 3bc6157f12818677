import { Suspense, lazy, useEffect, useState } from "react";
import { Alert } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { Head } from "../parts/Head";
import { PhaseBar } from "../parts/PhaseBar";
import "../../../resource/drawer/drawer.css";
import "../projects.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** One project with everything that belongs to it; other features hang their tabs onto it. */
export function ProjectPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta("projects");
  const read = useRow("projects", id);
  const failed = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (failed) {
    const gone = isApiError(failed.error) && failed.error.status === 404;
    return (
      <div className="page">
        <div className="panel">
          <ErrorBox error={failed.error} title={gone ? undefined : t("项目没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="project-back"><Link to="/projects">{t("返回项目列表")}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const tab = params.get("tab");
  const setTab = (next: string | null) => setParams(next ? { tab: next } : {}, { replace: true, preventScrollReset: true });
  useEffect(() => {
    document.title = `${String(row.name)} · ${t("筑客")}`;
  }, [row.name, t]);
  // Budgets, members and contracts change beside the record: whoever comes from their tab sees the totals and gates as they are now.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["project", row.id] });
    void client.invalidateQueries({ queryKey: ["row", "projects", row.id] });
  }, [client, row.id, row.version, tab]);
  return (
    <div className="page project-page">
      {row.archived_at && <Alert type="warning" showIcon title={t("这个项目已归档，不能再改。需要时在“更多操作”里恢复。")} />}
      <Head row={row} actions={<ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} inline={0} primary={false} />} />
      <PhaseBar meta={meta} row={row} />
      <section className="panel project-tabs"><RecordTabs meta={meta} row={row} tab={tab} onTab={setTab} /></section>
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
