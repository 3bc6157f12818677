import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";

const STATES: Record<string, [string, string]> = {
  draft: [tk("草稿"), "outline"], submitted: [tk("待审批"), "orange"], approved: [tk("已批准"), "blue"], rejected: [tk("已驳回"), "red"], sent: [tk("已发送"), "cyan"],
  accepted: [tk("已接受"), "green"], declined: [tk("已谢绝"), ""], expired: [tk("已过期"), ""], replaced: [tk("已被新版替换"), ""],
};
const TENDER_STATES: Record<string, [string, string]> = {
  preparing: [tk("准备投标"), "orange"], submitted: [tk("已投标"), "blue"], won: [tk("中标"), "green"], lost: [tk("未中标"), ""], cancelled: [tk("已取消"), ""],
};

export function QuotationState({ value }: { value: unknown }) {
  return <Tag of={STATES[String(value)]} />;
}

export function TenderState({ value }: { value: unknown }) {
  return <Tag of={TENDER_STATES[String(value)]} />;
}

function Tag({ of }: { of: [string, string] | undefined }) {
  const { t } = useT();
  return of ? <StatusTag color={of[1]}>{t(of[0])}</StatusTag> : null;
}

/** `V2`: which version of a quotation. */
export function Revision({ value }: { value: unknown }) {
  return <span className="num muted">V{String(value ?? 1)}</span>;
}
