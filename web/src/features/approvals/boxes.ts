import { tk } from "../../i18n";
import type { ApprovalState, Box } from "../../resource/approvals/types";

export const BOXES: [Box, string][] = [["todo", tk("待我审批")], ["handled", tk("我处理的")], ["mine", tk("我发起的")], ["copied", tk("抄送我的")]];

export const NOTHING: Record<Box, string> = {
  todo: tk("没有等您审批的，都处理完了。"),
  handled: tk("您还没有处理过审批。"),
  mine: tk("您还没有发起过审批。在合同、报价等记录上点“提交审批”即可发起。"),
  copied: tk("没有抄送给您的审批。"),
  all: tk("没有审批。"),
};

/** States that make sense to look for in a box: what waits for me is always under way. */
export const STATES_OF: Record<Box, ApprovalState[]> = {
  todo: [],
  handled: ["running", "approved", "rejected", "returned", "withdrawn", "cancelled"],
  mine: ["running", "approved", "rejected", "returned", "withdrawn", "cancelled"],
  copied: ["running", "approved", "rejected"],
  all: ["running", "approved", "rejected", "returned", "withdrawn", "cancelled"],
};

/** What the time in a line means. */
export const SINCE: Record<Box, string> = { todo: tk("{{time}} 到您"), handled: tk("{{time}} 处理"), mine: tk("{{time}} 提交"), copied: tk("{{time}} 抄送"), all: tk("{{time}} 提交") };
