import { Suspense, lazy, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { RESOURCE } from "../api";
import { Head } from "../parts/Head";
import "../../../resource/drawer/drawer.css";
import "../expenses.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** One claim: its expenses with their receipts, its approval, its payment. */
export function ClaimPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta(RESOURCE);
  const read = useRow(RESOURCE, id);
  const failed = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (failed) {
    const gone = isApiError(failed.error) && failed.error.status === 404;
    return (
      <div className="page">
        <div className="panel">
          <ErrorBox error={failed.error} title={gone ? undefined : t("报销单没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="claim-back"><Link to="/expenses">{t("返回报销列表")}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const setTab = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  // Submitting stands below the lines, where what is typed is saved first; a fixed claim offers no editing.
  const fixed = !["draft", "rejected"].includes(String(row.state));
  const shown = { ...row, _can: (row._can ?? []).filter((name) => name !== "submit" && !(fixed && name === "update")) };
  return (
    <div className="page claim-page">
      <Head row={row} actions={<ActionButtons meta={meta} row={shown} onEdit={() => setEditing(true)} primary={row.state === "approved"} />} />
      <ApprovalPanel resource={RESOURCE} id={row.id} verb="claim" />
      <section className="panel claim-tabs"><RecordTabs meta={meta} row={row} tab={params.get("tab")} onTab={setTab} /></section>
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
