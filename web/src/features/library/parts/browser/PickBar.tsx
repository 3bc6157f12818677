import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { CloseOutlined, DeleteOutlined, DownloadOutlined, FolderOpenOutlined, LinkOutlined, StopOutlined } from "@ant-design/icons";
import { useCan } from "../../../../api/me";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { contentUrl, useMany } from "../../api";
import type { Doc } from "../../model/types";
import { useZip } from "../useZip";
import type { Picked } from "./Entries";
import { usePut } from "./usePut";
import { useRemove } from "./useRemove";

const FolderPicker = lazy(() => import("../FolderPicker").then((module) => ({ default: module.FolderPicker })));
const ShareDialog = lazy(() => import("../links/ShareDialog").then((module) => ({ default: module.ShareDialog })));
const ReasonDialog = lazy(() => import("../ReasonDialog").then((module) => ({ default: module.ReasonDialog })));

interface Props {
  picked: Picked;
  docs: Doc[];
  root: string;
  write: boolean;
  onDone: () => void;
}

/** What can be done with everything that is picked. */
export function PickBar({ picked, docs, root, write, onDone }: Props) {
  const { t } = useT();
  const can = useCan();
  const notify = useNotify();
  const remove = useRemove(onDone);
  const many = useMany();
  const zip = useZip();
  const put = usePut(onDone);
  const [asked, setAsked] = useState<"move" | "share" | "void" | null>(null);
  const documents = [...picked.documents];
  const folders = [...picked.folders];
  const onlyDocs = documents.length > 0 && !folders.length;
  const single = onlyDocs && documents.length === 1 ? docs.find((one) => one.id === documents[0]) : undefined;
  const run = async (action: string, done: (n: number) => string, inputs?: Record<string, unknown>) => {
    try {
      const answer = await many.mutateAsync({ ids: documents, action, ...(inputs && { inputs }) });
      if (answer.failed.length) notify.fail(answer.failed.map((one) => `${one.label}: ${one.message}`).join("\n"));
      else notify.ok(done(answer.done));
      onDone();
    } catch (error) {
      notify.fail(error);
    }
  };
  const sharable = can("documents", "share") && (onlyDocs || (folders.length === 1 && !documents.length));
  return (
    <div className="lib-pickbar touch" role="toolbar" aria-label={t("对所选资料的操作")}>
      <span className="num">{t("已选 {{n}} 项", { n: documents.length + folders.length })}</span>
      <span className="row wrap grow">
        {single
          ? <Button icon={<DownloadOutlined />} href={contentUrl(single.file)} download>{t("下载")}</Button>
          : <Button icon={<DownloadOutlined />} onClick={() => void zip({ documents, folders })}>{t("打包下载")}</Button>}
        {sharable && <Button icon={<LinkOutlined />} onClick={() => setAsked("share")}>{t("外链分享")}</Button>}
        {write && <Button icon={<FolderOpenOutlined />} onClick={() => setAsked("move")}>{t("移动到")}</Button>}
        {write && onlyDocs && <Button icon={<StopOutlined />} onClick={() => setAsked("void")}>{t("作废")}</Button>}
        {write && onlyDocs && <Button danger icon={<DeleteOutlined />} onClick={() => void remove(documents)}>{t("删除")}</Button>}
      </span>
      <Button type="text" icon={<CloseOutlined />} aria-label={t("取消选择")} onClick={onDone} />
      <Suspense fallback={null}>
        {asked === "move" && <FolderPicker root={root} title={t("移动到")} moved={folders} onPick={(folder) => put({ documents, folders }, folder)} onClose={() => setAsked(null)} />}
        {asked === "share" && <ShareDialog what={onlyDocs ? { documents: documents.map((document) => ({ document })) } : { folder: folders[0]! }} title={single?.name ?? t("{{n}} 项资料", { n: documents.length + folders.length })} onClose={() => setAsked(null)} />}
        {asked === "void" && <ReasonDialog title={t("作废 {{n}} 份资料", { n: documents.length })} onSave={(reason) => run("void", (n) => t("已作废 {{n}} 份资料", { n }), { reason })} onClose={() => setAsked(null)} />}
      </Suspense>
    </div>
  );
}
