import { tk, type T } from "../../../i18n";
import { walk, type ApproveNode, type Branch, type BranchNode, type CopyNode, type Definition, type FlowNode } from "./definition";

/** Where a node goes: into the list of a branch (null: the flow itself), before the node at `index`. */
export interface Place {
  branch: string | null;
  index: number;
}

export type NodeKind = FlowNode["kind"];

/** Ids are texts that are unique in one flow. */
export const freshId = (): string => `n${Math.random().toString(36).slice(2, 10)}`;

export const NAMES: Record<NodeKind, string> = { approve: tk("审批人"), copy: tk("抄送人"), branch: tk("条件分支") };

export const newBranch = (name: string): Branch => ({ id: freshId(), name, condition: null, nodes: [] });

export function newNode(kind: NodeKind, t: T): FlowNode {
  const base = { id: freshId(), name: t(NAMES[kind]) };
  if (kind === "approve") return { ...base, kind, mode: "any", who: [{ kind: "superior", level: 1 }], empty: "admin", self: "superior", opinion: "optional" } satisfies ApproveNode;
  if (kind === "copy") return { ...base, kind, who: [{ kind: "submitter" }] } satisfies CopyNode;
  return { ...base, kind, branches: [newBranch(t("条件 {{n}}", { n: 1 })), newBranch(t("其他情况"))] } satisfies BranchNode;
}

/** Applies a change to every list of nodes, the innermost first. */
function lists(nodes: FlowNode[], change: (nodes: FlowNode[], branch: string | null) => FlowNode[], branch: string | null = null): FlowNode[] {
  const deep = nodes.map((node) => (node.kind === "branch" ? { ...node, branches: node.branches.map((one) => ({ ...one, nodes: lists(one.nodes, change, one.id) })) } : node));
  return change(deep, branch);
}

const withNodes = (definition: Definition, nodes: FlowNode[]): Definition => ({ ...definition, nodes });

export const nodeOf = (definition: Definition, id: string): FlowNode | null => walk(definition.nodes).find((node) => node.id === id) ?? null;

export function insert(definition: Definition, place: Place, node: FlowNode): Definition {
  return withNodes(definition, lists(definition.nodes, (nodes, branch) => (branch === place.branch ? nodes.toSpliced(place.index, 0, node) : nodes)));
}

export function remove(definition: Definition, id: string): Definition {
  return withNodes(definition, lists(definition.nodes, (nodes) => nodes.filter((node) => node.id !== id)));
}

export function replace(definition: Definition, next: FlowNode): Definition {
  return withNodes(definition, lists(definition.nodes, (nodes) => nodes.map((node) => (node.id === next.id ? next : node))));
}

/** One place up (-1) or down (1) among its neighbours; at the end of its list it stays. */
export function move(definition: Definition, id: string, by: -1 | 1): Definition {
  return withNodes(definition, lists(definition.nodes, (nodes) => {
    const at = nodes.findIndex((node) => node.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= nodes.length) return nodes;
    return nodes.toSpliced(at, 1).toSpliced(to, 0, nodes[at]!);
  }));
}

function inBranches(definition: Definition, change: (node: BranchNode) => FlowNode[]): Definition {
  return withNodes(definition, lists(definition.nodes, (nodes) => nodes.flatMap((node) => (node.kind === "branch" ? change(node) : [node]))));
}

/** A new condition before 其他情况. */
export function addBranch(definition: Definition, id: string, branch: Branch): Definition {
  return inBranches(definition, (node) => [node.id === id ? { ...node, branches: node.branches.toSpliced(-1, 0, branch) } : node]);
}

export function changeBranch(definition: Definition, id: string, values: Partial<Branch>): Definition {
  return inBranches(definition, (node) => [{ ...node, branches: node.branches.map((branch) => (branch.id === id ? { ...branch, ...values } : branch)) }]);
}

/** Takes a condition away. With one left there is nothing to choose: the fork dissolves and the nodes of the last branch stand in its place. */
export function removeBranch(definition: Definition, id: string): Definition {
  return inBranches(definition, (node) => {
    const at = node.branches.findIndex((branch) => branch.id === id);
    if (at < 0 || at === node.branches.length - 1) return [node];
    const left = node.branches.toSpliced(at, 1);
    return left.length > 1 ? [{ ...node, branches: left }] : left[0]!.nodes;
  });
}

/** The order of conditions matters, the first that holds wins; 其他情况 stays last. */
export function moveBranch(definition: Definition, id: string, by: -1 | 1): Definition {
  return inBranches(definition, (node) => {
    const at = node.branches.findIndex((branch) => branch.id === id);
    const to = at + by;
    const last = node.branches.length - 1;
    if (at < 0 || at === last || to < 0 || to >= last) return [node];
    return [{ ...node, branches: node.branches.toSpliced(at, 1).toSpliced(to, 0, node.branches[at]!) }];
  });
}

/** The same again behind it, with ids of its own. */
export function duplicate(definition: Definition, id: string): Definition {
  const copied = (node: FlowNode): FlowNode => {
    const own = { ...structuredClone(node), id: freshId() };
    if (own.kind === "branch") own.branches = own.branches.map((branch) => ({ ...branch, id: freshId(), nodes: branch.nodes.map(copied) }));
    return own;
  };
  return withNodes(definition, lists(definition.nodes, (nodes) => nodes.flatMap((node) => (node.id === id ? [node, copied(node)] : [node]))));
}
