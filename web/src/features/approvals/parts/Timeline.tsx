import { formatDateTime } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { ApprovalStep } from "../../../resource/approvals/types";

/** Everything that happened, the newest first. */
export function Timeline({ steps }: { steps: ApprovalStep[] }) {
  const { t } = useT();
  return (
    <section className="panel" aria-label={t("办理记录")}>
      <h2 className="panel-head">{t("办理记录")}</h2>
      <ol className="apd-steps">
        {steps.toReversed().map((step) => (
          <li key={step.id}>
            <div className="row between"><span className="row wrap apd-step"><b>{step.who?.label ?? t("系统")}</b>{step.for && <span className="muted small">{t("代 {{name}}", { name: step.for.label })}</span>}<span>{step.text}</span>{step.people.length > 0 && <span className="second">{step.people.map((one) => one.label).join(t("、"))}</span>}</span>
              <time className="muted small num apc-time" dateTime={step.at}>{formatDateTime(step.at).slice(5)}</time></div>
            {step.opinion && <p className="apv-opinion pre">{step.opinion}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
