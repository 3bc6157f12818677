import { Alert } from "antd";
import { Link } from "react-router";
import type { Ref } from "../../../api/types";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useLookAlikes } from "../api";
import { LookAlikeList } from "./LookAlikes";

/** What became of a lead; while it is new, who it may already be. */
export function LeadSummary({ row }: RecordProps) {
  const { t } = useT();
  const isNew = row.state === "new";
  const found = useLookAlikes(isNew ? { name: String(row.company ?? ""), phone: String(row.phone ?? "") } : {});
  const customer = row.customer as Ref | null;
  if (row.state === "converted") return <Alert type="success" showIcon title={t("已转为客户")} action={customer && <Link to={`/customers/${customer.id}`}>{customer.label}</Link>} />;
  if (row.state === "discarded") return <Alert type="info" showIcon title={t("已标为无效：{{reason}}", { reason: String(row.reason || "—") })} />;
  const items = found.data ?? [];
  if (!items.length) return null;
  return (
    <div>
      <LookAlikeList items={items} />
      <p className="muted small" style={{ marginTop: 4 }}>{t("如果是同一家，转为客户时请在“并入已有客户”里选它。")}</p>
    </div>
  );
}
