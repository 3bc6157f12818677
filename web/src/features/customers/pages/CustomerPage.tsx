import { Suspense, lazy, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { useRow } from "../../../resource/data/row";
import { useResourceUi } from "../../../resource/registry";
import { useFollowSaves } from "../api";
import { FillGap } from "../parts/FillGap";
import { Figures } from "../parts/Figures";
import { Head } from "../parts/Head";
import { LogTalkButton } from "../parts/LogTalkButton";
import { Notices } from "../parts/Notices";
import "../customers.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** The 360° view of a customer: who they are, how they stand, all that happened. */
export function CustomerPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta("customers");
  const read = useRow("customers", id);
  const failed = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (failed) {
    const gone = isApiError(failed.error) && failed.error.status === 404;
    return (
      <div className="page">
        <div className="panel">
          <ErrorBox error={failed.error} title={gone ? undefined : t("客户没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} />
          <p className="customer-back"><Link to="/customers">{t("返回客户列表")}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const phone = useIsPhone();
  const [tab, setTab] = useTab();
  const [editing, setEditing] = useState(false);
  const [gap, setGap] = useState<string | null>(null);
  useFollowSaves(row.id);
  const mayEdit = row._can?.includes("update") ?? false;
  const talk = <LogTalkButton row={row} block={phone} />;
  // A record that was merged away is only there to be looked at; taking the merge back is done on the kept one.
  const actions = !row.merged_into && <><HeaderParts meta={meta} row={row} /><ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} inline={1} primary={false} />{!phone && talk}</>;
  return (
    <div className="page customer-page">
      <Notices row={row} />
      <Head meta={meta} row={row} actions={actions} />
      <Figures row={row} onFill={mayEdit && !row.archived_at ? setGap : undefined} onTab={setTab} />
      <section className="panel customer-tabs"><RecordTabs meta={meta} row={row} tab={tab} onTab={setTab} /></section>
      {phone && !row.archived_at && <div className="thumb-bar touch">{talk}</div>}
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
        {gap && <FillGap customer={{ id: row.id, label: String(row.name) }} field={gap} onClose={() => setGap(null)} />}
      </Suspense>
    </div>
  );
}

function HeaderParts({ meta, row }: { meta: Meta; row: Row }) {
  const parts = useResourceUi("customers").headerButtons ?? [];
  return <>{parts.map((Part, i) => <Part key={i} resource="customers" meta={meta} row={row} />)}</>;
}

/** The open tab is in the URL; changing it closes an open child. */
function useTab(): [string | null, (tab: string | null) => void] {
  const [params, setParams] = useSearchParams();
  const set = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  return [params.get("tab"), set];
}
