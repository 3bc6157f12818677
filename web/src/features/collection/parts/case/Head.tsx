import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ref, Row } from "../../../../api/types";
import { formatDate } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { useT } from "../../../../i18n";
import { CaseState, LateFor, PauseReason } from "../cells";

/** Who owes how much, since when, who chases it, and why it rests. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const owner = row.owner as Ref | null;
  const company = row.company as Ref | null;
  return (
    <header className="dun-head">
      <div className="dun-title">
        <div className="muted small row"><Link to="/collection">{t("催收工单")}</Link><span aria-hidden>/</span><span className="num">{String(row.number ?? "")}</span></div>
        <div className="row wrap" style={{ rowGap: 4 }}><h1 className="dun-name">{String(row.name)}</h1><CaseState value={row.state} />{row.state === "paused" && <PauseReason value={row.pause_reason} />}</div>
        <div className="second dun-facts">
          {customer && <span>{t("客户")} <Link to={`/customers/${customer.id}?tab=credit`}>{customer.label}</Link></span>}
          {company && <span>{company.label}</span>}
          <span>{t("催收人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
          <span>{t("立案 {{day}}", { day: formatDate(row.opened_on as string) })}</span>
          <span>{t("已发函 {{n}} 封，连续未答复 {{m}} 封", { n: Number(row.letters ?? 0), m: Number(row.unanswered ?? 0) })}</span>
        </div>
        {row.state === "paused" && <p className="warning-text small">{[row.paused_until ? t("暂停至 {{day}}", { day: formatDate(row.paused_until as string) }) : t("一直暂停，直到有人恢复"), row.pause_note].filter(Boolean).join(" · ")}</p>}
        {row.state === "closed" && Boolean(row.close_note) && <p className="second small">{String(row.close_note)}</p>}
      </div>
      <div className="dun-right">
        {row.overdue != null && (
          <div className="dun-sum">
            <span className="muted small">{t("逾期金额")}</span>
            <b className="danger-text"><Money value={row.overdue as string} /></b>
            {Number(row.disputed) > 0 && <span className="small second">{t("其中有争议")} <Money value={row.disputed as string} /></span>}
            {row.state !== "closed" && <LateFor due={row.oldest_due_on as string | null} />}
          </div>
        )}
        <div className="row wrap end touch">{actions}</div>
      </div>
    </header>
  );
}
