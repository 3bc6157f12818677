import { Suspense, lazy, useEffect, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Ref, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { CASES } from "../api";
import { CallButton } from "../parts/CallButton";
import { Head } from "../parts/case/Head";
import "../../../resource/drawer/drawer.css";
import "../collection.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** One collection case: what happened, what comes, and every verb that it may take now. */
export function CasePage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta(CASES);
  const read = useRow(CASES, id);
  const failed = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (failed) {
    const gone = isApiError(failed.error) && failed.error.status === 404;
    return (
      <div className="page">
        <div className="panel">
          <ErrorBox error={failed.error} title={gone ? undefined : t("催收工单没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="dun-back"><Link to="/collection">{t("返回催收工单")}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const phone = useIsPhone();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const customer = row.customer as Ref | null;
  const name = String(row.name);
  useEffect(() => { document.title = `${name} · ${t("筑客")}`; }, [name, t]);
  const setTab = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  const actions = <>{customer && row.state !== "closed" && <CallButton customer={customer} />}<ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} primary={false} inline={phone ? 2 : 4} /></>;
  return (
    <div className="page">
      <Head row={row} actions={actions} />
      <section className="panel dun-tabs"><RecordTabs meta={meta} row={row} tab={params.get("tab")} onTab={setTab} /></section>
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
