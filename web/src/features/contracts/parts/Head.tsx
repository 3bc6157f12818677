import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { DueDay } from "../../../kit/DueDay";
import { Money } from "../../../kit/Money";
import { useT } from "../../../i18n";
import { RecordHead, RecordSum } from "../../../resource/record/RecordHead";
import { ContractState, DirectionTag, RiskTag } from "./cells";

/** Name, number, where it stands, with whom, what it comes to. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const deal = row.opportunity as Ref | null;
  const parent = row.parent as Ref | null;
  const owner = row.owner as Ref | null;
  const notes = (
    <>
      {row.risk_level !== "none" && Boolean(row.risk_note) && <p className="record-reason">{String(row.risk_note)}</p>}
      {["terminated", "void"].includes(String(row.state)) && <p className="record-reason">{t("原因：{{reason}}", { reason: String(row.end_reason) })}</p>}
    </>
  );
  return (
    <RecordHead row={row} from={{ to: "/contracts", label: t("合同") }} name={String(row.name)} notes={notes} side={<Sum row={row} />} actions={actions}
      tags={<><DirectionTag value={row.direction} /><ContractState value={row.state} /><RiskTag value={row.risk_level} /></>}
      facts={<>
        {customer && <span>{row.direction === "expense" ? t("供应商或分包方：") : t("客户：")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
        {deal && <span>{t("商机：")} <Link to={`/opportunities/${deal.id}`}>{deal.label}</Link></span>}
        {parent && <span>{t("框架协议：")} <Link to={`/contracts/${parent.id}`}>{parent.label}</Link></span>}
        <span>{t("负责人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
        {Boolean(row.warranty_until) && <span>{t("质保到期")} <DueDay value={row.warranty_until as string} open={row.state !== "closed"} within={60} /></span>}
      </>} />
  );
}

/** What the contract comes to now, and what it was signed for where that differs. Nothing for who may not see amounts. */
function Sum({ row }: { row: Row }) {
  const { t } = useT();
  const settled = row.settlement_amount as string | null | undefined;
  const now = (settled ?? row.current_amount ?? row.amount) as string | null | undefined;
  if (now === undefined || now === null) return null;
  const signed = row.amount as string | null;
  return (
    <RecordSum value={now} label={settled ? t("结算金额") : signed !== now ? t("变更后金额") : t("含税金额")}
      more={signed !== null && signed !== now && <span className="small second">{t("签订时")} <Money value={signed} /></span>} />
  );
}
