import { Suspense, lazy, useState } from "react";
import { Alert, Button } from "antd";
import { EditOutlined } from "@ant-design/icons";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { RESOURCE, useFollowSaves } from "../api";
import { AdvicePanel } from "../parts/detail/AdvicePanel";
import { Head } from "../parts/detail/Head";
import { KeyFacts } from "../parts/detail/KeyFacts";
import { StageBar } from "../parts/detail/StageBar";
import { WholePage } from "../parts/detail/wholePage";
import "../../../resource/drawer/drawer.css";
import "../sales.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));
const FollowDialog = lazy(() => import("../parts/FollowDialog").then((module) => ({ default: module.FollowDialog })));

/** One opportunity with everything around it. */
export function OpportunityPage() {
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
          <ErrorBox error={failed.error} title={gone ? undefined : t("商机没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="sales-back"><Link to="/opportunities">{t("返回商机看板")}</Link></p>
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
  const [noting, setNoting] = useState(false);
  useFollowSaves();
  const setTab = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  const note = row._can?.includes("follow") && <Button type="primary" block={phone} icon={<EditOutlined aria-hidden />} onClick={() => setNoting(true)}>{t("记一笔")}</Button>;
  const actions = <><ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} inline={1} primary={false} />{!phone && note}</>;
  return (
    <div className="page sales-page">
      {row.archived_at && <Alert type="warning" showIcon title={t("这条商机已归档，不能再跟进。需要时在“更多操作”里恢复。")} />}
      <Head meta={meta} row={row} actions={actions} />
      <section className="panel"><StageBar row={row} meta={meta} /></section>
      <div className="sales-top">
        <section className="panel"><KeyFacts row={row} meta={meta} /></section>
        {row.state === "open" && !row.archived_at && <section className="panel"><AdvicePanel row={row} /></section>}
      </div>
      <WholePage.Provider value>
        <section className="panel sales-tabs"><RecordTabs meta={meta} row={row} tab={params.get("tab")} onTab={setTab} /></section>
      </WholePage.Provider>
      {phone && note && <div className="sales-thumb touch">{note}</div>}
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
        {noting && <FollowDialog meta={meta} row={row} onClose={() => setNoting(false)} />}
      </Suspense>
    </div>
  );
}
