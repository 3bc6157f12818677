import { Suspense, lazy, useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { useMe } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import { listen } from "../../../api/stream";
import type { Meta } from "../../../api/types";
import { tk, useT } from "../../../i18n";
import { Empty } from "../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { formatCount, formatDate } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useList } from "../../../resource/data/list";
import { useDo } from "../../../resource/data/row";
import { CreateButton } from "../../../resource/form/CreateButton";
import type { Todo } from "../api";
import { FIELDS, filterOf, grouped, SORT, type View } from "../groups";
import { DismissDialog, PostponeDialog } from "../parts/EndDialogs";
import { TodoItem } from "../parts/TodoItem";
import "../automation.css";

const ResourceDrawer = lazy(() => import("../../../resource/drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));
const VIEWS: [View, string][] = [["mine", tk("我的待办")], ["given", tk("我安排的")], ["team", tk("同事的")], ["ended", tk("已处理")]];
const NOTHING: Record<View, string> = {
  mine: tk("没有待办，都处理完了。"),
  given: tk("您没有安排给同事的待办。"),
  team: tk("您能看到的同事都没有待办。"),
  ended: tk("还没有处理过的待办。"),
};

export function Component() {
  const { t } = useT();
  const meta = useMeta("todos");
  if (meta.isPending) return <div className="page"><div className="panel"><LinesSkeleton /></div></div>;
  if (meta.isError) return <div className="page"><ErrorBox error={meta.error} title={t("页面没有加载成功")} onRetry={() => void meta.refetch()} /></div>;
  return meta.data.can.includes("read") ? <TodosPage meta={meta.data} /> : <NoRight />;
}

/** What has to be done, by day. The URL holds view, kind and the open record. */
function TodosPage({ meta }: { meta: Meta }) {
  const { t } = useT();
  const notify = useNotify();
  const me = useMe()?.id ?? "";
  const [params, setParams] = useSearchParams();
  const view = VIEWS.some(([key]) => key === params.get("view")) ? (params.get("view") as View) : "mine";
  const kind = params.get("kind");
  const list = useList("todos", { q: "", filter: filterOf(view, kind), sort: SORT[view], fields: FIELDS });
  const run = useDo("todos");
  const [asking, setAsking] = useState<{ verb: "postpone" | "dismiss"; todo: Todo } | null>(null);
  const set = (name: string, value: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: name !== "open" });
  useNewOnes();
  const kinds = meta.fields.find((field) => field.name === "kind")?.options ?? [];
  const labelOf = (value: string) => kinds.find((option) => option.value === value)?.label ?? value;
  const act = (todo: Todo, verb: "done" | "postpone" | "dismiss" | "reopen") => {
    if (verb === "postpone" || verb === "dismiss") return setAsking({ verb, todo });
    run.mutate({ row: todo, verb }, {
      onSuccess: (row) => notify.ok(verb === "done" ? t("已完成") : t("已重新打开"), verb === "done" ? { undo: () => run.mutate({ row, verb: "reopen" }, { onError: notify.fail }) } : undefined),
      onError: notify.fail,
    });
  };
  const rows = list.rows as Todo[];
  const today = formatDate(new Date().toISOString());
  const groups = view === "ended" ? [{ key: "ended", label: "", rows }] : grouped(rows, today);
  return (
    <div className="page todos">
      <PageHead title={t("待办")} note={list.count !== null && t("共 {{n}} 条", { n: formatCount(list.count, list.countExact) })} actions={<CreateButton meta={meta} />} />
      <div className="row wrap todo-bar">
        <Segmented value={view} onChange={(value) => set("view", value === "mine" ? null : value)} options={VIEWS.map(([value, label]) => ({ value, label: t(label) }))} />
        <Select aria-label={t("类别")} allowClear placeholder={t("全部类别")} value={kind} onChange={(value) => set("kind", value ?? null)} options={kinds.map((one) => ({ value: one.value, label: one.label }))} style={{ minWidth: 132 }} />
      </div>
      {list.isPending && <div className="panel"><LinesSkeleton /></div>}
      {Boolean(list.error) && <div className="panel"><ErrorBox error={list.error} title={t("待办没有加载成功")} onRetry={list.reload} /></div>}
      {!list.isPending && !list.error && rows.length === 0 && <div className="panel"><Empty text={kind ? t("没有这一类待办。") : t(NOTHING[view])} /></div>}
      {groups.map((group) => group.rows.length > 0 && (
        <section key={group.key} aria-label={group.label ? t(group.label) : t("已处理")}>
          {group.label && <h2 className={group.key === "late" ? "todo-group danger-text" : "todo-group"}>{t(group.label)} <span className="num muted">{group.rows.length}</span></h2>}
          <div className="panel todo-list">
            {group.rows.map((todo) => (
              <TodoItem key={todo.id} todo={todo} kind={labelOf(todo.kind)} today={today} me={me} busy={run.isPending && run.variables?.row.id === todo.id}
                mayChange={todo.assignee?.id === me || todo.created_by?.id === me} onVerb={(verb) => act(todo, verb)} onOpen={() => set("open", todo.id)} />
            ))}
          </div>
        </section>
      ))}
      {list.hasMore && <div className="todo-more"><Button loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {asking?.verb === "postpone" && <PostponeDialog todo={asking.todo} onClose={() => setAsking(null)} />}
      {asking?.verb === "dismiss" && <DismissDialog todo={asking.todo} onClose={() => setAsking(null)} />}
      <Suspense fallback={null}>
        {params.get("open") && <ResourceDrawer meta={meta} id={params.get("open")!} tab={params.get("tab")} onTab={(tab) => set("tab", tab)} onClose={() => set("open", null)} />}
      </Suspense>
    </div>
  );
}

/** To-dos that come while one looks (from rules, from colleagues) appear at once. */
function useNewOnes(): void {
  const client = useQueryClient();
  useEffect(() => listen("changed", (data) => {
    if (data.resource === "todos") void client.invalidateQueries({ queryKey: ["list", "todos"] });
  }), [client]);
}
