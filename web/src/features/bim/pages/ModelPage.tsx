import { Suspense, lazy, useEffect, useState } from "react";
import { Alert } from "antd";
import { Link, useParams } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta, Ref, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { rowQuery } from "../../../resource/data/row";
import { RESOURCE, useScene, useVersions } from "../api";
import { StateTag, isBusy } from "../parts/StateTag";
import { UploadButton } from "../parts/UploadButton";
import { VersionsButton } from "../parts/VersionsButton";
import "../bim.css";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));
const Workspace = lazy(() => import("../parts/Workspace").then((module) => ({ default: module.Workspace })));

/** One model: its file, its state, and the model itself. */
export function ModelPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta(RESOURCE);
  const read = useQuery({ ...rowQuery(RESOURCE, id), refetchInterval: (query) => (isBusy(query.state.data) ? 3000 : false) });
  const failed = meta.isError ? meta : read.isError && !read.data ? read : null;
  if (failed) {
    const gone = isApiError(failed.error) && failed.error.status === 404;
    return <div className="page"><div className="panel"><ErrorBox error={failed.error} title={gone ? undefined : t("模型没有加载成功")} onRetry={gone ? undefined : () => void failed.refetch()} /></div></div>;
  }
  if (!meta.data || !read.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  return <Loaded key={id} meta={meta.data} row={read.data} />;
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const busy = isBusy(row);
  const [editing, setEditing] = useState(false);
  const versions = useVersions(row);
  const shown = versions.data?.find((version) => version.shown);
  const scene = useScene(row.id, Boolean(shown));
  const project = row.project as Ref | null;
  const { refetch } = scene;
  useEffect(() => {
    if (shown) void refetch();
  }, [shown?.id, refetch, shown]);
  const may = (row._can ?? []).includes("update") && !row.archived_at;
  return (
    <div className="page bim-page">
      <PageHead title={String(row.name)} note={<span className="row wrap"><StateTag row={row} />{project && <Link to={`/projects/${project.id}`}>{project.label}</Link>}{shown && <span className="second">{t("第 {{n}} 版 · {{schema}} · {{count}} 个构件", { n: shown.number, schema: shown.ifc_schema, count: shown.elements })}</span>}</span>}
        actions={<><VersionsButton items={versions.data ?? []} />{may && <UploadButton id={row.id} busy={busy} again={Boolean(shown)} />}<ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} inline={0} primary={false} /></>} />
      {row.state === "failed" && <Alert type="error" showIcon title={t("最近上传的文件没有转换成功")} description={String(row.failure ?? "")} />}
      {busy && <Alert type="info" showIcon title={row.state === "queued" ? t("文件已收到，正在排队等待转换") : t("正在转换，大模型可能需要几分钟")} description={t("可以离开这个页面，完成后会收到消息。")} />}
      {versions.isError && <div className="panel"><ErrorBox error={versions.error} onRetry={() => void versions.refetch()} /></div>}
      {versions.isSuccess && !versions.isPlaceholderData && !shown && !busy && row.state !== "failed" && <div className="panel"><Empty text={t("还没有模型文件。请从 Revit、广联达等软件导出 IFC（2x3、IFC4 或 IFC4.3）后上传。")} action={may ? <UploadButton id={row.id} busy={false} again={false} /> : undefined} /></div>}
      {shown && scene.isError && <div className="panel"><ErrorBox error={scene.error} title={t("模型没有加载成功")} onRetry={() => void scene.refetch()} /></div>}
      {shown && scene.data && <Suspense fallback={<div className="panel"><DetailSkeleton /></div>}><Workspace key={scene.data.version.id} row={row} scene={scene.data} may={may} /></Suspense>}
      {shown && scene.isPending && <div className="panel"><DetailSkeleton /></div>}
      <Suspense fallback={null}>{editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}</Suspense>
    </div>
  );
}
