import { tk } from "../../../i18n";
import { useT } from "../../../i18n";
import { dayOf, daysBetween } from "../../../kit/days";
import { DateText } from "../../../kit/DateText";
import { tagOf } from "../../../kit/StatusTag";

export const Level = tagOf({ low: [tk("低"), "green"], medium: [tk("中"), "gold"], high: [tk("高"), "orange"], extreme: [tk("极高"), "red"] });
export const RiskState = tagOf({ open: [tk("待应对"), "orange"], responding: [tk("应对中"), "blue"], occurred: [tk("已发生"), "red"], closed: [tk("已关闭"), "outline"] });
export const ActionState = tagOf({ open: [tk("进行中"), "blue"], done: [tk("已完成"), "green"], carried: [tk("已转下次会议"), "outline"], dropped: [tk("已取消"), "outline"] });
export const Priority = tagOf({ low: [tk("低"), "outline"], normal: [tk("一般"), ""], high: [tk("高"), "orange"], urgent: [tk("紧急"), "red"] });
export const IssueState = tagOf({ open: [tk("待处理"), "orange"], doing: [tk("处理中"), "blue"], resolved: [tk("已解决"), "cyan"], closed: [tk("已关闭"), "outline"], reopened: [tk("重新打开"), "red"] });
export const MeetingState = tagOf({ planned: [tk("已安排"), "blue"], held: [tk("已召开"), "orange"], published: [tk("纪要已发布"), "green"], cancelled: [tk("已取消"), "outline"] });
export const Presence = tagOf({ invited: [tk("已邀请"), ""], present: [tk("出席"), "green"], absent: [tk("缺席"), "red"], excused: [tk("请假"), "orange"] });

/** A day by which something shall be done; said in words when it has passed and nothing was done. */
export function Due({ day, over }: { day: unknown; over: boolean }) {
  const { t } = useT();
  if (!day) return <span className="muted">—</span>;
  const late = over ? 0 : daysBetween(String(day), dayOf(new Date()));
  return late > 0 ? <span className="danger-text nowrap"><DateText value={String(day)} /> {t("逾期 {{n}} 天", { n: late })}</span> : <DateText value={String(day)} />;
}
