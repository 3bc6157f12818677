import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { DateText } from "../../../../kit/DateText";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatSize } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { StatusTag } from "../../../../kit/StatusTag";
import { useConfirm, useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import type { RecordProps } from "../../../../resource/registry";
import { contentUrl, refreshLibrary, versionsQuery } from "../../api";
import type { Doc, Version } from "../../model/types";
import { StatusMark } from "../marks";
import { Preview } from "./Preview";

/** Every version: who, when, what changed; an older one can be looked at, fetched, or made the current one again. */
export function VersionsTab({ row }: RecordProps) {
  const { t } = useT();
  const doc = row as Doc;
  const list = useQuery(versionsQuery(doc.id));
  const [shown, setShown] = useState<Version | null>(null);
  if (list.isPending) return <LinesSkeleton />;
  if (list.isError) return <ErrorBox error={list.error} title={t("版本没有加载成功")} onRetry={() => void list.refetch()} />;
  return (
    <ol className="lib-versions">
      {list.data.map((one) => <Line key={one.id} doc={doc} version={one} onShow={() => setShown(one)} />)}
      {shown && (
        <Modal open width={960} style={{ top: 24 }} title={t("{{name}}（第 {{n}} 版）", { name: shown.name, n: shown.number })} onCancel={() => setShown(null)} footer={<Button type="primary" href={contentUrl(shown.file)} download>{t("下载")}</Button>}>
          <div className="lib-preview-box"><Preview doc={doc} version={shown.number} /></div>
        </Modal>
      )}
    </ol>
  );
}

function Line({ doc, version, onShow }: { doc: Doc; version: Version; onShow: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const run = useDo("documents");
  const current = version.number === doc.current;
  const may = !current && (doc._can?.includes("make_current") ?? false);
  const make = async () => {
    if (!(await confirm({ title: t("把第 {{n}} 版设为当前版本？", { n: version.number }), text: t("会按它的内容生成一个新版本，其余版本都保留。"), ok: t("设为当前") }))) return;
    run.mutate({ row: doc, verb: "make_current", inputs: { number: version.number } }, {
      onSuccess: () => { refreshLibrary(client); notify.ok(t("已把第 {{n}} 版设为当前版本", { n: version.number })); },
      onError: notify.fail,
    });
  };
  return (
    <li className={current ? "current" : undefined}>
      <div className="row wrap" style={{ gap: "2px 8px" }}>
        <b className="num">{t("第 {{n}} 版", { n: version.number })}</b>
        {version.revision && <StatusTag color="cyan">{t("{{revision}} 版次", { revision: version.revision })}</StatusTag>}
        {current ? <StatusTag color="blue">{t("当前")}</StatusTag> : version.state !== "draft" && <StatusMark value={version.state} />}
      </div>
      {version.note && <p className="pre">{version.note}</p>}
      <div className="muted small">{[version.created_by?.label ?? t("系统"), formatSize(version.size)].join(" · ")} · <DateText value={version.created_at} kind="datetime" /></div>
      {version.name !== doc.name && <div className="muted small ellipsis" title={version.name}>{version.name}</div>}
      <div className="row" style={{ gap: 0 }}>
        <Button type="link" size="small" onClick={onShow}>{t("查看")}</Button>
        <Button type="link" size="small" href={contentUrl(version.file)} download>{t("下载")}</Button>
        {may && <Button type="link" size="small" loading={run.isPending} onClick={() => void make()}>{t("设为当前")}</Button>}
      </div>
    </li>
  );
}
