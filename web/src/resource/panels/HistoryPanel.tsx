import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { api } from "../../api/client";
import type { Change, Field, HistoryEntry, Meta } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { LinesSkeleton } from "../../kit/Skeletons";
import { tk, useT } from "../../i18n";
import { FieldValue, isEmptyValue } from "../fields/FieldValue";
import type { RecordProps } from "../registry";

interface HistoryPage {
  items: HistoryEntry[];
  next: string | null;
}

const VERBS: Record<HistoryEntry["operation"], string> = { create: tk("新建了"), update: tk("修改了"), delete: tk("删除了") };

/** Who changed what, when, from which value to which. */
export function HistoryPanel({ resource, row, meta }: RecordProps) {
  const { t } = useT();
  const list = useInfiniteQuery({
    queryKey: ["history", resource, row.id],
    queryFn: ({ pageParam, signal }) => api.get<HistoryPage>(`/r/${resource}/${row.id}/history`, { cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (list.isPending) return <LinesSkeleton />;
  if (list.isError) return <ErrorBox error={list.error} title={t("历史没有加载成功")} onRetry={() => void list.refetch()} />;
  const entries = list.data.pages.flatMap((page) => page.items);
  if (!entries.length) return <Empty text={t("这条记录还没有变更。")} />;
  return (
    <div className="drawer-pad">
      <ol className="timeline">{entries.map((entry) => <li key={entry.id}><Entry entry={entry} meta={meta} /></li>)}</ol>
      {list.hasNextPage && <div style={{ textAlign: "center" }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("加载更早的变更")}</Button></div>}
    </div>
  );
}

function Entry({ entry, meta }: { entry: HistoryEntry; meta: Meta }) {
  const { t } = useT();
  return (
    <>
      <div className="row between">
        <span><b style={{ fontWeight: 500 }}>{entry.actor?.label ?? t("系统")}</b> <span className="second">{t(VERBS[entry.operation])}</span><Cause cause={entry.cause} /></span>
        <span className="muted small"><DateText value={entry.at} kind="datetime" /></span>
      </div>
      {entry.event_at && entry.event_at.slice(0, 16) !== entry.at.slice(0, 16) && <div className="muted small">{t("发生时间")} <DateText value={entry.event_at} kind="datetime" /></div>}
      {told(entry, meta).map((change) => <ChangeLine key={change.field} field={fieldFor(meta, change.field, change.label)} before={change.old} after={change.new} created={entry.operation === "create"} />)}
    </>
  );
}

/** Words for where a change came from; the ordinary ways (a person at a screen, the system itself) need none. */
const CAUSES: Record<string, string> = { import: tk("导入"), bulk: tk("批量修改"), automation: tk("自动化"), website: tk("官网"), setup: tk("初始化"), undo: tk("撤销"), job: tk("后台任务"), handover: tk("离职交接") };

/** Chinese source text for a cause such as `import:<id>`; undefined for the ordinary ways. */
export function causeWord(cause: string): string | undefined {
  return CAUSES[cause.split(":")[0] ?? ""];
}

function Cause({ cause }: { cause: string }) {
  const { t } = useT();
  const word = causeWord(cause);
  return word ? <span className="muted small"> · {t(word)}</span> : null;
}

/** Of a new record only what it was filled with, in the order of its fields. */
function told(entry: HistoryEntry, meta: Meta): Change[] {
  const place = (change: Change) => meta.fields.findIndex((field) => field.name === change.field);
  return entry.changes.filter((change) => entry.operation !== "create" || !isEmptyValue(change.new)).toSorted((a, b) => place(a) - place(b));
}

function fieldFor(meta: Meta, name: string, label: string): Field {
  return meta.fields.find((field) => field.name === name) ?? { name, label, type: "text", required: false, readonly: true };
}

/** History holds what people read: of a reference and of a choice the label. */
function asShown(field: Field, value: unknown): { field: Field; value: unknown } {
  const plain = (field.type === "ref" || field.type === "refs") && (typeof value !== "object" || value === null);
  const joined = ["choices", "tags", "refs"].includes(field.type) && !Array.isArray(value);
  if (plain || joined) return { field: { ...field, type: "text" }, value };
  if (typeof value === "object" && value !== null && !["ref", "refs", "tags", "choices"].includes(field.type)) return { field: { ...field, type: "json" }, value };
  if (field.type === "choice") return { field, value: field.options?.find((option) => option.label === value)?.value ?? value };
  return { field, value };
}

function ChangeLine({ field, before, after, created }: { field: Field; before: unknown; after: unknown; created: boolean }) {
  return (
    <div className="change">
      <span className="muted">{field.label}</span>
      <span className="change-values">
        {!created && <><span className="change-old"><FieldValue {...asShown(field, before)} /></span><span className="muted"> → </span></>}
        <span><FieldValue {...asShown(field, after)} /></span>
      </span>
    </div>
  );
}
