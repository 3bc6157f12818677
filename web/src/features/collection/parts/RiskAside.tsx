import { Alert } from "antd";
import { Link } from "react-router";
import { formatDate } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";

/** Beside the overview of a customer that is flagged: why, since when, and where the figures are. */
export function RiskAside({ row }: RecordProps) {
  const { t } = useT();
  if (row.risk !== "high") return null;
  const why = [row.risk_reason, row.risk_since && t("自 {{day}} 起", { day: formatDate(row.risk_since as string) })].filter(Boolean).map(String).join(" · ");
  return <Alert type="error" showIcon style={{ marginBottom: 12 }} title={t("高风险客户")} description={<>{why} <Link to="?tab=credit" replace>{t("查看信用与应收")}</Link></>} />;
}
