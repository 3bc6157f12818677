import type { Ref } from "../../../api/types";
import { StatusTag, tagOf, type Tags } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";

const OWED: Tags = {
  open: [tk("未结清"), "outline"], partial: [tk("部分结清"), "blue"], settled: [tk("已结清"), "green"], written_off: [tk("已核销坏账"), "purple"], cancelled: [tk("已作废"), ""],
};
const RECEIPT: Tags = {
  open: [tk("待核销"), "orange"], partial: [tk("部分核销"), "blue"], allocated: [tk("已核销"), "green"], refunded: [tk("已退款"), "purple"], reversed: [tk("已冲销"), ""],
};
const INVOICE: Tags = {
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("待开票"), "blue"], rejected: [tk("已驳回"), "red"], issued: [tk("已开票"), "green"],
  red: [tk("已红冲"), "purple"], cancelled: [tk("已作废"), ""],
};
const STEP: Tags = {
  active: [tk("有效"), "green"], done: [tk("有效"), "green"], reversed: [tk("已撤销"), ""], draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], rejected: [tk("已驳回"), "red"], cancelled: [tk("已作废"), ""],
};
const APPROVAL: Tags = {
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("已批准"), "green"], confirmed: [tk("已确认"), "green"], rejected: [tk("已驳回"), "red"],
  reversed: [tk("已撤销"), ""], cancelled: [tk("已作废"), ""],
};
const REQUEST: Tags = {
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("待付款"), "blue"], rejected: [tk("已驳回"), "red"], paid: [tk("已付款"), "green"], cancelled: [tk("已作废"), ""],
};
const NOTICE: Tags = { draft: [tk("待发出"), "outline"], sending: [tk("发送中"), "blue"], sent: [tk("已发出"), "green"], cancelled: [tk("已作废"), ""] };
const STATEMENT: Tags = { empty: [tk("待上传"), "outline"], open: [tk("待匹配"), "orange"], done: [tk("已处理"), "green"] };
const PERIOD: Tags = { closed: [tk("已结账"), "green"], open: [tk("已反结账"), "orange"] };
const DIRECTION: Tags = { income: [tk("应收"), "blue"], expense: [tk("应付"), "gold"] };
const MONEY_DIRECTION: Tags = { income: [tk("收款"), "blue"], expense: [tk("付款"), "gold"] };

export const OwedState = tagOf(OWED);
export const ReceiptState = tagOf(RECEIPT);
export const InvoiceState = tagOf(INVOICE);
export const StepState = tagOf(STEP);
export const ApprovalState = tagOf(APPROVAL);
export const RequestState = tagOf(REQUEST);
export const NoticeState = tagOf(NOTICE);
export const StatementState = tagOf(STATEMENT);
export const PeriodState = tagOf(PERIOD);
export const Direction = tagOf(DIRECTION);
export const MoneyDirection = tagOf(MONEY_DIRECTION);

/** Whose rule it is: without a unit it holds for all. */
export function WholeGroup({ unit }: { unit: unknown }) {
  const { t } = useT();
  return unit ? <>{(unit as Ref).label}</> : <StatusTag color="outline">{t("全集团")}</StatusTag>;
}
