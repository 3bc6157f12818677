import { useState } from "react";
import { Button } from "antd";
import { CloseOutlined } from "@ant-design/icons";
import { useMeta } from "../../../../api/meta";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { ApprovalPanel } from "../../../../resource/approvals/ApprovalPanel";
import { useRow } from "../../../../resource/data/row";
import { RecordTabs } from "../../../../resource/drawer/ResourceDrawer";
import type { Doc } from "../../model/types";
import { DocHead } from "./DocHead";
import { Preview } from "./Preview";
import "../../../../resource/drawer/drawer.css";

/** One document beside the list it lies in. Esc closes. */
export function DocPane({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useT();
  const meta = useMeta("documents");
  const read = useRow("documents", id);
  const [tab, setTab] = useState<string | null>(null);
  const doc = read.data as Doc | undefined;
  return (
    <aside className="lib-pane" aria-label={doc?.name ?? t("资料")} onKeyDown={(event) => { if (event.key === "Escape" && !event.defaultPrevented) onClose(); }}>
      <header className="row between lib-pane-head"><b className="ellipsis" title={doc?.name}>{doc?.name}</b><Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("关闭")} onClick={onClose} /></header>
      {read.isError && <ErrorBox error={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <LinesSkeleton />}
      {doc && meta.data && (
        <>
          <DocHead meta={meta.data} doc={doc} aside />
          <div className="lib-pane-preview"><Preview doc={doc} /></div>
          <ApprovalPanel resource="documents" id={doc.id} />
          <RecordTabs meta={meta.data} row={doc} tab={tab} onTab={setTab} />
        </>
      )}
    </aside>
  );
}
