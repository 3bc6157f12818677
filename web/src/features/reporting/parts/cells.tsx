import { tk, useT } from "../../../i18n";
import { tagOf } from "../../../kit/StatusTag";

export const ReportState = tagOf({ draft: [tk("草稿"), ""], sent: [tk("已发送"), "green"] });
export const SurveyState = tagOf({ open: [tk("待答复"), "blue"], answered: [tk("已答复"), "green"], expired: [tk("已过期"), ""] });
export const KindTag = tagOf({ weekly: [tk("周报"), "blue"], monthly: [tk("月报"), "purple"] });

/** A mean of 1–5; red where one of the answers was bad. */
export function ScoreText({ value, lowest }: { value: unknown; lowest?: unknown }) {
  const { t } = useT();
  if (value === null || value === undefined) return <span className="muted">—</span>;
  return <span className={Number(lowest ?? 5) <= 2 ? "num danger-text" : "num"}>{t("{{n}} 分", { n: Number(value).toFixed(1) })}</span>;
}
