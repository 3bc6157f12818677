import { lazy } from "react";
import type { Ref } from "../../api/types";
import { formatSize } from "../../kit/format";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";
import type { PersonLink } from "./api";
import type { Doc } from "./model/types";
import { FileMark, StatusMark, versionWord } from "./parts/marks";
import { keepLinks } from "./parts/transmittals/PersonLinks";
import { TransmittalState } from "./parts/transmittals/state";
import "./library.css";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

registerResourceUi("documents", {
  listPath: "/documents",
  detailPath: (id) => `/documents/${id}`,
  without: ["files"],
  ownActions: ["move", "copy_to", "share", "make_current"],
  hidden: ["file", "previewable", "folder", "number", "status", "current", "size", "file_type", "released_number", "checked_out_by", "checked_out_at", "checked_out_until"],
  tabs: [
    { key: "versions", label: tk("版本"), order: 12, component: lazy(() => import("./parts/document/VersionsTab").then((module) => ({ default: module.VersionsTab }))) },
    { key: "ties", label: tk("关联对象"), order: 16, component: lazy(() => import("./parts/document/TiesTab").then((module) => ({ default: module.TiesTab }))) },
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "kind", "tags", "owner", "expires_on", "note"] },
    { label: tk("图纸信息"), fields: ["discipline", "drawing_number", "scale", "drawing_status"] },
  ],
  cells: {
    name: (row) => { const doc = row as Doc; return <span className="row"><FileMark name={doc.name} file={doc.file} previewable={doc.previewable} /><span className="ellipsis">{doc.name}</span></span>; },
    status: (row) => <StatusMark value={row.status} />,
    current: (row) => <span className="num">{versionWord(row as Doc)}</span>,
    size: (row) => <span className="num">{formatSize(Number(row.size ?? 0))}</span>,
  },
  widths: { name: 300, number: 136, kind: 104, status: 96, current: 80, revision: 72, owner: 96, folder: 140, project: 180, size: 96, updated_at: 144 },
  cardLine: (row) => ({ tag: <StatusMark value={row.status} />, second: [label(row.project), label(row.folder)].filter(Boolean).join(" / "), right: versionWord(row as Doc) }),
});

registerResourceUi("transmittals", {
  listPath: "/transmittals",
  detailPath: (id) => `/transmittals/${id}`,
  without: ["files"],
  hidden: ["number", "state", "sent_on", "items_count", "recipients_count", "acknowledged_count"],
  onOnce: (once) => keepLinks((once as unknown as { links?: PersonLink[] }).links ?? []),
  cells: { state: (row) => <TransmittalState value={row.state} /> },
  widths: { subject: 280, number: 136, direction: 80, project: 200, purpose: 120, means: 96, state: 96, sent_on: 112 },
  cardLine: (row) => ({ tag: <TransmittalState value={row.state} />, second: label(row.project) }),
});

registerResourceUi("folder_templates", { listPath: "/folder-templates", without: ["comments", "files"], widths: { name: 240 } });
registerResourceUi("folders", { listPath: "/library", detailPath: (id) => `/library?folder=${id}`, without: ["files"] });

registerResourceUi("projects", { tabs: [{ key: "library", label: tk("资料"), order: 36, needs: ["documents", "read"], component: lazy(() => import("./parts/PlaceTab").then((module) => ({ default: module.ProjectTab }))) }] });
registerResourceUi("customers", { tabs: [{ key: "library", label: tk("资料"), order: 26, needs: ["documents", "read"], component: lazy(() => import("./parts/PlaceTab").then((module) => ({ default: module.CustomerTab }))) }] });
