import { Alert } from "antd";
import { WarningOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import type { Ref, Row } from "../../../api/types";
import { useDebounced } from "../../../kit/useDebounced";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useCreditFor, type Warning } from "../api";
import "../collection.css";

/** Business that is not agreed yet: afterwards nobody can draw back, and the amount counts as used credit. */
const PROPOSED = ["draft", "submitted", "approving", "approved", "rejected", "sent"];

const amountOf = (of: Record<string, unknown>) => String(of.total_amount ?? of.amount ?? "") || undefined;

/** Under the customer of a new quotation or contract: what speaks against doing business with it. */
export function CreditHint({ value, values }: { value: unknown; values: Record<string, unknown>; row: Row | null }) {
  const { t } = useT();
  const warnings = useWarnings(typeof value === "string" ? value : "", values);
  if (!warnings.length) return null;
  return (
    <div className="credit-hint" role="status">
      <span className={warnings.some((one) => one.level === "error") ? "danger-text" : "warning-text"}><WarningOutlined aria-hidden /> {t("这个客户有信用风险：")}</span>
      <Lines of={warnings} />
    </div>
  );
}

/** On the page of a quotation or contract that is not agreed yet, what the product warned of when it was written. */
export function CreditBanner({ row }: RecordProps) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const warnings = useWarnings(customer && PROPOSED.includes(String(row.state)) && !row.archived_at ? customer.id : "", row);
  if (!warnings.length) return null;
  return (
    <Alert type={warnings.some((one) => one.level === "error") ? "error" : "warning"} showIcon className="credit-banner" title={<b>{t("客户有信用风险，签约前请注意")}</b>}
      description={<><Lines of={warnings} /><Link to={`/customers/${customer!.id}?tab=credit`}>{t("查看信用与应收")}</Link></>} />
  );
}

function Lines({ of }: { of: Warning[] }) {
  return <ul className="credit-warnings">{of.map((one) => <li key={one.code}>{one.message}</li>)}</ul>;
}

/** Nothing for money that we pay, and for whoever may not see how customers are trusted. */
function useWarnings(customer: string, of: Record<string, unknown>): Warning[] {
  const may = useCan()("customer_credits", "read");
  const amount = useDebounced(amountOf(of), 500);
  const found = useCreditFor(customer, amount, may && Boolean(customer) && (of.direction ?? "income") === "income");
  return found.data?.warnings ?? [];
}
