import { builtIn } from "../../../kit/builtIn";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";

const STATES: Record<string, [label: string, colour: string]> = { open: [tk("进行中"), "blue"], won: [tk("赢单"), "green"], lost: [tk("丢单"), "outline"] };

export function StateTag({ value }: { value: string }) {
  const { t } = useT();
  const state = STATES[value];
  return <StatusTag color={state?.[1]}>{state ? t(state[0]) : value}</StatusTag>;
}

/** The stage, grey once the opportunity is lost. */
export function StageTag({ label, state }: { label: string; state: unknown }) {
  return <StatusTag color={state === "lost" ? "outline" : state === "won" ? "green" : "cyan"}>{builtIn("stages", label)}</StatusTag>;
}

export function Percent({ value }: { value: number | null | undefined }) {
  return value === null || value === undefined ? <span className="muted">—</span> : <span className="num">{value}%</span>;
}
