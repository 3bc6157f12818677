import { useState } from "react";
import { FolderFilled, LockFilled } from "@ant-design/icons";
import { tagOf } from "../../../kit/StatusTag";
import { formatDateTime } from "../../../kit/format";
import { tk, useT } from "../../../i18n";
import { previewUrl } from "../api";
import { lookOf, markOf } from "../model/kinds";
import type { Doc, RootKind } from "../model/types";

export const StatusMark = tagOf({
  draft: [tk("编辑中"), "outline"],
  in_review: [tk("审核中"), "blue"],
  released: [tk("已发布"), "green"],
  superseded: [tk("已被替代"), "orange"],
  void: [tk("已作废"), "red"],
});

export const ROOT_KINDS: Record<RootKind, string> = { project: tk("项目资料"), customer: tk("客户资料"), company: tk("公司资料"), shared: tk("共享资料") };

/** The kind of a file as a small sheet; pictures show themselves. */
export function FileMark({ name, file, previewable, large }: { name: string; file?: string; previewable?: boolean; large?: boolean }) {
  const [failed, setFailed] = useState(false);
  const look = lookOf(name);
  const size = large ? "lib-mark large" : "lib-mark";
  if (look === "picture" && file && previewable && !failed) return <span className={size} aria-hidden><img src={previewUrl(file, "thumb")} alt="" loading="lazy" onError={() => setFailed(true)} /></span>;
  return <span className={`${size} ${look}`} aria-hidden>{markOf(name)}</span>;
}

export function FolderMark({ restricted }: { restricted?: boolean }) {
  const { t } = useT();
  return (
    <span className="lib-folder-mark">
      <FolderFilled aria-hidden />
      {restricted && <LockFilled className="lib-folder-lock" title={t("仅指定的人可见")} aria-label={t("仅指定的人可见")} />}
    </span>
  );
}

/** Who has taken the document for editing, and until when. */
export function LockMark({ doc, full }: { doc: Pick<Doc, "checked_out_by" | "checked_out_until">; full?: boolean }) {
  const { t } = useT();
  if (!doc.checked_out_by) return null;
  const name = doc.checked_out_by.label;
  const sentence = doc.checked_out_until ? t("{{name}} 正在编辑，到 {{until}}", { name, until: formatDateTime(doc.checked_out_until) }) : t("{{name}} 正在编辑", { name });
  return <span className="lib-lock" title={sentence}><LockFilled aria-hidden /> {full ? sentence : name}</span>;
}

/** `B` of a drawing, `V3` of everything else. */
export function versionWord(doc: { current?: number; revision?: string }): string {
  return doc.revision ? doc.revision : `V${doc.current ?? 1}`;
}
