import type { Ref } from "../../../api/types";
import { formatDate } from "../../../kit/format";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";
import { dayOf, daysBetween } from "../../../kit/days";
import "../customers.css";

export const TARGET = 95;
const CLASS_COLOURS: Record<string, string> = { A: "gold", B: "blue", C: "", D: "outline" };

/** A bar and the figure; green from the firm's target on. */
export function Completeness({ value }: { value: number | null | undefined }) {
  if (value === null || value === undefined) return <span className="muted">—</span>;
  const tone = value >= TARGET ? "good" : value < 60 ? "poor" : "";
  return (
    <span className={`completeness ${tone}`}>
      <span className="completeness-bar" aria-hidden><span style={{ width: `${value}%` }} /></span>
      <span className="num">{value}%</span>
    </span>
  );
}

export function ValueClass({ value }: { value: string | null | undefined }) {
  const { t } = useT();
  if (!value) return <span className="muted">—</span>;
  return <StatusTag color={CLASS_COLOURS[value]}>{t("{{grade}} 类", { grade: value })}</StatusTag>;
}

/** 补录 n 天: how many days after the talk it was entered. Nothing for what was entered on the day. */
export function LateDays({ value }: { value: number | null | undefined }) {
  const { t } = useT();
  return value ? <StatusTag color="orange">{t("补录 {{n}} 天", { n: value })}</StatusTag> : null;
}

/** A date until which something is due: red once it has passed while the matter is open. */
export function DueDate({ value, open }: { value: string | null | undefined; open: boolean }) {
  const { t } = useT();
  if (!value) return <span className="muted">—</span>;
  const late = open ? daysBetween(value, dayOf(new Date())) : 0;
  return late > 0
    ? <span className="danger-text num" title={t("已超期 {{n}} 天", { n: late })}>{formatDate(value)}</span>
    : <time className="num" dateTime={value}>{formatDate(value)}</time>;
}

type State = [label: string, colour: string];

const FEEDBACK_STATES: Record<string, State> = { open: [tk("待处理"), "orange"], handling: [tk("处理中"), "blue"], answered: [tk("已答复"), "green"], closed: [tk("已关闭"), "outline"] };
const LEAD_STATES: Record<string, State> = { new: [tk("待处理"), "orange"], converted: [tk("已转客户"), "green"], discarded: [tk("无效"), "outline"] };

export function FeedbackState({ value }: { value: string }) {
  return <StateTag state={FEEDBACK_STATES[value]} value={value} />;
}

export function LeadState({ value }: { value: string }) {
  return <StateTag state={LEAD_STATES[value]} value={value} />;
}

function StateTag({ state, value }: { state: State | undefined; value: string }) {
  const { t } = useT();
  return <StatusTag color={state?.[1]}>{state ? t(state[0]) : value}</StatusTag>;
}

/** What is written of a reference. */
export function labelOf(value: unknown): string {
  return (value as Ref | null | undefined)?.label ?? "";
}

/** The filled ones of a few facts, for the second line of a card. */
export function Facts({ of }: { of: unknown[] }) {
  return <>{of.filter(Boolean).map(String).join(" · ")}</>;
}

export function Primary() {
  const { t } = useT();
  return <span className="muted small">{t("主要联系人")}</span>;
}
