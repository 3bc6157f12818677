import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { CloudUploadOutlined, DownloadOutlined, ExpandAltOutlined, LinkOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan, useMe } from "../../../../api/me";
import type { Meta } from "../../../../api/types";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { ActionButtons } from "../../../../resource/drawer/ActionButtons";
import { contentUrl } from "../../api";
import type { Doc } from "../../model/types";
import { LockMark, StatusMark, versionWord } from "../marks";
import { PlaceButton } from "./PlaceButton";

const FormDrawer = lazy(() => import("../../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));
const CheckInDialog = lazy(() => import("./CheckInDialog").then((module) => ({ default: module.CheckInDialog })));
const ShareDialog = lazy(() => import("../links/ShareDialog").then((module) => ({ default: module.ShareDialog })));

/** What the document is and what can be done with it. `aside`: in the narrow pane beside a list. */
export function DocHead({ meta, doc, aside }: { meta: Meta; doc: Doc; aside?: boolean }) {
  const { t } = useT();
  const me = useMe();
  const can = useCan();
  const phone = useIsPhone();
  const [asked, setAsked] = useState<"edit" | "in" | "share" | null>(null);
  const locked = doc.checked_out_by && doc.checked_out_by.id !== me?.id;
  const mayWrite = doc._can?.includes("update") && !doc.archived_at && !locked && doc.status !== "void" && doc.status !== "in_review";
  const close = () => setAsked(null);
  return (
    <div className="lib-doc-head">
      <div className="row wrap" style={{ gap: "4px 10px" }}>
        <StatusMark value={doc.status} />
        <span className="num">{versionWord(doc)}</span>
        <span className="muted num small">{doc.number}</span>
        {(doc.folder || doc.project) && <span className="small ellipsis muted">{[...new Set([doc.project?.label ?? doc.customer?.label, doc.folder?.label])].filter(Boolean).join(" / ")}</span>}
        <LockMark doc={doc} full />
      </div>
      <div className="row wrap touch">
        {aside && <Link to={`/documents/${doc.id}`}><Button icon={<ExpandAltOutlined />} aria-label={t("全屏查看")} title={t("全屏查看")} /></Link>}
        <Button icon={<DownloadOutlined />} href={contentUrl(doc.file)} download aria-label={t("下载")} title={t("下载")}>{!aside && !phone && t("下载")}</Button>
        {can("documents", "share") && <Button icon={<LinkOutlined />} onClick={() => setAsked("share")} aria-label={t("外链分享")} title={t("外链分享")}>{!aside && !phone && t("外链分享")}</Button>}
        {mayWrite && <Button icon={<CloudUploadOutlined />} onClick={() => setAsked("in")}>{doc.checked_out_by ? t("签入") : t("新版本")}</Button>}
        <PlaceButton doc={doc} />
        <ActionButtons meta={meta} row={doc} onEdit={() => setAsked("edit")} inline={aside || phone ? 0 : 2} primary={!aside} />
      </div>
      <Suspense fallback={null}>
        {asked === "edit" && <FormDrawer meta={meta} row={doc} onClose={close} onSaved={close} />}
        {asked === "in" && <CheckInDialog doc={doc} onClose={close} />}
        {asked === "share" && <ShareDialog what={{ documents: [{ document: doc.id }] }} title={doc.name} onClose={close} />}
      </Suspense>
    </div>
  );
}
