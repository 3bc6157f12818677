import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Row } from "../../api/types";
import { formatMoney } from "../../kit/format";
import { Money } from "../../kit/Money";
import { StatusTag } from "../../kit/StatusTag";
import { currentLanguage, useT } from "../../i18n";

interface Props {
  row: Row;
  /** The list that the record is one of. */
  from: { to: string; label: string };
  name: string;
  /** Behind the name: where it stands. */
  tags?: ReactNode;
  /** Under the name, one `<span>` each: with whom, whose, until when. */
  facts?: ReactNode;
  /** Below the facts: why it rests, why it ended. */
  notes?: ReactNode;
  /** At the right: what it comes to. */
  side?: ReactNode;
  actions?: ReactNode;
}

/** The head of a record's page; on a phone the right side comes below. */
export function RecordHead({ row, from, name, tags, facts, notes, side, actions }: Props) {
  const { t } = useT();
  return (
    <header className="record-head">
      <div className="record-title">
        <div className="muted small row"><Link to={from.to}>{from.label}</Link><span aria-hidden>/</span><span className="num">{String(row.number ?? "")}</span></div>
        <div className="row wrap" style={{ rowGap: 4 }}>
          <h1 className="record-name">{name}</h1>
          {tags}
          {row.archived_at && <StatusTag color="outline">{t("已归档")}</StatusTag>}
        </div>
        {facts && <div className="second record-facts">{facts}</div>}
        {notes}
      </div>
      {(side || actions) && (
        <div className="record-side">
          {side}
          {actions && <div className="row wrap end touch record-actions">{actions}</div>}
        </div>
      )}
    </header>
  );
}

interface SumProps {
  label: string;
  value: string | number | null;
  /** Out of its limits, overdue. */
  bad?: boolean;
  /** To the cent, where one of them is what matters. */
  exact?: boolean;
  /** A line that goes with it. */
  more?: ReactNode;
}

/** A sum of money at the right of the head. */
export function RecordSum({ label, value, bad, exact, more }: SumProps) {
  const sign = exact || currentLanguage() !== "en" ? "¥ " : ""; // the whole sum in English brings its own
  return (
    <div className="record-sum">
      <span className="muted small">{label}</span>
      <b className={bad ? "num danger-text" : "num"}>{sign}{exact ? formatMoney(value) : <Money value={value} />}</b>
      {more}
    </div>
  );
}

export interface Step {
  key: string;
  /** Already translated. */
  label: string;
  /** A day, how long: under the step. */
  note?: ReactNode;
}

/** Where a record stands on its way. Nothing when it has left it: ended, void. */
export function StageSteps({ steps, at, label }: { steps: Step[]; /** Key of the step where it is. */ at: string | undefined; label: string }) {
  const now = steps.findIndex((step) => step.key === at);
  if (now < 0) return null;
  return (
    <ol className="stage-steps" aria-label={label}>
      {steps.map((step, index) => (
        <li key={step.key} className={index < now ? "past" : index === now ? "now" : undefined} aria-current={index === now ? "step" : undefined}>
          <span>{step.label}</span>
          {step.note && <span className="num small">{step.note}</span>}
        </li>
      ))}
    </ol>
  );
}
