import { tk, type T } from "../../i18n";
import type { ApprovalItem, ApprovalState, DecideVerb } from "./types";

type Word = [label: string, color: string];

export const STATES: Record<ApprovalState, Word> = {
  running: [tk("审批中"), "blue"],
  approved: [tk("已通过"), "green"],
  rejected: [tk("已驳回"), "red"],
  returned: [tk("已退回提交人"), "orange"],
  withdrawn: [tk("已撤回"), ""],
  cancelled: [tk("已终止"), ""],
};

/** How one person's turn stands. */
export const TURNS: Record<string, Word> = {
  open: [tk("待处理"), "blue"],
  waiting: [tk("未轮到"), ""],
  approved: [tk("已同意"), "green"],
  rejected: [tk("已驳回"), "red"],
  returned: [tk("已退回"), "orange"],
  passed: [tk("自动通过"), "green"],
  handed_over: [tk("已转交"), ""],
  void: [tk("无需处理"), ""],
  copied: [tk("已抄送"), "cyan"],
};

export const MODES: Record<string, string> = { serial: tk("依次审批"), all: tk("会签：全部同意"), any: tk("或签：一人同意") };

export const VERBS: Record<DecideVerb, string> = {
  approve: tk("同意"),
  reject: tk("驳回"),
  return: tk("退回"),
  add_before: tk("加签（在我之前）"),
  add_after: tk("同意并加签（在我之后）"),
  hand_over: tk("转交"),
  withdraw: tk("撤回"),
  remind: tk("催办"),
  copy: tk("抄送"),
  comment: tk("评论"),
  cancel: tk("终止审批"),
  reassign: tk("改派审批人"),
};

export const DONE: Record<DecideVerb, string> = {
  approve: tk("已同意"),
  reject: tk("已驳回"),
  return: tk("已退回"),
  add_before: tk("已加签，等他们处理后再轮到您"),
  add_after: tk("已同意并加签"),
  hand_over: tk("已转交"),
  withdraw: tk("已撤回，可修改后重新提交"),
  remind: tk("已提醒审批人"),
  copy: tk("已抄送"),
  comment: tk("已评论"),
  cancel: tk("已终止"),
  reassign: tk("已改派"),
};

/** What a person did with it: by the words of `my_decision`. */
export const decisionWord = (decision: string): Word => TURNS[decision] ?? [decision, ""];

/** Two by name; of more, how many. */
export function waitingFor(item: Pick<ApprovalItem, "current">, t: T): string {
  const names = item.current.map((one) => one.label);
  const two = names.slice(0, 2).join(t("、"));
  return names.length > 2 ? t("{{names}} 等 {{n}} 人", { names: two, n: names.length }) : two;
}
