import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { contentUrl, previewUrl, seenQuery } from "../../api";
import type { Doc, Seen } from "../../model/types";
import { FileMark } from "../marks";
import { Pages } from "./Pages";

interface Props {
  doc: Doc;
  /** An older version; absent: the newest. */
  version?: number | null;
  /** Where a search has found the words. */
  page?: number;
}

/** A version as it can be looked at without downloading it: pages, picture or text. */
export function Preview({ doc, version, page }: Props) {
  const { t } = useT();
  const number = version ?? doc.current;
  const seen = useQuery(seenQuery(doc.id, number));
  if (seen.isError) return <ErrorBox error={seen.error} title={t("预览没有加载成功")} onRetry={() => void seen.refetch()} />;
  if (seen.isPending) return <div className="lib-preview"><LinesSkeleton /></div>;
  return <div className="lib-preview"><Shown key={`${doc.id}-${number}`} seen={seen.data} page={page} /></div>;
}

function Shown({ seen, page }: { seen: Seen; page?: number | undefined }) {
  const { t } = useT();
  if (seen.kind === "image") return <Picture file={seen.file} name={seen.name} />;
  if (seen.drawn) return <Pages version={seen.version_id} count={seen.pages} start={page ?? 1} name={seen.name} />;
  if (seen.kind === "text" || (seen.kind === "office" && seen.text)) {
    return (
      <div className="lib-text">
        {seen.kind === "office" && <Alert type="info" showIcon title={t("这里显示文件里的文字，版面和图片请下载查看。")} />}
        <pre>{seen.text || t("（空文件）")}</pre>
        {seen.truncated && <p className="muted small">{t("文件很长，这里只显示开头；完整内容请下载查看。")}</p>}
      </div>
    );
  }
  return (
    <div className="lib-nopreview">
      <FileMark name={seen.name} large />
      <p className="second">{seen.reason || t("这种文件不能在线预览，请下载后查看。")}</p>
      <Button icon={<DownloadOutlined />} href={contentUrl(seen.file)} download>{t("下载")}</Button>
    </div>
  );
}

function Picture({ file, name }: { file: string; name: string }) {
  const { t } = useT();
  const [failed, setFailed] = useState(false);
  if (failed) return <div className="lib-nopreview"><p className="second">{t("图片无法显示，请下载后查看。")}</p><Button icon={<DownloadOutlined />} href={contentUrl(file)} download>{t("下载")}</Button></div>;
  return <a className="lib-picture" href={contentUrl(file, true)} target="_blank" rel="noreferrer" title={t("打开原图")}><img src={previewUrl(file)} alt={name} onError={() => setFailed(true)} /></a>;
}
