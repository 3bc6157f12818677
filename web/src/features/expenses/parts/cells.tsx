import { StatusTag } from "../../../kit/StatusTag";
import { Money } from "../../../kit/Money";
import { tk, useT } from "../../../i18n";

const STATES: Record<string, [string, string]> = {
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("待付款"), "blue"], rejected: [tk("已驳回"), "red"],
  paid: [tk("已付款"), "green"], cancelled: [tk("已作废"), ""],
};

export function ClaimState({ value }: { value: unknown }) {
  const { t } = useT();
  const of = STATES[String(value)];
  return of ? <StatusTag color={of[1]}>{t(of[0])}</StatusTag> : null;
}

/** An amount beyond a limit; nothing where there is none. */
export function Over({ value }: { value: unknown }) {
  if (!Number(value)) return <span className="muted">—</span>;
  return <span className="warning-text num"><Money value={String(value)} /></span>;
}
