import { tagOf, type Tags } from "../../../kit/StatusTag";
import { dayOf, daysBetween } from "../../../kit/days";
import { tk, useT } from "../../../i18n";

const CASE: Tags = { open: [tk("催收中"), "blue"], paused: [tk("已暂停"), "orange"], review: [tk("评审中"), "red"], closed: [tk("已结案"), "green"] };
const PAUSE: Tags = {
  replied: [tk("对方已答复"), "blue"], promised: [tk("对方承诺付款"), "green"], paid: [tk("已部分付款"), "green"], disputed: [tk("款项有争议"), "orange"],
  undelivered: [tk("函件未送达"), "red"], manual: [tk("人工暂停"), ""],
};
const MAIL: Tags = {
  waiting: [tk("待发"), "outline"], sent: [tk("已发出"), "green"], failed: [tk("未发出"), "red"], doubtful: [tk("不确定是否送达"), "orange"],
  no_address: [tk("没有邮箱，待人工送达"), "orange"], by_hand: [tk("已人工送达"), "green"],
};
const REPLY: Tags = { silent: [tk("未答复"), "red"], replied: [tk("已答复"), "blue"], promised: [tk("承诺付款"), "green"], disputed: [tk("提出争议"), "orange"], paid: [tk("已付款"), "green"] };
const PROMISE: Tags = { open: [tk("待兑现"), "blue"], kept: [tk("已兑现"), "green"], broken: [tk("未兑现"), "red"], withdrawn: [tk("已取消"), ""] };
const MEETING: Tags = { planned: [tk("待召开"), "orange"], held: [tk("已召开"), "green"], cancelled: [tk("已取消"), ""] };
const OUTCOME: Tags = {
  go_on: [tk("继续催收"), "blue"], instalments: [tk("分期付款"), "green"], stop: [tk("停止供货或停工"), "red"], legal: [tk("诉讼或仲裁"), "red"], write_off: [tk("申请核销"), "purple"],
};
const STATEMENT: Tags = { draft: [tk("草稿"), "outline"], sent: [tk("已发出"), "blue"], confirmed: [tk("对方已确认"), "green"], disputed: [tk("对方有异议"), "red"], cancelled: [tk("已作废"), ""] };
const DIRECTION: Tags = { income: [tk("应收对账"), "blue"], expense: [tk("应付对账"), "gold"] };

export const CaseState = tagOf(CASE);
export const PauseReason = tagOf(PAUSE);
export const MailState = tagOf(MAIL);
export const Reply = tagOf(REPLY);
export const PromiseState = tagOf(PROMISE);
export const MeetingState = tagOf(MEETING);
export const Outcome = tagOf(OUTCOME);
export const StatementState = tagOf(STATEMENT);
export const StatementDirection = tagOf(DIRECTION);

/** How long ago something fell due: red from the sixtieth day on. Nothing before the day. */
export function LateFor({ due }: { due: string | null | undefined }) {
  const { t } = useT();
  if (!due) return null;
  const days = daysBetween(due.slice(0, 10), dayOf(new Date()));
  if (days <= 0) return <span className="second small">{days === 0 ? t("今天到期") : t("还有 {{n}} 天", { n: -days })}</span>;
  return <span className={`small ${days > 60 ? "danger-text" : "warning-text"}`}>{t("逾期 {{n}} 天", { n: days })}</span>;
}
