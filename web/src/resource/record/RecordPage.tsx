import { Fragment, Suspense, lazy, useEffect, useState, type ReactNode } from "react";
import { Alert } from "antd";
import { Link, useParams, useSearchParams } from "react-router";
import { isApiError } from "../../api/errors";
import { useMeta } from "../../api/meta";
import type { Meta, Row } from "../../api/types";
import { ErrorBox } from "../../kit/ErrorBox";
import { DetailSkeleton } from "../../kit/Skeletons";
import { useT } from "../../i18n";
import { useRow } from "../data/row";
import { RecordTabs } from "../drawer/ResourceDrawer";
import { useResourceUi } from "../registry";
import "../drawer/drawer.css";
import "./record.css";

const FormDrawer = lazy(() => import("../form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

interface PageProps {
  resource: string;
  /** What is said when the record could not be read: "合同没有加载成功". One that is not there is told by its own sentence. */
  failed: string;
  /** Where a list of them is, for whoever ends up at a record that is not there. */
  back: { to: string; label: string };
  children: (meta: Meta, row: Row) => ReactNode;
}

/** The full page of one record, whose id is `:id` of the route: waits for it, says what went wrong, then draws it anew for each record. */
export function RecordPage({ resource, failed, back, children }: PageProps) {
  const { id = "" } = useParams();
  const meta = useMeta(resource);
  const read = useRow(resource, id);
  const wrong = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (wrong) {
    const gone = isApiError(wrong.error) && wrong.error.status === 404;
    return (
      <div className="page">
        <div className="panel">
          <ErrorBox error={wrong.error} title={gone ? undefined : failed} onRetry={gone ? undefined : () => void wrong.refetch()} />
          <p className="record-back"><Link to={back.to}>{back.label}</Link></p>
        </div>
      </div>
    );
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Fragment key={id}>{children(meta.data, read.data)}</Fragment>;
}

interface BodyProps {
  meta: Meta;
  row: Row;
  /** Names the browser's tab. */
  title: string;
  /** Said above everything once the record is archived. */
  archived?: string;
  /** The head; it is given what opens the form. */
  head: (edit: () => void) => ReactNode;
  /** Between head and tabs: the stage bar, an approval. */
  children?: ReactNode;
  /** Below the tabs: what stays under the thumb on a phone. */
  foot?: ReactNode;
  className?: string;
}

/** What stands on such a page: head, stage bar, tabs of the record (the open one is in the URL), and the form that edits it. */
export function RecordBody({ meta, row, title, archived, head, children, foot, className }: BodyProps) {
  const { t } = useT();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const { banners } = useResourceUi(meta.name);
  useEffect(() => { document.title = `${title} · ${t("筑客")}`; }, [title, t]);
  const setTab = (tab: string | null) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true });
  return (
    <div className={`page record-page ${className ?? ""}`}>
      {archived && row.archived_at && <Alert type="warning" showIcon title={archived} />}
      {head(() => setEditing(true))}
      {children}
      {banners?.map((Banner, i) => <Suspense key={i} fallback={null}><Banner resource={meta.name} meta={meta} row={row} /></Suspense>)}
      <section className="panel record-body"><RecordTabs meta={meta} row={row} tab={params.get("tab")} onTab={setTab} /></section>
      {foot}
      <Suspense fallback={null}>
        {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
