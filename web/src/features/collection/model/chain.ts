import { daysBetween } from "../../../kit/days";
import type { CaseChain, ComingStep, PastLine } from "../api";

export type Tone = "done" | "good" | "bad" | "hold";

/** What a line of the past means at a glance. */
const TONES: Record<string, Tone> = {
  paid: "good", promise_kept: "good", replied: "good", promised: "good", delivered: "good",
  silent: "bad", undelivered: "bad", promise_broken: "bad", flagged: "bad", meeting: "bad",
  paused: "hold", disputed: "hold", promise_withdrawn: "hold",
};

export const toneOf = (kind: string): Tone => TONES[kind] ?? "done";

export type Node =
  | { type: "past"; key: string; line: PastLine; tone: Tone }
  | { type: "now"; key: "now"; waits: string; closed: boolean }
  | { type: "coming"; key: string; step: ComingStep; days: number };

/** One chain, top to bottom: what happened (oldest first), where it stands today, what comes when nobody answers. */
export function nodesOf(chain: CaseChain, today: string): Node[] {
  const past = chain.past.toSorted((a, b) => a.at.localeCompare(b.at));
  const coming = chain.coming.toSorted((a, b) => a.on.localeCompare(b.on) || a.position - b.position);
  return [
    ...past.map((line): Node => ({ type: "past", key: line.id, line, tone: toneOf(line.kind) })),
    { type: "now", key: "now", waits: chain.waits_for, closed: chain.case.state === "closed" },
    ...coming.map((step, i): Node => ({ type: "coming", key: `coming-${step.position}-${i}`, step, days: daysBetween(today, step.on) })),
  ];
}
