import type { Filter } from "../../../api/types";

/** A flow as data, from top to bottom. The last branch of a fork is 其他情况: it has no condition. */
export interface Definition {
  repeat: "never" | "consecutive" | "always";
  nodes: FlowNode[];
}

export interface Who {
  kind: string;
  id?: string | undefined;
  role?: string | undefined;
  level?: number | undefined;
  field?: string | undefined;
}

export interface ApproveNode {
  id: string;
  kind: "approve";
  name: string;
  mode: "serial" | "all" | "any";
  who: Who[];
  empty: "skip" | "admin" | "person" | "refuse";
  /** Who decides where nobody is found and `empty` is person. */
  fallback?: string | undefined;
  self: "skip" | "superior" | "allow";
  opinion: "required" | "optional";
  fields?: Record<string, "hidden" | "read" | "edit"> | undefined;
}

export interface CopyNode {
  id: string;
  kind: "copy";
  name: string;
  who: Who[];
}

/** Whom a branch is for, beside its condition: by who submitted. */
export interface By {
  units?: string[];
  roles?: string[];
  people?: string[];
}

export interface Branch {
  id: string;
  name: string;
  condition: Filter | null;
  by?: By | undefined;
  nodes: FlowNode[];
}

export interface BranchNode {
  id: string;
  kind: "branch";
  name: string;
  branches: Branch[];
}

export type FlowNode = ApproveNode | CopyNode | BranchNode;

/** Every node, those in branches too, in their order. */
export function walk(nodes: FlowNode[]): FlowNode[] {
  return nodes.flatMap((node) => (node.kind === "branch" ? [node, ...node.branches.flatMap((branch) => walk(branch.nodes))] : [node]));
}

export const branchesOf = (nodes: FlowNode[]): Branch[] => walk(nodes).flatMap((node) => (node.kind === "branch" ? node.branches : []));

/** A definition as the server keeps it may leave out what is usual; screens want every setting. */
export function filled(draft: Partial<Definition> | null | undefined): Definition {
  const whole = (node: FlowNode): FlowNode => {
    if (node.kind === "branch") return { ...node, branches: node.branches.map((branch) => ({ ...branch, condition: branch.condition ?? null, nodes: branch.nodes.map(whole) })) };
    if (node.kind === "copy") return node;
    return { ...node, mode: node.mode ?? "any", empty: node.empty ?? "admin", self: node.self ?? "superior", opinion: node.opinion ?? "optional" };
  };
  return { repeat: draft?.repeat ?? "never", nodes: (draft?.nodes ?? []).map(whole) };
}

/** The fields that conditions look at: what a trial can be asked to assume. */
export function usedFields(definition: Definition): string[] {
  const names = (filter: Filter | null): string[] => {
    if (!filter) return [];
    if (Array.isArray(filter)) return [filter[0]];
    if ("not" in filter) return names(filter.not);
    return ("and" in filter ? filter.and : filter.or).flatMap(names);
  };
  return [...new Set(branchesOf(definition.nodes).flatMap((branch) => names(branch.condition)))];
}

/** The people named in it, whose names a screen has to look up. */
export function namedPeople(nodes: FlowNode[]): string[] {
  const who = (list: Who[]) => list.flatMap((one) => (one.kind === "person" && one.id ? [one.id] : []));
  const all = walk(nodes).flatMap((node) => (node.kind === "branch" ? node.branches.flatMap((branch) => branch.by?.people ?? []) : [...who(node.who), ...(node.kind === "approve" && node.fallback ? [node.fallback] : [])]));
  return [...new Set(all)].toSorted();
}
