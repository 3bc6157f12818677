import { Button, Drawer } from "antd";
import { Link } from "react-router";
import { useT } from "../../../i18n";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useIsPhone } from "../../../kit/useIsPhone";
import { recordPath } from "../../../resource/registry";
import { useRuns, type Run, type Step } from "../api";

const COLORS: Record<Step["outcome"], string> = { done: "green", unseen: "gold", nobody: "gold", refused: "red" };

/** What rules did, newest first: the record, the values that met the condition, who was told. */
export function RunLog({ rule, name, onClose }: { rule: string | null; name: string; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const runs = useRuns(rule);
  const rows = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 640} title={name ? t("执行记录：{{name}}", { name }) : t("执行记录")}>
      {runs.isPending && <LinesSkeleton />}
      {runs.isError && <ErrorBox error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isSuccess && rows.length === 0 && <Empty text={t("还没有触发过。")} />}
      <ul className="run-list">{rows.map((run) => <li key={run.id}><Line run={run} withRule={!rule} /></li>)}</ul>
      {runs.hasNextPage && <div className="todo-more"><Button loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>{t("加载更多")}</Button></div>}
    </Drawer>
  );
}

/** One firing: the record, the values that met the condition, what was done. */
export function Line({ run, withRule, withRecord = true }: { run: Run; withRule: boolean; withRecord?: boolean }) {
  const { t } = useT();
  return (
    <>
      <div className="row between">
        {!withRecord ? <b>{run.rule.label}</b> : run.object ? <Link className="ellipsis" to={recordPath(run.resource, run.object.id)}>{run.object.label}</Link> : <span className="muted">{t("已不在您的数据范围内")}</span>}
        <span className="muted small"><DateText value={run.at} kind="datetime" /></span>
      </div>
      {withRule && <div className="small">{run.rule.label}</div>}
      {run.values.length > 0 && <div className="small second">{run.values.map((v) => `${v.label}：${v.value}`).join("　")}</div>}
      <div className="row wrap">
        {run.waiting && <StatusTag color="blue">{t("等待执行")}</StatusTag>}
        {run.steps.map((step, i) => <StatusTag key={i} color={COLORS[step.outcome]}>{[step.label, step.recipient?.label, step.outcome === "done" ? step.detail : step.outcome_label].filter(Boolean).join(" · ")}</StatusTag>)}
      </div>
    </>
  );
}
