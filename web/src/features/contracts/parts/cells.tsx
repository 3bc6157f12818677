import { StatusTag, tagOf, type Tags } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";

const STATES: Tags = {
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("已批准"), "blue"], signed: [tk("已签订"), "cyan"], performing: [tk("履行中"), "green"],
  settled: [tk("已结算"), "purple"], closed: [tk("已关闭"), ""], terminated: [tk("已终止"), "red"], void: [tk("已作废"), ""],
};
const RISKS: Tags = { watch: [tk("关注"), "orange"], high: [tk("高风险"), "red"] };
const TERM_STATES: Tags = { planned: [tk("未达成"), "outline"], reached: [tk("已达成"), "green"] };
const VARIATION_STATES: Tags = {
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("已批准"), "green"], rejected: [tk("已驳回"), "red"],
};
const DIRECTIONS: Tags = { income: [tk("收入"), "blue"], expense: [tk("支出"), "gold"] };

export const ContractState = tagOf(STATES);
/** Nothing where all is well. */
export const RiskTag = tagOf(RISKS);
const ReachedState = tagOf(TERM_STATES);

/** A term by date is not reached by hand: its day comes, or is still ahead. */
export function TermState({ value, trigger, day }: { value: unknown; trigger?: unknown; day?: unknown }) {
  const { t } = useT();
  if (trigger !== "date" || value === "reached") return <ReachedState value={value} />;
  const come = typeof day === "string" && Date.parse(`${day.slice(0, 10)}T00:00:00+08:00`) <= Date.now();
  return come ? <StatusTag color="green">{t("已到约定日")}</StatusTag> : <StatusTag color="outline">{t("未到约定日")}</StatusTag>;
}
export const VariationState = tagOf(VARIATION_STATES);
export const DirectionTag = tagOf(DIRECTIONS);

/** Text of a clause, cut to its first lines in a table; the whole stands in the drawer. */
export function ClauseText({ value }: { value: unknown }) {
  return <span className="clause-text">{String(value ?? "")}</span>;
}
