import { Suspense, lazy, useState } from "react";
import { Alert } from "antd";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { Head } from "../parts/Head";
import { Steps } from "../parts/Steps";
import "../../../resource/drawer/drawer.css";
import "../contracts.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** One contract with everything that belongs to it. */
export function ContractPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta("contracts");
  const read = useRow("contracts", id);
  const failed = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (failed) {
    const gone = isApiError(failed.error) && failed.error.status === 404;
    return (
      <div className="page">
        <div className="panel">
          <ErrorBox error={failed.error} title={gone ? undefined : t("合同没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="contract-back"><Link to="/contracts">{t("返回合同列表")}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const setTab = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  return (
    <div className="page contract-page">
      {row.archived_at && <Alert type="warning" showIcon title={t("这份合同已归档，不能再改。需要时在“更多操作”里恢复。")} />}
      <Head row={row} actions={<ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} primary={false} />} />
      <Steps row={row} />
      <ApprovalPanel resource="contracts" id={row.id} verb="sign_off" />
      <section className="panel contract-tabs"><RecordTabs meta={meta} row={row} tab={params.get("tab")} onTab={setTab} /></section>
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
