import type { ReactNode } from "react";
import { Select } from "antd";
import { Link, useNavigate } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { DueDay } from "../../../kit/DueDay";
import { Money } from "../../../kit/Money";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useVersions } from "../api";
import { RecordHead, RecordSum } from "../../../resource/record/RecordHead";
import { QuotationState } from "./cells";

/** Title, number, version, whom it is for, what it comes to. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const deal = row.opportunity as Ref | null;
  const owner = row.owner as Ref | null;
  return (
    <RecordHead row={row} from={{ to: "/quotations", label: t("报价") }} name={String(row.title)} actions={actions}
      tags={<><VersionSwitch row={row} /><QuotationState value={row.state} /></>}
      facts={<>
        {customer && <span>{t("客户：")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
        {deal && <span>{t("商机：")} <Link to={`/opportunities/${deal.id}`}>{deal.label}</Link></span>}
        <span>{t("负责人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
        <span>{t("有效期至")} <DueDay value={row.valid_until as string} within={7} open={["draft", "submitted", "approved", "rejected", "sent"].includes(String(row.state))} /></span>
      </>}
      side={<RecordSum label={t("含税合计")} value={row.total_amount as string} />} />
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
