import { useEffect } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { FilePdfOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Meta, Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordHead } from "../../../resource/record/RecordHead";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { recordPath } from "../../../resource/registry";
import { contentQuery, coverUrl } from "../api";
import { ContentEditor } from "../parts/transmittals/ContentEditor";
import { PersonLinks } from "../parts/transmittals/PersonLinks";
import { SentContent } from "../parts/transmittals/SentContent";
import { TransmittalState } from "../parts/transmittals/state";
import "../library.css";

/** One transmittal: which documents in which versions, to whom, and who has confirmed. */
export function TransmittalPage() {
  const { t } = useT();
  return (
    <RecordPage resource="transmittals" failed={t("收发文没有加载成功")} back={{ to: "/transmittals", label: t("返回收发文登记") }}>
      {(meta, row) => <Loaded meta={meta} row={row} />}
    </RecordPage>
  );
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const content = useQuery(contentQuery(row.id));
  const { refetch } = content;
  // Sending and confirming are verbs of the record; what was confirmed stands in the content.
  useEffect(() => void refetch(), [row.version, refetch]);
  const project = row.project as Ref | null;
  const label = (name: string) => meta.fields.find((field) => field.name === name)?.options?.find((one) => one.value === row[name])?.label;
  const mayEdit = row.state === "draft" && (row._can?.includes("update") ?? false) && !row.archived_at;
  const head = (edit: () => void) => (
    <RecordHead row={row} from={{ to: "/transmittals", label: t("收发文登记") }} name={String(row.subject)} tags={<TransmittalState value={row.state} />}
      facts={<>
        {[label("direction"), label("purpose"), label("means")].filter(Boolean).map((word) => <span key={word}>{word}</span>)}
        {project && <Link to={recordPath("projects", project.id)}>{project.label}</Link>}
        {Boolean(row.sent_on ?? row.received_on) && <DateText value={String(row.sent_on ?? row.received_on)} />}
        {row.state !== "draft" && Number(row.recipients_count) > 0 && <span>{t("已签收 {{n}} / {{all}}", { n: Number(row.acknowledged_count), all: Number(row.recipients_count) })}</span>}
      </>}
      actions={<><Button icon={<FilePdfOutlined />} href={coverUrl(row.id)} target="_blank" rel="noreferrer">{t("封面 PDF")}</Button><ActionButtons meta={meta} row={row} onEdit={edit} primary={false} /></>} />
  );
  return (
    <RecordBody meta={meta} row={row} title={String(row.subject)} head={head}>
      <section className="panel" aria-label={t("资料清单")}>
        {content.isPending && <LinesSkeleton />}
        {content.isError && <ErrorBox error={content.error} onRetry={() => void content.refetch()} />}
        {content.data && (mayEdit ? <ContentEditor key={content.data.version} row={row} content={content.data} /> : <SentContent row={row} content={content.data} />)}
      </section>
      <PersonLinks />
    </RecordBody>
  );
}
