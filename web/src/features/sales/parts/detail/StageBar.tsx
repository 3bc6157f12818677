import { Button } from "antd";
import { CheckOutlined } from "@ant-design/icons";
import type { Meta, Row } from "../../../../api/types";
import { builtIn } from "../../../../kit/builtIn";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { useT } from "../../../../i18n";
import { useMoves, useStageLog } from "../../api";
import { barOf, type BarStep } from "../../model/stages";
import { useMoveFlow } from "../useMoveFlow";
import "../../sales.css";

/** The stages in their order: how long it stood in each, how long it may stand in this one, and a click to move there. */
export function StageBar({ row, meta }: { row: Row; meta: Meta }) {
  const { t } = useT();
  const moves = useMoves(row);
  const log = useStageLog(row.id);
  const flow = useMoveFlow();
  if (moves.isError) return <ErrorBox error={moves.error} title={t("阶段没有加载成功")} onRetry={() => void moves.refetch()} />;
  if (!moves.data) return <div className="stage-bar" aria-busy><span className="bone" style={{ height: 52, flex: 1 }} /></div>;
  const phases = meta.fields.find((field) => field.name === "phase")?.options ?? [];
  const steps = barOf(row, moves.data, log.data?.items ?? [], phases);
  const may = row._can?.includes("move") ?? false;
  const name = String(row[meta.label_field] ?? "");
  const go = (step: BarStep) => void flow.start({ id: row.id, version: row.version, name }, { stage: step.id, phase: step.phase, label: step.label });
  const next = steps[steps.findIndex((step) => step.state === "now") + 1];
  return (
    <section className="stage-panel" aria-label={t("阶段")}>
      <ol className={row.state === "lost" ? "stage-bar lost" : "stage-bar"}>
        {steps.map((step) => (
          <li key={step.id ?? step.phase} className={`stage-step ${step.state}${step.late ? " late" : ""}`} aria-current={step.state === "now" ? "step" : undefined}>
            {may && step.state !== "now" && step.id
              ? <button type="button" className="plain" disabled={flow.busy !== null} onClick={() => go(step)} title={t("移到“{{stage}}”", { stage: step.label })}><StepText step={step} /></button>
              : <span><StepText step={step} /></span>}
          </li>
        ))}
      </ol>
      {row.state !== "lost" && (row.state === "open" || next?.id) && <div className="row between wrap stage-foot">
        <Standing open={row.state === "open"} steps={steps} responsible={moves.data.current.responsible ?? ""} />
        {may && next?.id && <Button className="stage-next" loading={flow.busy === row.id} onClick={() => go(next)}>{t("推进到“{{stage}}”", { stage: next.label })}</Button>}
      </div>}
      {flow.dialog}
    </section>
  );
}

function StepText({ step }: { step: BarStep }) {
  const { t } = useT();
  return (
    <>
      <span className="stage-name ellipsis">{step.state === "done" && <CheckOutlined aria-hidden />} {step.label}</span>
      {step.days !== null && <span className="stage-days num">{step.state === "now" && step.allowed ? t("{{n}} / {{allowed}} 天", { n: step.days, allowed: step.allowed }) : t("{{n}} 天", { n: step.days })}</span>}
    </>
  );
}

/** One sentence about where it stands: how long, how long still, who should act. */
function Standing({ open, steps, responsible }: { open: boolean; steps: BarStep[]; responsible: string }) {
  const { t } = useT();
  const now = steps.find((step) => step.state === "now");
  if (!now || !open) return <span />;
  const left = now.allowed === null ? null : now.allowed - (now.days ?? 0);
  return (
    <span className="small row wrap stage-standing">
      {left === null ? <span className="muted">{t("这个阶段不限天数")}</span> : left < 0 ? <b className="danger-text">{t("已超期 {{n}} 天", { n: -left })}</b> : <span className="muted">{t("还可停留 {{n}} 天", { n: left })}</span>}
      {responsible && <span className="muted">{t("责任角色：{{role}}", { role: builtIn("roles", responsible) })}</span>}
    </span>
  );
}
