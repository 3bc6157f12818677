import type { FieldType, Ref } from "../../api/types";

export type ApprovalState = "running" | "approved" | "rejected" | "returned" | "withdrawn" | "cancelled";
export type Box = "todo" | "handled" | "mine" | "copied" | "all";
export type DecideVerb = "approve" | "reject" | "return" | "add_before" | "add_after" | "hand_over" | "withdraw" | "remind" | "copy" | "comment" | "cancel" | "reassign";

/** One person's turn at a node. */
export interface Turn {
  task: string | null;
  person: Ref | null;
  /** Whose superior or deputy this person is asked as. */
  for: Ref | null;
  state: string;
  /** The deputy who decided. */
  by: Ref | null;
  opinion: string;
  opened_at: string | null;
  decided_at: string | null;
  added: "before" | "after" | null;
}

/** A node that was passed, is current, or will come if everybody agrees. */
export interface NodeView {
  key: string;
  node: string;
  name: string;
  kind: "approve" | "copy" | "start" | "end";
  mode: string;
  state: string;
  reason: string;
  people: Turn[];
}

export interface ApprovalItem {
  id: string;
  title: string;
  label: string;
  verb: string;
  resource: string;
  resource_label: string;
  object_id: string;
  state: ApprovalState;
  submitter: Ref | null;
  unit: Ref | null;
  note: string;
  submitted_at: string;
  finished_at: string | null;
  facts: { label: string; text: string }[];
  node: string;
  current: Ref[];
  task: string | null;
  opinion: "required" | "optional";
  acts_for: Ref | null;
  my_decision: string | null;
  read: boolean;
  since: string;
}

export interface ApprovalFact {
  name: string;
  label: string;
  type: FieldType;
  value: unknown;
  text: string;
  right: "read" | "edit";
}

export interface ApprovalStep {
  id: number;
  at: string;
  kind: string;
  text: string;
  who: Ref | null;
  for: Ref | null;
  node: string;
  opinion: string;
  people: Ref[];
}

export interface ApprovalDetail extends Omit<ApprovalItem, "facts"> {
  readable: boolean;
  flow: { id: string; name: string; number: number };
  facts: ApprovalFact[];
  tables: { resource: string; label: string; columns: { name: string; label: string; type: FieldType }[]; rows: Record<string, string>[] }[];
  changes: { name: string; label: string; old: string; new: string }[];
  nodes: NodeView[];
  timeline: ApprovalStep[];
  copies: { person: Ref | null; read_at: string | null }[];
  return_to: { node: string; name: string }[];
  _can: DecideVerb[];
}

/** An approval on the page of its record. */
export interface ApprovalOfRecord extends ApprovalItem {
  nodes: NodeView[];
  _can: DecideVerb[];
}
