import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { formatMoney } from "../../../kit/format";
import { useT } from "../../../i18n";
import { RecordHead, RecordSum } from "../../../resource/record/RecordHead";
import { ClaimState } from "./cells";

/** What it was for, whose, where it stands, what it comes to. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const owner = row.owner as Ref | null;
  const project = row.project as Ref | null;
  const customer = row.customer as Ref | null;
  const payer = row.paid_by as Ref | null;
  const over = Number(row.over_limit) > 0 && <span className="warning-text small">{t("其中超标 ¥ {{amount}}", { amount: formatMoney(row.over_limit as string) })}</span>;
  return (
    <RecordHead row={row} from={{ to: "/expenses", label: t("费用报销") }} name={String(row.purpose)} tags={<ClaimState value={row.state} />} actions={actions}
      facts={<>
        {owner && <span>{t("报销人 {{name}}", { name: owner.label })}</span>}
        {project && <span>{t("项目：")} <Link to={`/projects/${project.id}`}>{project.label}</Link></span>}
        {customer && <span>{t("客户：")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
        {Boolean(row.paid_on) && <span>{payer ? t("{{name}} 于 {{day}} 付款", { name: payer.label, day: String(row.paid_on) }) : t("{{day}} 付款", { day: String(row.paid_on) })}</span>}
      </>}
      notes={row.state === "cancelled" && <p className="record-reason">{t("原因：{{reason}}", { reason: String(row.end_reason) })}</p>}
      side={<RecordSum label={t("报销金额")} value={row.total as string} exact more={over} />} />
  );
}
