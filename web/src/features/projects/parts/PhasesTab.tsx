import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDateTime } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useSteps, type Step } from "../api";
import { PhaseTag, phaseLabel } from "./cells";

/** The way of a project, the newest step first: who moved it, when, why, and how long it had stood. */
export function PhasesTab({ row }: RecordProps) {
  const { t } = useT();
  const found = useSteps(row.id);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data.items.length) return <Empty text={t("还没有阶段变化")} />;
  return <ol className="project-steps drawer-pad">{found.data.items.map((step) => <Line key={step.id} step={step} />)}</ol>;
}

function Line({ step }: { step: Step }) {
  const { t } = useT();
  return (
    <li>
      <div className="row wrap"><span>{step.label}</span><PhaseTag phase={step.to} />{step.from && step.from !== step.to && <span className="second small">{t("在“{{phase}}”停留 {{n}} 天", { phase: t(phaseLabel(step.from)), n: step.days })}</span>}</div>
      {step.note && <p>{step.note}</p>}
      <span className="muted small num">{formatDateTime(step.at)}{step.person ? ` · ${step.person.label}` : ""}</span>
    </li>
  );
}
