import { Suspense, lazy, useState } from "react";
import { Alert } from "antd";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { RESOURCE } from "../api";
import { ApprovalBar } from "../parts/ApprovalBar";
import { Head } from "../parts/Head";
import { VerbButtons } from "../parts/VerbButtons";
import "../../../resource/drawer/drawer.css";
import "../quotes.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** One quotation: its lines, its paper, its versions, its way to the customer. */
export function QuotationPage() {
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
          <ErrorBox error={failed.error} title={gone ? undefined : t("报价没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="quote-back"><Link to="/quotations">{t("返回报价列表")}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const setTab = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  const buttons = <VerbButtons meta={meta} row={row} onEdit={() => setEditing(true)} onVersion={(made) => void navigate(`/quotations/${made.id}`)} />;
  return (
    <div className="page quote-page">
      {row.archived_at && <Alert type="warning" showIcon title={t("这份报价已归档，不能再改。需要时在“更多操作”里恢复。")} />}
      <Head row={row} actions={buttons} />
      <ApprovalBar row={row} />
      <section className="panel quote-tabs"><RecordTabs meta={meta} row={row} tab={params.get("tab")} onTab={setTab} /></section>
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
