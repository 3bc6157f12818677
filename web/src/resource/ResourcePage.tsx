import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { DownloadOutlined, ReloadOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { usePreferences, useSetPreferences } from "../api/me";
import { useMeta } from "../api/meta";
import { isApiError } from "../api/errors";
import type { Filter, Meta, Row } from "../api/types";
import { ErrorBox, NoRight } from "../kit/ErrorBox";
import { formatCount } from "../kit/format";
import { useNotify } from "../kit/notify";
import { PageHead } from "../kit/PageHead";
import { TableSkeleton } from "../kit/Skeletons";
import { useIsPhone } from "../kit/useIsPhone";
import { useT } from "../i18n";
import { many } from "../i18n/many";
import { BatchBar } from "./bulk/BatchBar";
import { bothHold, fieldsFor, useList } from "./data/list";
import type { Selection } from "./data/row";
import { FilterBar } from "./filter/FilterBar";
import { CreateButton } from "./form/CreateButton";
import type { Values } from "./form/values";
import { useResourceUi } from "./registry";
import { ColumnSettings } from "./table/ColumnSettings";
import { shownColumns } from "./table/columns";
import { EmptyList, ResourceTable } from "./table/ResourceTable";
import { useListState } from "./useListState";
import { SavedViews } from "./views/SavedViews";
import { useViews } from "./views/views";

const ResourceDrawer = lazy(() => import("./drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));
const ExportDialog = lazy(() => import("./bulk/ExportDialog").then((module) => ({ default: module.ExportDialog })));

interface Props {
  resource: string;
  /** Title instead of the resource's own label. */
  title?: string;
  /** The page shows these rows only, whatever else one filters by: receivables that are to come in. */
  within?: Filter;
  /** What a new record starts with here. */
  initial?: Values;
}

/** List, filters, views, batch bar and drawer of one resource, all from its meta. The URL holds the whole state. */
export function ResourcePage({ resource, title, within, initial }: Props) {
  const { t } = useT();
  const meta = useMeta(resource);
  if (meta.isPending) return <div className="page"><div className="panel"><TableSkeleton /></div></div>;
  // A resource that one may not read is not there.
  if (isApiError(meta.error) && meta.error.status === 404) return <NoRight />;
  if (meta.isError) return <div className="page"><ErrorBox error={meta.error} title={t("页面没有加载成功")} onRetry={() => void meta.refetch()} /></div>;
  if (!meta.data.can.includes("read")) return <NoRight />;
  return <ListPage meta={withoutFixed(meta.data, within)} title={title ?? many(meta.data.label)} within={within} initial={initial} />;
}

const lean = new WeakMap<Meta, Record<string, Meta>>();

/** What every row of the page has alike is neither a column nor a filter of it. The same object each time, so nothing draws anew. */
export function withoutFixed(meta: Meta, within: Filter | undefined): Meta {
  const name = Array.isArray(within) && within[1] === "=" ? within[0] : "";
  if (!meta.list_display.includes(name) && !meta.list_filter.includes(name)) return meta;
  const known = lean.get(meta) ?? {};
  known[name] ??= { ...meta, list_display: meta.list_display.filter((one) => one !== name), list_filter: meta.list_filter.filter((one) => one !== name) };
  lean.set(meta, known);
  return known[name];
}

function ListPage({ meta, title, within, initial }: { meta: Meta; title: string; within?: Filter; initial?: Values }) {
  const { t } = useT();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const ui = useResourceUi(meta.name);
  const state = useListState();
  const { names, setNames, resetNames } = useColumns(meta, state.view);
  const everything = { ...state.query, filter: bothHold(within, state.query.filter) };
  const list = useList(meta.name, { ...everything, fields: fieldsFor(meta, names) });
  const [selected, setSelected] = useState<string[]>([]);
  const [exporting, setExporting] = useState<Selection | null>(null);

  const openRow = (id: string) => (ui.detailPath ? void navigate(ui.detailPath(id)) : state.openRow(id));
  const created = (row: Row) => openRow(row.id);
  const create = <CreateButton meta={meta} initial={initial} onCreated={created} />;
  const at = state.open ? list.rows.findIndex((row) => row.id === state.open) : -1;
  const step = (by: number) => {
    const row = list.rows[at + by];
    return at >= 0 && row ? () => state.openRow(row.id) : undefined;
  };
  const tools = !phone && (
    <>
      <Button icon={<ReloadOutlined spin={list.isRefreshing} />} onClick={list.reload} aria-label={t("刷新")} title={t("刷新")} />
      {meta.can.includes("export") && <Button icon={<DownloadOutlined />} onClick={() => setExporting(everything)} aria-label={t("导出")} title={t("导出")} />}
      <ColumnSettings meta={meta} names={names} onChange={setNames} onReset={resetNames} />
    </>
  );
  return (
    <div className={phone ? "page" : "page fill"}>
      <PageHead title={title} note={list.count !== null && t("共 {{n}} 条", { n: formatCount(list.count, list.countExact) })}
        actions={<>{ui.listButtons?.map((Part, i) => <Part key={i} resource={meta.name} meta={meta} />)}{create}</>} />
      <SavedViews meta={meta} state={state} columns={names} />
      <FilterBar meta={meta} state={state} tools={tools} />
      {selected.length > 0 && (
        <BatchBar meta={meta} selected={selected} everything={everything} total={list.count} totalExact={list.countExact} loaded={list.rows.length}
          onClear={() => setSelected([])} onExport={setExporting} />
      )}
      <ResourceTable meta={meta} list={list} names={names} sort={state.query.sort} onSort={state.setSort} openId={state.open} onOpen={openRow}
        selected={selected} onSelect={setSelected} keys={!state.open && !exporting}
        empty={<EmptyList meta={meta} filtered={state.isFiltered} onClear={state.clear} create={create} />} />
      <Suspense fallback={null}>
        {state.open && <ResourceDrawer meta={meta} id={state.open} tab={state.tab} onTab={state.setTab} onClose={() => state.openRow(null)} previous={step(-1)} next={step(1)} />}
        {exporting && <ExportDialog meta={meta} on={exporting} columns={names} onClose={() => setExporting(null)} />}
      </Suspense>
    </div>
  );
}

/** Columns: of the open view while it has some, else the person's own, else the resource's. Changes are kept for the person. */
function useColumns(meta: Meta, viewId: string | null) {
  const notify = useNotify();
  const mine = usePreferences().columns ?? {};
  const save = useSetPreferences();
  const [here, setHere] = useState<{ view: string | null; names: string[] } | null>(null);
  const view = useViews(meta.name).data?.find((one) => one.id === viewId);
  const changedHere = here && here.view === viewId ? here.names : undefined;
  const names = shownColumns(meta, changedHere ?? (view?.columns.length ? view.columns : mine[meta.name]));
  const keep = (next: string[]) => save.mutate({ columns: { ...mine, [meta.name]: next } }, { onError: notify.fail });
  return {
    names,
    setNames: (next: string[]) => (view ? setHere({ view: viewId, names: next }) : keep(next)),
    resetNames: () => {
      setHere(null);
      if (!view) keep([]);
    },
  };
}
