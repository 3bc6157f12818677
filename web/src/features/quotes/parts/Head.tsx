import type { ReactNode } from "react";
import { Select } from "antd";
import { Link, useNavigate } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { moneyWithUnit } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { StatusTag } from "../../../kit/StatusTag";
import { currentLanguage, useT } from "../../../i18n";
import { useVersions } from "../api";
import { LastDay, QuotationState } from "./cells";

/** Title, number, version, whom it is for, what it comes to. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const deal = row.opportunity as Ref | null;
  const owner = row.owner as Ref | null;
  return (
    <header className="quote-head">
      <div className="quote-title">
        <div className="muted small row"><Link to="/quotations">{t("报价")}</Link><span aria-hidden>/</span><span className="num">{String(row.number ?? "")}</span></div>
        <div className="row wrap" style={{ rowGap: 4 }}>
          <h1 className="quote-name">{String(row.title)}</h1>
          <VersionSwitch row={row} />
          <QuotationState value={row.state} />
          {row.archived_at && <StatusTag color="outline">{t("已归档")}</StatusTag>}
        </div>
        <div className="second quote-facts">
          {customer && <span>{t("客户：")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
          {deal && <span>{t("商机：")} <Link to={`/opportunities/${deal.id}`}>{deal.label}</Link></span>}
          <span>{t("负责人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
          <span className="row">{t("有效期至")} <LastDay value={row.valid_until as string} open={["draft", "submitted", "approved", "rejected", "sent"].includes(String(row.state))} /></span>
        </div>
      </div>
      <div className="quote-side">
        <div className="quote-sum" title={moneyWithUnit(row.total_amount as string, "yuan")}><span className="muted small">{t("含税合计")}</span><b className="num">{currentLanguage() === "en" ? null : "¥ "}<Money value={row.total_amount as string} /></b></div>
        <div className="row wrap end touch">{actions}</div>
      </div>
    </header>
  );
}

/** V1, V2 …: from one version to another. */
function VersionSwitch({ row }: { row: Row }) {
  const { t } = useT();
  const navigate = useNavigate();
  const versions = useVersions(row.id).data ?? [];
  if (versions.length < 2) return <StatusTag color="outline">V{String(row.revision)}</StatusTag>;
  return (
    <Select size="small" aria-label={t("版本")} value={row.id} onChange={(id: string) => void navigate(`/quotations/${id}`)} popupMatchSelectWidth={false}
      options={versions.toReversed().map((one) => ({ value: one.id, label: `V${one.revision}`, row: one }))}
      optionRender={({ data }) => <span className="row"><b>V{data.row.revision}</b><QuotationState value={data.row.state} /><span className="num muted"><Money value={data.row.total_amount} /></span></span>} />
  );
}
