import { tk, type T } from "../../../i18n";
import type { ApproveNode, FlowNode, Who } from "./definition";

export const EMPTY_WORDS: Record<ApproveNode["empty"], string> = {
  admin: tk("转交给管理员处理"),
  skip: tk("自动跳过这个节点"),
  person: tk("由指定人员处理"),
  refuse: tk("不能提交"),
};

export const SELF_WORDS: Record<ApproveNode["self"], string> = {
  superior: tk("由提交人的上级审批"),
  skip: tk("自动跳过"),
  allow: tk("由提交人自己审批"),
};

export const MODE_WORDS: Record<ApproveNode["mode"], [label: string, note: string]> = {
  any: [tk("或签"), tk("一人同意即可")],
  all: [tk("会签"), tk("所有人都要同意")],
  serial: [tk("依次审批"), tk("按顺序一个接一个")],
};

export const REPEAT_WORDS: Record<string, string> = {
  never: tk("同一人只审批一次，后面的自动通过"),
  consecutive: tk("仅连续出现时自动通过"),
  always: tk("每次都要审批"),
};

/** Labels that words need: names of people, roles and fields, as far as they are known. */
export interface Labels {
  people: Record<string, string>;
  roles: Record<string, string>;
  fields: Record<string, string>;
}

/** One way to find people, in words. */
export function whoText(who: Who, labels: Labels, t: T): string {
  const n = who.level ?? 1;
  switch (who.kind) {
    case "person":
      return who.id ? (labels.people[who.id] ?? "…") : t("未选择人员");
    case "role":
      return who.role ? (labels.roles[who.role] ?? who.role) : t("未选择角色");
    case "superior":
      return n === 1 ? t("提交人的直接上级") : t("提交人的第 {{n}} 级上级", { n });
    case "superior_chain":
      return t("提交人的上级，逐级到第 {{n}} 级", { n });
    case "department_head":
      return n === 1 ? t("所属部门的负责人") : t("所属部门向上第 {{n}} 级的负责人", { n });
    case "field":
      return who.field ? t("记录上的{{label}}", { label: labels.fields[who.field] ?? who.field }) : t("未选择字段");
    default:
      return t("提交人本人");
  }
}

/** Who decides at a node and how, in one line. */
export function nodeText(node: Exclude<FlowNode, { kind: "branch" }>, labels: Labels, t: T): string {
  const names = node.who.map((one) => whoText(one, labels, t)).join(t("、"));
  if (node.kind === "copy") return names || t("请选择抄送给谁");
  if (!names) return t("请选择审批人");
  const chain = node.who.some((one) => one.kind === "superior_chain");
  const many = node.who.length > 1 || node.who.some((one) => one.kind === "role");
  return many && !chain ? t("{{names}} · {{mode}}", { names, mode: t(MODE_WORDS[node.mode][0]) }) : names;
}
