import type { BulkResult } from "../../api/types";
import type { T } from "../../i18n";
import type { Notify } from "../../kit/notify";

/** Says how a bulk change went; of failures it names the first, with its reason. */
export function showFailures(notify: Notify, t: T, label: string, result: BulkResult): void {
  const first = result.failed[0];
  if (!first) {
    notify.ok(t("{{label}}完成，共 {{n}} 条", { label, n: result.done }));
    return;
  }
  notify.fail(t("{{label}}：{{done}} 条成功，{{n}} 条失败。{{name}}：{{reason}}", { label, done: result.done, n: result.failed.length, name: first.label, reason: first.message }));
}
