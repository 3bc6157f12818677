import type { Ref } from "../../../api/types";

export interface Check { code: string; label: string; ok: boolean; message: string }

export interface Move {
  stage: Ref;
  phase: string;
  direction: "forward" | "back";
  ok: boolean;
  needs_reason: boolean;
  checks: Check[];
}

export interface Moves {
  items: Move[];
  current: {
    stage: Ref;
    phase: string;
    days: number;
    allowed_days: number | null;
    overdue: boolean;
    responsible: string | null;
    /** How likely it is to be won, and where the figure comes from, in words. */
    probability: { value: number; kind: string; text: string };
  };
}

/** Where a card shall go: a stage, or a phase where the board shows phases of several companies. */
export interface Target { stage: string | null; phase: string; label: string }

export type Plan =
  | { kind: "none" }
  | { kind: "go"; move: Move }
  /** Something must be asked or shown first: which of several stages, a reason, what is missing, what follows. */
  | { kind: "ask"; moves: Move[] };

/** Phases whose beginning makes a record in another module: contract draft, project. */
const LASTING = new Set(["signing", "start"]);

export function hasConsequence(move: Pick<Move, "phase" | "direction">): boolean {
  return move.direction === "forward" && LASTING.has(move.phase);
}

export function movesTo(moves: Moves, target: Target): Move[] {
  return moves.items.filter((move) => (target.stage ? move.stage.id === target.stage : move.phase === target.phase));
}

/** What dropping a card on a column comes to. Forward into a phase of several stages means its first, back its last: still a question. */
export function planFor(moves: Moves, target: Target): Plan {
  const found = movesTo(moves, target);
  if (!found.length) return { kind: "none" };
  const only = found.length === 1 ? found[0]! : null;
  if (only && only.ok && !only.needs_reason && !hasConsequence(only)) return { kind: "go", move: only };
  return { kind: "ask", moves: found };
}

export function failedChecks(move: Move): Check[] {
  return move.checks.filter((check) => !check.ok);
}

/** A reason of fewer characters says nothing. */
export const REASON_MIN = 2;

export function mayGo(move: Move | undefined, reason: string): boolean {
  return Boolean(move?.ok) && (!move!.needs_reason || reason.trim().length >= REASON_MIN);
}

export interface Step { phase: string; state: "done" | "now" | "next" }

/** Where each phase stands against the one of the record; a lost record has no next. */
export function stepsOf(phases: string[], current: string): Step[] {
  const at = phases.indexOf(current);
  return phases.map((phase, i) => ({ phase, state: i < at ? "done" : i === at ? "now" : "next" }));
}
