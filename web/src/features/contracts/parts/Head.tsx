import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { Money } from "../../../kit/Money";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { ContractState, DirectionTag, DueDay, RiskTag } from "./cells";

/** Name, number, where it stands, with whom, what it comes to. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const deal = row.opportunity as Ref | null;
  const parent = row.parent as Ref | null;
  const owner = row.owner as Ref | null;
  return (
    <header className="contract-head">
      <div className="contract-title">
        <div className="muted small row"><Link to="/contracts">{t("合同")}</Link><span aria-hidden>/</span><span className="num">{String(row.number ?? "")}</span></div>
        <div className="row wrap" style={{ rowGap: 4 }}>
          <h1 className="contract-name">{String(row.name)}</h1>
          <DirectionTag value={row.direction} />
          <ContractState value={row.state} />
          <RiskTag value={row.risk_level} />
          {row.archived_at && <StatusTag color="outline">{t("已归档")}</StatusTag>}
        </div>
        <div className="second contract-facts">
          {customer && <span>{row.direction === "expense" ? t("供应商或分包方") : t("客户")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
          {deal && <span>{t("商机")} <Link to={`/opportunities/${deal.id}`}>{deal.label}</Link></span>}
          {parent && <span>{t("框架协议")} <Link to={`/contracts/${parent.id}`}>{parent.label}</Link></span>}
          <span>{t("负责人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
          {Boolean(row.warranty_until) && <span>{t("质保到期")} <DueDay value={row.warranty_until as string} open={row.state !== "closed"} within={60} /></span>}
        </div>
        {row.risk_level !== "none" && Boolean(row.risk_note) && <p className="contract-risk">{String(row.risk_note)}</p>}
        {["terminated", "void"].includes(String(row.state)) && <p className="contract-risk">{t("原因：{{reason}}", { reason: String(row.end_reason) })}</p>}
      </div>
      <div className="contract-side">
        <Sum row={row} />
        <div className="row wrap end touch">{actions}</div>
      </div>
    </header>
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
    <div className="contract-sum">
      <span className="muted small">{settled ? t("结算金额") : signed !== now ? t("变更后金额") : t("含税金额")}</span>
      <b>¥ <Money value={now} /></b>
      {signed !== null && signed !== now && <span className="small second">{t("签订时")} <Money value={signed} /></span>}
    </div>
  );
}
