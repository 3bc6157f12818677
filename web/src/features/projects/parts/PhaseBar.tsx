import { useState } from "react";
import { Button } from "antd";
import { CheckCircleOutlined, ExclamationCircleOutlined } from "@ant-design/icons";
import type { Meta, Row } from "../../../api/types";
import { formatDate } from "../../../kit/format";
import { ActionDialog } from "../../../resource/drawer/ActionDialog";
import { StageSteps } from "../../../resource/record/RecordHead";
import { useT } from "../../../i18n";
import { useGates, type Way } from "../api";

/** The phases, where the project stands, and what the next one still asks for. */
export function PhaseBar({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const found = useGates(row.id);
  const phases = meta.fields.find((field) => field.name === "phase")?.options ?? [];
  const next = found.data?.next[0];
  return (
    <section className="panel project-way" aria-label={t("项目阶段")}>
      <StageSteps label={t("项目阶段")} at={String(row.phase)} steps={phases.map((phase) => ({
        key: String(phase.value), label: phase.label, note: phase.value === row.phase && found.data ? t("第 {{n}} 天", { n: found.data.days + 1 }) : undefined,
      }))} />
      {found.data?.held && (
        <p className="project-held">{t("{{day}} 起暂停：{{reason}}", { day: formatDate(found.data.held.on), reason: found.data.held.reason })}</p>
      )}
      {next && !row.archived_at && !found.data?.held && <Next meta={meta} row={row} way={next} />}
    </section>
  );
}

function Next({ meta, row, way }: { meta: Meta; row: Row; way: Way }) {
  const { t } = useT();
  const [asking, setAsking] = useState(false);
  const action = meta.actions.find((one) => one.name === "advance");
  const may = Boolean(action && row._can?.includes("advance"));
  const missing = way.checks.filter((check) => !check.ok);
  return (
    <div className="project-next">
      <div className="col" style={{ gap: 4, minWidth: 0 }}>
        <b>{missing.length ? t("进入“{{phase}}”还缺 {{n}} 项", { phase: way.label, n: missing.length }) : t("可以进入“{{phase}}”", { phase: way.label })}</b>
        {way.checks.length > 0 && (
          <ul className="project-checks">
            {way.checks.map((check) => (
              <li key={check.code} className={check.ok ? "ok" : "missing"}>
                {check.ok ? <CheckCircleOutlined aria-label={t("已满足")} /> : <ExclamationCircleOutlined aria-label={t("未满足")} />}
                <span>{check.ok ? check.label : check.message}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {may && <Button type="primary" disabled={missing.length > 0} onClick={() => setAsking(true)}>{t("进入{{phase}}", { phase: way.label })}</Button>}
      {asking && action && <ActionDialog meta={meta} row={row} action={action} onClose={() => setAsking(false)} />}
    </div>
  );
}
