import { useMemo, useState } from "react";
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { compareQuery, type Comparison } from "../../api";
import type { ViewProps } from "../PlanView";

const FIRST = 200;

/** This plan beside a baseline or another scenario: what has moved, and by how much. */
export function CompareView({ plan, plans, onOpen }: ViewProps) {
  const { t } = useT();
  const { network } = plan;
  const others = useMemo(() => [
    ...(network?.baselines ?? []).map((one) => ({ value: one.id, label: t("基线：{{name}}", { name: one.name }) })),
    ...plans.filter((one) => one.id !== plan.id).map((one) => ({ value: one.id, label: t("方案：{{name}}", { name: one.label }) })),
  ], [network, plans, plan.id, t]);
  const [chosen, setChosen] = useState<string | null>(null);
  const other = others.some((one) => one.value === chosen) ? chosen : (others[0]?.value ?? null);
  const found = useQuery(compareQuery(plan.id, other));
  if (!other) return <div className="panel grow"><Empty text={t("还没有可以对比的基线或方案。先在“更多”里保存基线或另存方案。")} /></div>;
  return (
    <section className="panel compare" aria-label={t("对比")}>
      <header className="panel-head"><h2>{t("与…对比")}</h2><Select value={other} options={others} onChange={setChosen} aria-label={t("对比对象")} popupMatchSelectWidth={false} style={{ minWidth: 180 }} /></header>
      {found.isPending && <LinesSkeleton rows={8} />}
      {found.isError && !found.data && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Found comparison={found.data} onOpen={onOpen} />}
    </section>
  );
}

function Found({ comparison, onOpen }: { comparison: Comparison; onOpen: (id: string) => void }) {
  const { t } = useT();
  const [all, setAll] = useState(false);
  const { finish, tasks } = comparison;
  const shown = all ? tasks : tasks.slice(0, FIRST);
  const day = (text: string | null | undefined) => (text ? text.slice(0, 10) : "—");
  return (
    <div className="panel-body col">
      <dl className="earned-figures num"><div><dt>{t("本计划竣工")}</dt><dd>{day(finish[0])}</dd></div><div><dt>{t("对比对象竣工")}</dt><dd>{day(finish[1])}</dd></div><div><dt>{t("不同的任务")}</dt><dd>{tasks.length}</dd></div></dl>
      {!tasks.length && <Empty text={t("两边的日期完全一致。")} />}
      {tasks.length > 0 && (
        <div className="table-scroll">
          <table className="plan-table num">
            <thead><tr><th scope="col">WBS</th><th scope="col">{t("任务")}</th><th scope="col">{t("本计划")}</th><th scope="col">{t("对比对象")}</th><th scope="col">{t("完成相差")}</th></tr></thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.id}>
                  <td className="muted">{one.wbs}</td>
                  <th scope="row">{one.here ? <button type="button" className="plain compare-name" onClick={() => onOpen(one.id)}>{one.name}</button> : one.name}</th>
                  <td>{one.here ? `${day(one.here[0])} – ${day(one.here[1])}` : t("没有此任务")}</td>
                  <td>{one.there ? `${day(one.there[0])} – ${day(one.there[1])}` : t("没有此任务")}</td>
                  <td className={one.days && one.days > 0 ? "danger-text" : one.days && one.days < 0 ? "success-text" : undefined}>{one.days ? (one.days > 0 ? t("晚 {{n}} 天", { n: one.days }) : t("早 {{n}} 天", { n: -one.days })) : "—"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {tasks.length > shown.length && <p><button type="button" className="plain compare-name" onClick={() => setAll(true)}>{t("显示全部 {{n}} 项", { n: tasks.length })}</button></p>}
    </div>
  );
}
