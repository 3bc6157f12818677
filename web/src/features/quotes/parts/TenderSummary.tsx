import type { Row } from "../../../api/types";
import { DueDay } from "../../../kit/DueDay";
import { formatDate, formatDateTime } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { tk, useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import "../quotes.css";

const STEPS: [key: string, label: string][] = [
  ["documents_bought_on", tk("购买标书")], ["registration_deadline", tk("报名截止")], ["submission_deadline", tk("投标截止")], ["opening_at", tk("开标")],
];

const isDecided = (row: Row) => ["won", "lost", "cancelled"].includes(String(row.state));

/** The days of a tender in a row, and where its bond is. */
export function TenderSummary({ row }: RecordProps) {
  const { t } = useT();
  const decided = isDecided(row);
  return (
    <div className="tender">
      <ol className="tender-steps">
        {STEPS.map(([key, label]) => {
          const value = row[key] as string | null;
          return (
            <li key={key} className={(row.state !== "preparing" && key !== "opening_at") || decided || (value && Date.parse(value) < Date.now()) ? "past" : undefined}>
              <span className="small second">{t(label)}</span>
              <b className="num">{!value ? "—" : key === "documents_bought_on" ? formatDate(value) : formatDateTime(value)}</b>
              {key === "submission_deadline" && row.state === "preparing" && <DueDay within={7} value={value} open bare />}
            </li>
          );
        })}
      </ol>
      <Bond row={row} />
      {row.state === "lost" && Boolean(row.winner) && <p className="second">{t("中标单位 {{winner}}", { winner: String(row.winner) })}{row.winning_price ? <> · <Money value={row.winning_price as string} /></> : null}</p>}
      {row.state === "won" && <p className="success-text">{t("中标价")} <Money value={row.winning_price as string} /></p>}
    </div>
  );
}

function Bond({ row }: { row: Row }) {
  const { t } = useT();
  if (!row.bond_amount) return null;
  const decided = isDecided(row);
  const where = row.bond_returned_on
    ? <span className="success-text">{t("{{day}} 已退回", { day: formatDate(row.bond_returned_on as string) })}</span>
    : row.bond_paid_on
      ? <span className={decided ? "warning-text" : undefined}>{decided ? t("{{day}} 缴纳，尚未退回", { day: formatDate(row.bond_paid_on as string) }) : t("{{day}} 已缴纳", { day: formatDate(row.bond_paid_on as string) })}</span>
      : <span className="row">{t("尚未缴纳")}{row.bond_due_on ? <DueDay within={7} value={row.bond_due_on as string} open={!decided} /> : null}</span>;
  return <p className="row wrap">{t("投标保证金")} <b><Money value={row.bond_amount as string} /></b> {where}</p>;
}
