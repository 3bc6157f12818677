import type { Option, Ref, Row } from "../../../api/types";
import type { Moves } from "./moves";

export interface StageChange {
  id: string | number;
  from_stage: Ref | null;
  to_stage: Ref;
  direction: "created" | "forward" | "back" | "lost" | "reopened";
  at: string;
  by: Ref | string | null;
  reason: string;
  /** How long it had stood in the stage that it left. */
  days: number | null;
}

export interface BarStep {
  /** The stage; null where only phases are known. */
  id: string | null;
  phase: string;
  label: string;
  state: "done" | "now" | "next";
  /** Days spent there in all; null: never. */
  days: number | null;
  allowed: number | null;
  late: boolean;
}

/** Days spent in each stage over all visits, by the stage's id. */
export function daysByStage(changes: StageChange[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const change of changes) {
    if (change.from_stage && change.days !== null) sums.set(change.from_stage.id, (sums.get(change.from_stage.id) ?? 0) + change.days);
  }
  return sums;
}

/**
 * The stages of a record in order. The server lists all but the current one, earlier ones as `back`; where it lists none
 * (a decided record), the phases stand in their place.
 */
export function barOf(row: Row, moves: Moves, changes: StageChange[], phases: Option[]): BarStep[] {
  const spent = daysByStage(changes);
  // Stage and moves out of one answer: they fit each other even while the record itself is a moment older or newer.
  const { stage, phase } = moves.current;
  const days = moves.current.days;
  const allowed = moves.current.allowed_days;
  if (!moves.items.length) {
    const at = phases.findIndex((phase) => phase.value === row.phase);
    return phases.map((phase, i) => ({ id: null, phase: phase.value, label: phase.label, state: i < at ? "done" : i === at ? "now" : "next", days: null, allowed: null, late: false }));
  }
  const other = (move: Moves["items"][number], state: "done" | "next"): BarStep => ({ id: move.stage.id, phase: move.phase, label: move.stage.label, state, days: spent.get(move.stage.id) ?? null, allowed: null, late: false });
  const now: BarStep = { id: stage.id, phase, label: stage.label, state: "now", days, allowed, late: allowed !== null && days > allowed };
  return [
    ...moves.items.filter((move) => move.direction === "back").map((move) => other(move, "done")),
    now,
    ...moves.items.filter((move) => move.direction === "forward").map((move) => other(move, "next")),
  ];
}
