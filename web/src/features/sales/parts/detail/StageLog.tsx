import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDateTime } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { StatusTag } from "../../../../kit/StatusTag";
import { tk, useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import { useStageLog } from "../../api";
import type { StageChange } from "../../model/stages";
import "../../sales.css";

const DIRECTIONS: Record<StageChange["direction"], [label: string, colour: string]> = {
  created: [tk("新建"), "outline"], forward: [tk("推进"), "green"], back: [tk("退回"), "orange"], lost: [tk("丢单"), "red"], reopened: [tk("重新打开"), "blue"],
};

/** 阶段历史: every move, who made it and why, and how long it had stood before. */
export function StageLog({ row }: RecordProps) {
  const { t } = useT();
  const log = useStageLog(row.id);
  if (log.isPending) return <LinesSkeleton />;
  if (log.isError) return <ErrorBox error={log.error} title={t("阶段历史没有加载成功")} onRetry={() => void log.refetch()} />;
  if (!log.data.items.length) return <Empty text={t("还没有阶段变化。")} />;
  return <ol className="stage-log" aria-label={t("阶段历史")}>{log.data.items.map((change) => <Line key={change.id} change={change} />)}</ol>;
}

function Line({ change }: { change: StageChange }) {
  const { t } = useT();
  const [label, colour] = DIRECTIONS[change.direction];
  const by = typeof change.by === "string" ? change.by : (change.by?.label ?? "");
  return (
    <li>
      <div className="row wrap">
        <StatusTag color={colour}>{t(label)}</StatusTag>
        <span>{change.from_stage && change.from_stage.id !== change.to_stage.id ? `${change.from_stage.label} → ${change.to_stage.label}` : change.to_stage.label}</span>
        {change.days !== null && <span className="muted small num">{t("此前停留 {{n}} 天", { n: change.days })}</span>}
        <span className="muted small num stage-log-when">{formatDateTime(change.at)}{by && ` · ${by}`}</span>
      </div>
      {change.reason && <p className="second small pre">{change.reason}</p>}
    </li>
  );
}
