import { Suspense, lazy, useState } from "react";
import { Button, Segmented } from "antd";
import { useMeta } from "../../../api/meta";
import type { Filter } from "../../../api/types";
import { dayOf } from "../../../kit/days";
import { Empty } from "../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { CardsSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { useListState } from "../../../resource/useListState";
import { asMine, grouped } from "../model/mine";
import { MyTaskLine } from "../parts/MyTaskLine";
import "../planning.css";

const ResourceDrawer = lazy(() => import("../../../resource/drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));

const MINE: Filter = { and: [["owner", "=", "$me"], ["live", "=", true], ["kind", "!=", "summary"]] };
const OPEN: Filter = { and: [...MINE.and, ["state", "!=", "done"]] };
const DONE: Filter = { and: [...MINE.and, ["state", "=", "done"]] };
const FIELDS = "name,project,wbs,state,progress,starts_at,ends_at,deadline,critical,kind";

/** 我的任务: what is mine over all projects; begun, advanced and finished with one thumb. */
export function MyTasksPage() {
  const { t } = useT();
  const meta = useMeta("tasks");
  const state = useListState();
  const [what, setWhat] = useState<"open" | "done">("open");
  const list = useList("tasks", { q: "", filter: what === "open" ? OPEN : DONE, sort: what === "open" ? "ends_at" : "-ends_at", fields: FIELDS }, meta.data?.can.includes("read") ?? false);
  const today = dayOf(new Date());
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const groups = grouped(list.rows.map((row) => asMine(row, dayOf)), today);
  return (
    <div className="page narrow my-tasks">
      <PageHead title={t("我的任务")} note={list.count !== null && t("共 {{n}} 项", { n: list.count })}
        actions={<Segmented<"open" | "done"> value={what} onChange={setWhat} options={[{ value: "open", label: t("待完成") }, { value: "done", label: t("已完成") }]} />} />
      {list.error !== null && <div className="panel"><ErrorBox error={list.error} onRetry={list.reload} /></div>}
      {list.isPending && <div className="panel"><CardsSkeleton /></div>}
      {!list.isPending && !list.error && !groups.length && <div className="panel"><Empty text={what === "open" ? t("没有等您完成的任务。") : t("还没有完成过任务。")} /></div>}
      {groups.map((group) => (
        <section key={group.key} className="panel" aria-label={t(group.label)}>
          <header className="panel-head"><h2 className={group.key === "late" ? "danger-text" : undefined}>{t(group.label)}</h2><span className="muted small num">{t("{{n}} 项", { n: group.tasks.length })}</span></header>
          <ul className="my-lines">{group.tasks.map((task) => <MyTaskLine key={task.row.id} task={task} today={today} onOpen={() => state.openRow(task.row.id)} />)}</ul>
        </section>
      ))}
      {list.hasMore && <Button onClick={list.loadMore} loading={list.isLoadingMore}>{t("加载更多")}</Button>}
      <Suspense fallback={null}>{state.open && meta.data && <ResourceDrawer meta={meta.data} id={state.open} tab={state.tab} onTab={state.setTab} onClose={() => state.openRow(null)} />}</Suspense>
    </div>
  );
}
