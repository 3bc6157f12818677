import { useEffect, useState, useSyncExternalStore } from "react";
import { Button, Progress } from "antd";
import { CheckCircleFilled, CloseOutlined, DownOutlined, ExclamationCircleFilled, ReloadOutlined, UpOutlined } from "@ant-design/icons";
import { errorText } from "../../../kit/errorText";
import { formatSize } from "../../../kit/format";
import { useT } from "../../../i18n";
import { uploads } from "../api";
import { progressOf, worthRetry, type Sending } from "../model/queue";

/** Files on their way: each with its progress, what became of it, and a second try for those that failed. */
export function UploadTray() {
  const { t } = useT();
  const items = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  const [folded, setFolded] = useState(false);
  const busy = items.filter((one) => one.state === "sending" || one.state === "waiting").length;
  const failed = items.filter((one) => one.state === "failed").length;
  useEffect(() => {
    if (!busy) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [busy]);
  if (!items.length) return null;
  const title = busy ? t("正在上传，还有 {{n}} 个", { n: busy }) : failed ? t("{{n}} 个文件没有上传成功", { n: failed }) : t("{{n}} 个文件已上传", { n: items.length });
  return (
    <section className="lib-tray" aria-label={t("上传")}>
      <header>
        <b aria-live="polite">{title}</b>
        <span className="row" style={{ gap: 0 }}>
          {items.some((one) => one.state === "failed" && worthRetry(one.error)) && <Button type="link" size="small" onClick={() => uploads.retry()}>{t("全部重试")}</Button>}
          <Button type="text" size="small" icon={folded ? <UpOutlined /> : <DownOutlined />} aria-expanded={!folded} aria-label={folded ? t("展开") : t("收起")} onClick={() => setFolded(!folded)} />
          {!busy && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("关闭")} onClick={() => uploads.clear()} />}
        </span>
      </header>
      {busy > 0 && <Progress percent={Math.floor(progressOf(items) * 100)} size="small" status="active" aria-label={title} />}
      {!folded && <ul>{items.map((one) => <Line key={one.key} one={one} />)}</ul>}
    </section>
  );
}

function Line({ one }: { one: Sending }) {
  const { t } = useT();
  const { file, path } = one.found;
  const words = { created: t("已上传"), version: t("已存为第 {{n}} 版", { n: one.outcome?.version ?? 1 }), same: t("内容没有变化"), skipped: t("已跳过") };
  return (
    <li>
      <span className="lib-tray-name">
        <span className="ellipsis" title={[...path, file.name].join("/")}>{file.name}</span>
        {one.state === "failed" && <span className="danger-text small" role="alert">{errorText(one.error)}</span>}
        {one.state === "sending" && <Progress percent={Math.floor(one.part * 100)} size="small" showInfo={false} aria-label={file.name} />}
      </span>
      <span className="small muted num row" style={{ gap: 0 }}>
        {one.state === "waiting" && formatSize(file.size)}
        {one.state === "sending" && `${Math.floor(one.part * 100)}%`}
        {one.state === "done" && one.outcome && <span className="row" style={{ gap: 4 }}><CheckCircleFilled className="success-text" aria-hidden />{words[one.outcome.what]}</span>}
        {one.state === "failed" && <span className="row" style={{ gap: 0 }}><ExclamationCircleFilled className="danger-text" aria-hidden />{worthRetry(one.error) && <Button type="link" size="small" icon={<ReloadOutlined />} onClick={() => uploads.retry(one.key)}>{t("重试")}</Button>}</span>}
        {(one.state === "waiting" || one.state === "failed") && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("不上传{{name}}", { name: file.name })} onClick={() => uploads.drop(one.key)} />}
      </span>
    </li>
  );
}
