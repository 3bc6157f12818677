import { tagOf } from "../../../kit/StatusTag";
import { tk } from "../../../i18n";

export const ChangeState = tagOf({
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("已批准"), "blue"], rejected: [tk("已驳回"), "red"],
  withdrawn: [tk("已撤销"), ""], carried_out: [tk("已落实"), "green"],
});

export const SheetState = tagOf({
  draft: [tk("草稿"), "outline"], approving: [tk("审批中"), "orange"], approved: [tk("已批准"), "green"], rejected: [tk("已驳回"), "red"],
});

export const EffectTag = tagOf({
  none: [tk("无影响"), "outline"], planned: [tk("批准后生效"), "blue"], impossible: [tk("目前无法生效"), "red"], done: [tk("已生效"), "green"], failed: [tk("未生效"), "red"],
});
