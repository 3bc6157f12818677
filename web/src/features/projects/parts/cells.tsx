import type { Ref } from "../../../api/types";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";

const PHASES: Record<string, [label: string, color?: string]> = {
  initiation: [tk("立项")], design: [tk("设计"), "blue"], construction: [tk("施工"), "orange"], acceptance: [tk("验收"), "cyan"],
  settlement: [tk("结算"), "purple"], warranty: [tk("质保"), "green"], closed: [tk("已关闭"), "outline"],
};
const HEALTH: Record<string, string> = { green: tk("正常"), amber: tk("关注"), red: tk("预警") };

export const phaseLabel = (phase: string): string => PHASES[phase]?.[0] ?? phase;

/** The phase of a project in words and colour; on hold is said beside it. */
export function PhaseTag({ phase, held }: { phase: string; held?: unknown }) {
  const { t } = useT();
  const known = PHASES[phase];
  if (!known) return null;
  return (
    <span className="row" style={{ gap: 4, display: "inline-flex" }}>
      <StatusTag color={known[1]}>{t(known[0])}</StatusTag>
      {Boolean(held) && <StatusTag color="red">{t("暂停")}</StatusTag>}
    </span>
  );
}

/** A dot and a word: colour alone says nothing to who cannot tell colours apart. */
export function HealthMark({ value }: { value: unknown }) {
  const { t } = useT();
  const level = String(value);
  return HEALTH[level] ? <span className={`health ${level}`}><i aria-hidden />{t(HEALTH[level])}</span> : null;
}

export function ProgressBar({ value }: { value: unknown }) {
  const percent = Math.max(0, Math.min(100, Number(value ?? 0)));
  return (
    <span className="project-progress">
      <span className="project-progress-bar" aria-hidden><span style={{ width: `${percent}%` }} /></span>
      <span className="num">{Math.round(percent * 10) / 10}%</span>
    </span>
  );
}

/** A share in percent; a loss is red. Nothing where it is masked or nobody can say yet. */
export function Rate({ value }: { value: unknown }) {
  if (value === undefined || value === null || value === "") return <span className="muted">—</span>;
  const number = Number(value);
  return <span className={`num ${number < 0 ? "danger-text" : ""}`}>{number.toFixed(1)}%</span>;
}

/** Who fills a role; open while nobody is named. */
export function PersonCell({ person }: { person: Ref | null }) {
  const { t } = useT();
  return person ? <>{person.label}</> : <span className="warning-text">{t("待定")}</span>;
}
