import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";

const PHASES: Record<string, [label: string, color?: string]> = {
  initiation: [tk("立项")],
  design: [tk("设计"), "blue"],
  construction: [tk("施工"), "orange"],
  acceptance: [tk("验收"), "green"],
};

/** The phase of a project in words and colour. */
export function PhaseTag({ phase }: { phase: string }) {
  const { t } = useT();
  const known = PHASES[phase];
  return known ? <StatusTag color={known[1]}>{t(known[0])}</StatusTag> : null;
}
