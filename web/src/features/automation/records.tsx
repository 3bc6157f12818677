import { lazy } from "react";
import { t, tk } from "../../i18n";
import { ask } from "../../kit/messages";
import { registerResourceUi } from "../../resource/registry";

/** Records about which rules speak: each says which rules did something about it. */
const TOLD = ["customers", "opportunities", "quotations", "tenders", "contracts", "projects", "feedbacks", "leads", "receivables"];
const RecordRuns = lazy(() => import("./parts/RecordRuns"));

export function registerRecords(): void {
  for (const resource of TOLD) registerResourceUi(resource, { tabs: [{ key: "rules", label: tk("自动化"), order: 45, component: RecordRuns }] });
  registerResourceUi("letter_templates", {
    listPath: "/admin/letter-templates", without: ["comments"],
    groups: [{ label: tk("模板"), fields: ["name", "resource", "commercial", "as_pdf"] }, { label: tk("内容"), fields: ["subject", "body"] }],
    formAids: { body: lazy(() => import("./parts/PlacesHint").then((module) => ({ default: module.PlacesHint }))) },
  });
  registerResourceUi("letters", {
    listPath: "/letters", without: ["comments"], hidden: ["resource", "object_id"],
    groups: [{ label: tk("信函"), fields: ["to", "name", "subject", "body", "template", "commercial"] }, { label: tk("归属"), fields: ["unit", "owner"] }],
  });
  registerResourceUi("mail_opt_outs", { listPath: "/admin/opt-outs", without: ["comments", "files"] });
  registerResourceUi("webhooks", {
    listPath: "/admin/webhooks", without: ["comments", "files"],
    tabs: [{ key: "calls", label: tk("发送记录"), order: 15, component: lazy(() => import("./parts/Calls")) }],
    onOnce: (once) => void ask({
      title: t("签名密钥"), alone: true, ok: t("我已记下"),
      text: <><p>{t("请把它填到对方系统里，用来验证签名。关闭后不再显示，忘记了可以更换。")}</p><p><code className="hook-secret">{once.secret}</code></p></>,
    }),
  });
}
