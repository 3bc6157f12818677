import { Alert } from "antd";
import type { BulkResult } from "../../api/types";
import { useT } from "../../i18n";

/** What could not be changed, each with its reason. */
export function FailedRows({ result }: { result: BulkResult }) {
  const { t } = useT();
  return (
    <div className="col">
      <Alert type="warning" showIcon title={t("{{done}} 条成功，{{n}} 条没有修改：", { done: result.done, n: result.failed.length })} />
      <ul style={{ maxHeight: 280, overflow: "auto", margin: 0, paddingInlineStart: 18 }}>
        {result.failed.map((one) => <li key={one.id}>{one.label}<span className="muted"> · {one.message}</span></li>)}
      </ul>
    </div>
  );
}
