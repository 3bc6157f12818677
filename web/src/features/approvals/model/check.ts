import type { Filter } from "../../../api/types";
import type { T } from "../../../i18n";
import { walk, type ApproveNode, type Branch, type BranchNode, type By, type Definition, type FlowNode, type Who } from "./definition";

export interface Problem {
  /** Id of the node or branch; empty: the whole flow. */
  node: string;
  message: string;
}

const NEEDS: Record<string, keyof Who> = { person: "id", role: "role", superior: "level", superior_chain: "level", department_head: "level", field: "field" };
const DEPTH = 5;
const MOST = 60;

export const isWhoComplete = (who: Who): boolean => {
  const needed = NEEDS[who.kind];
  return !needed || Boolean(who[needed]);
};

export const hasBy = (by: By | undefined): boolean => Boolean(by && ((by.units?.length ?? 0) + (by.roles?.length ?? 0) + (by.people?.length ?? 0)));

/** Whether a condition says anything: `{and: []}` does not. */
export const hasCondition = (filter: Filter | null): boolean => {
  if (!filter) return false;
  if (Array.isArray(filter)) return true;
  if ("not" in filter) return hasCondition(filter.not);
  return ("and" in filter ? filter.and : filter.or).length > 0;
};

/** What is still missing before a flow can be published, each as a sentence that says what to do. */
export function check(definition: Definition, t: T): Problem[] {
  const all = walk(definition.nodes);
  const found: Problem[] = [];
  if (!all.some((node) => node.kind === "approve")) found.push({ node: "", message: t("流程里还没有审批人，请点“+”添加至少一个。") });
  if (all.length > MOST) found.push({ node: "", message: t("节点太多，最多 {{n}} 个，请拆成几个流程。", { n: MOST }) });
  const each = [...found, ...nodes(definition.nodes, 0, t)];
  return each.filter((one, i) => each.findIndex((other) => other.node === one.node && other.message === one.message) === i);
}

function nodes(list: FlowNode[], depth: number, t: T): Problem[] {
  if (depth > DEPTH) return [{ node: "", message: t("条件分支最多嵌套 {{n}} 层，请合并一些条件。", { n: DEPTH }) }];
  return list.flatMap((node) => [...named(node, t), ...(node.kind === "branch" ? fork(node, depth, t) : people(node.id, node.name, node.who, t)), ...(node.kind === "approve" ? approve(node, t) : [])]);
}

function named(node: { id: string; name: string }, t: T): Problem[] {
  if (!node.name.trim()) return [{ node: node.id, message: t("有一个节点没有名称，请填写。") }];
  return [];
}

function people(id: string, name: string, who: Who[], t: T): Problem[] {
  if (!who.length) return [{ node: id, message: t("“{{name}}”还没有选人，请添加。", { name }) }];
  if (!who.every(isWhoComplete)) return [{ node: id, message: t("“{{name}}”有一项人员没有选好，请补全或删除。", { name }) }];
  return [];
}

function approve(node: ApproveNode, t: T): Problem[] {
  if (node.empty === "person" && !node.fallback) return [{ node: node.id, message: t("“{{name}}”请选择没有审批人时由谁处理。", { name: node.name }) }];
  return [];
}

function fork(node: BranchNode, depth: number, t: T): Problem[] {
  const conditions = node.branches.slice(0, -1).flatMap((branch) => condition(branch, t));
  const names = node.branches.flatMap((branch) => named(branch, t));
  return [...names, ...conditions, ...node.branches.flatMap((branch) => nodes(branch.nodes, depth + 1, t))];
}

function condition(branch: Branch, t: T): Problem[] {
  if (hasCondition(branch.condition) || hasBy(branch.by)) return [];
  return [{ node: branch.id, message: t("“{{name}}”还没有条件，请设置，或删掉这条分支。", { name: branch.name }) }];
}
