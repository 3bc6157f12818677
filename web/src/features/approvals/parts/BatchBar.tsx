import { useState } from "react";
import { Alert, Button, Modal } from "antd";
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { errorText } from "../../../kit/errorText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useBatch, type BatchResult } from "../../../resource/approvals/data";
import { OpinionInput } from "../../../resource/approvals/OpinionInput";
import type { ApprovalItem } from "../../../resource/approvals/types";

/** One answer for all that are chosen. Those that could not be decided stay chosen, with the reason. */
export function BatchBar({ items, onDone }: { items: ApprovalItem[]; onDone: (left: string[]) => void }) {
  const { t } = useT();
  const [asking, setAsking] = useState<"approve" | "reject" | null>(null);
  return (
    <div className="apv-bar" role="region" aria-label={t("批量审批")}>
      <span className="second">{t("已选 {{n}} 个", { n: items.length })}</span>
      <span className="row touch">
        <Button danger icon={<CloseOutlined aria-hidden />} onClick={() => setAsking("reject")}>{t("批量驳回")}</Button>
        <Button type="primary" icon={<CheckOutlined aria-hidden />} onClick={() => setAsking("approve")}>{t("批量同意")}</Button>
      </span>
      {asking && <BatchDialog items={items} verb={asking} onDone={onDone} onClose={() => setAsking(null)} />}
    </div>
  );
}

function BatchDialog({ items, verb, onDone, onClose }: { items: ApprovalItem[]; verb: "approve" | "reject"; onDone: (left: string[]) => void; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const batch = useBatch();
  const [sent] = useState(items);
  const [opinion, setOpinion] = useState("");
  const [tried, setTried] = useState(false);
  const [result, setResult] = useState<BatchResult | null>(null);
  const required = verb === "reject" || sent.some((item) => item.opinion === "required");
  const submit = () => {
    setTried(true);
    if (required && !opinion.trim()) return;
    batch.mutate({ ids: sent.map((item) => item.id), verb, opinion: opinion.trim() }, {
      onSuccess: (found) => {
        if (found.failed.length) return setResult(found);
        notify.ok(verb === "approve" ? t("已同意 {{n}} 个", { n: found.done }) : t("已驳回 {{n}} 个", { n: found.done }));
        onClose();
        onDone([]);
      },
    });
  };
  const leave = () => {
    onClose();
    if (result) onDone(result.failed.map((one) => one.id));
  };
  const title = verb === "approve" ? t("同意 {{n}} 个审批", { n: sent.length }) : t("驳回 {{n}} 个审批", { n: sent.length });
  if (result) {
    return (
      <Modal open title={title} onCancel={leave} footer={<Button type="primary" onClick={leave}>{t("知道了")}</Button>}>
        <div className="col">
          <Alert type="warning" showIcon title={t("完成 {{done}} 个，{{failed}} 个没有成功：", { done: result.done, failed: result.failed.length })} />
          <ul className="apc-failed">{result.failed.map((one) => <li key={one.id}><b>{one.label}</b><div className="second small">{one.message}</div></li>)}</ul>
        </div>
      </Modal>
    );
  }
  return (
    <Modal open title={title} onCancel={onClose} onOk={submit} okText={verb === "approve" ? t("全部同意") : t("全部驳回")} cancelText={t("取消")} okButtonProps={{ danger: verb === "reject", loading: batch.isPending }}>
      <div className="col touch">
        <ul className="apc-failed">{sent.slice(0, 5).map((item) => <li key={item.id} className="ellipsis">{item.title}</li>)}{sent.length > 5 && <li className="muted">{t("…等 {{n}} 个", { n: sent.length })}</li>}</ul>
        {batch.isError && <Alert type="error" showIcon role="alert" title={errorText(batch.error)} />}
        <OpinionInput value={opinion} onChange={setOpinion} verb={verb} required={required} autoFocus errors={tried && required && !opinion.trim() ? [t("请写明意见，提交人和后面的审批人会看到。")] : undefined} />
      </div>
    </Modal>
  );
}
