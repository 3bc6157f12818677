import { useEffect } from "react";
import { Alert } from "antd";
import { useSearchParams } from "react-router";
import type { Meta } from "../../../api/types";
import { useT } from "../../../i18n";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { RecordTabs } from "../../../resource/drawer/ResourceDrawer";
import { RecordPage } from "../../../resource/record/RecordPage";
import type { Doc } from "../model/types";
import { DocHead } from "../parts/document/DocHead";
import { Preview } from "../parts/document/Preview";
import { FileMark } from "../parts/marks";
import "../../../resource/drawer/drawer.css";
import "../library.css";

/** One document with all its room: the pages on the left, what is known about it on the right. */
export function DocumentPage() {
  const { t } = useT();
  return (
    <RecordPage resource="documents" failed={t("资料没有加载成功")} back={{ to: "/library", label: t("返回资料中心") }}>
      {(meta, row) => <Loaded meta={meta} doc={row as Doc} />}
    </RecordPage>
  );
}

function Loaded({ meta, doc }: { meta: Meta; doc: Doc }) {
  const { t } = useT();
  const [params, setParams] = useSearchParams();
  useEffect(() => {
    document.title = `${doc.name} · ${t("筑客")}`;
  }, [doc.name, t]);
  const page = Number(params.get("page")) || undefined;
  const setTab = (tab: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (tab) next.set("tab", tab);
    else next.delete("tab");
    return next;
  }, { replace: true, preventScrollReset: true });
  return (
    <div className="page fill lib-doc-page">
      {doc.archived_at && <Alert type="warning" showIcon title={t("这份资料在回收站里。需要时在“更多操作”里恢复。")} />}
      <header className="lib-doc-title"><FileMark name={doc.name} large /><div className="grow"><h1>{doc.name}</h1><DocHead meta={meta} doc={doc} /></div></header>
      <ApprovalPanel resource="documents" id={doc.id} />
      <div className="lib-doc-body">
        <section className="panel lib-doc-preview" aria-label={t("预览")}><Preview doc={doc} {...(page && { page })} /></section>
        <section className="panel lib-doc-tabs"><RecordTabs meta={meta} row={doc} tab={params.get("tab")} onTab={setTab} /></section>
      </div>
    </div>
  );
}
