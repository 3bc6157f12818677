import { Alert } from "antd";
import { ApiError } from "../../../api/errors";
import { errorText, requestIdOf } from "../../../kit/errorText";
import { useT } from "../../../i18n";

/** A refusal as a sentence; where rights are missing, all of them by name. */
export function Refusal({ error, onClose }: { error: unknown; onClose?: () => void }) {
  const { t } = useT();
  const rights = error instanceof ApiError && Array.isArray(error.data.rights) ? (error.data.rights as string[]) : [];
  const id = requestIdOf(error);
  const details = rights.length > 3
    ? <details><summary>{t("查看全部 {{n}} 项", { n: rights.length })}</summary>{rights.join(t("、"))}</details>
    : id && !(error instanceof ApiError && error.status < 500) && <span className="state-id">{t("请求编号 {{id}}", { id })}</span>;
  return <Alert type="error" showIcon role="alert" title={errorText(error)} description={details || undefined} closable={onClose ? { onClose } : false} />;
}
