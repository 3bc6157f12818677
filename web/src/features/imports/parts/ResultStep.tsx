import { useState } from "react";
import { Button } from "antd";
import { CheckCircleFilled, DownloadOutlined, UndoOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { formatCount } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { many } from "../../../i18n/many";
import { listPath } from "../../../resource/registry";
import { useRows, useStep, type Detail } from "../api";
import { Lines } from "./Lines";
import { SamplePanel } from "./SamplePanel";

/** Last step: what was written, what was not and why; a random sample to check; the way back. */
export function ResultStep({ batch }: { batch: Detail }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const step = useStep(batch.id);
  const [sampling, setSampling] = useState(false);
  const n = (name: string) => batch.counts[name] ?? 0;
  const failed = useRows(batch, { state: "failed", limit: 50 }, n("failed") > 0);
  const waiting = n("to_create") + n("to_update") + n("to_merge") - n("created") - n("updated") - n("merged") - n("failed");
  const undo = async () => {
    const text = t("本次新建的记录将被移除，更新过的记录将恢复原值；之后又被人改过的内容会保留并列出。");
    if (await confirm({ title: t("撤销整批导入？"), text, ok: t("撤销导入"), danger: true })) step.mutate({ verb: "undo" }, { onError: notify.fail });
  };
  const conflicts = batch.undo_result.conflicts ?? [];
  return (
    <>
      {batch.state === "undone"
        ? <div className="import-alert" role="status">{t("这次导入已撤销：移除 {{a}} 条记录（包括随之新建的联系人等），恢复 {{b}} 条。", { a: batch.undo_result.removed ?? 0, b: batch.undo_result.restored ?? 0 })}</div>
        : <div className="import-done" role="status"><CheckCircleFilled /> <b>{batch.state === "done" ? t("导入完成") : batch.state_label}</b></div>}
      {conflicts.length > 0 && (
        <ul className="import-findings">
          {conflicts.map((one, i) => <li key={i} className="warning">{[one.label, one.reason].filter(Boolean).join("：")}</li>)}
        </ul>
      )}
      {batch.state !== "undone" && (
        <dl className="import-numbers">
          <Figure label={t("已新建")} value={n("created")} /><Figure label={t("更新")} value={n("updated") + n("merged")} />
          <Figure label={t("跳过")} value={n("skipped")} /><Figure label={t("错误")} value={n("error") + n("failed")} />
        </dl>
      )}
      {n("failed") > 0 && <Lines batch={batch} rows={failed} choices={[]} />}
      <div className="row wrap touch">
        <Link to={listPath(batch.resource)}><Button type="primary">{t("查看{{label}}列表", { label: many(batch.resource_label) })}</Button></Link>
        {batch.state !== "undone" && waiting > 0 && <Button loading={step.isPending} onClick={() => step.mutate({ verb: "run" }, { onError: notify.fail })}>{t("继续导入其余 {{n}} 行", { n: formatCount(waiting) })}</Button>}
        {n("error") + n("failed") > 0 && <Button icon={<DownloadOutlined />} href={`/api/v1/imports/${batch.id}/errors`}>{t("下载错误行")}</Button>}
        {batch.state !== "undone" && n("created") + n("updated") + n("merged") > 0 && (
          <>
            <Button onClick={() => setSampling(!sampling)}>{t("随机抽查 20 条")}</Button>
            <Button danger icon={<UndoOutlined />} loading={step.isPending} onClick={() => void undo()}>{t("撤销导入")}</Button>
          </>
        )}
      </div>
      {sampling && <SamplePanel batch={batch} />}
    </>
  );
}

function Figure({ label, value }: { label: string; value: number }) {
  return <div><dt>{label}</dt><dd className="num">{formatCount(value)}</dd></div>;
}
