import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ref, Row } from "../../../../api/types";
import { formatDate } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { useT } from "../../../../i18n";
import { RecordHead, RecordSum } from "../../../../resource/record/RecordHead";
import { CaseState, LateFor, PauseReason } from "../cells";

/** Who owes how much, since when, who chases it, and why it rests. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const owner = row.owner as Ref | null;
  const company = row.company as Ref | null;
  const notes = (
    <>
      {row.state === "paused" && <p className="warning-text small">{[row.paused_until ? t("暂停至 {{day}}", { day: formatDate(row.paused_until as string) }) : t("一直暂停，直到有人恢复"), row.pause_note].filter(Boolean).join(" · ")}</p>}
      {row.state === "closed" && Boolean(row.close_note) && <p className="second small">{String(row.close_note)}</p>}
    </>
  );
  const disputed = Number(row.disputed) > 0 && <span className="small second">{t("其中有争议")} <Money value={row.disputed as string} /></span>;
  return (
    <RecordHead row={row} from={{ to: "/collection", label: t("催收工单") }} name={String(row.name)} notes={notes} actions={actions}
      tags={<><CaseState value={row.state} />{row.state === "paused" && <PauseReason value={row.pause_reason} />}</>}
      facts={<>
        {customer && <span>{t("客户：")} <Link to={`/customers/${customer.id}?tab=credit`}>{customer.label}</Link></span>}
        {company && <span>{company.label}</span>}
        <span>{t("催收人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
        <span>{t("立案 {{day}}", { day: formatDate(row.opened_on as string) })}</span>
        <span>{t("已发函 {{n}} 封，连续未答复 {{m}} 封", { n: Number(row.letters ?? 0), m: Number(row.unanswered ?? 0) })}</span>
      </>}
      side={row.overdue != null && (
        <RecordSum label={t("逾期金额")} value={row.overdue as string} bad={Number(row.overdue) > 0} more={<>{disputed}{row.state !== "closed" && <LateFor due={row.oldest_due_on as string | null} />}</>} />
      )} />
  );
}
