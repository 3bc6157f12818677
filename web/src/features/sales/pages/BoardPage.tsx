import { Suspense, lazy } from "react";
import { Button } from "antd";
import { ReloadOutlined } from "@ant-design/icons";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Meta } from "../../../api/types";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { formatCount } from "../../../kit/format";
import { PageHead } from "../../../kit/PageHead";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { many } from "../../../i18n/many";
import { FilterBar } from "../../../resource/filter/FilterBar";
import { CreateButton } from "../../../resource/form/CreateButton";
import { useListState } from "../../../resource/useListState";
import { SavedViews } from "../../../resource/views/SavedViews";
import { RESOURCE } from "../api";
import { BoardSkeleton } from "../parts/board/BoardSkeleton";
import { BoardView } from "../parts/board/BoardView";
import { useBoard } from "../parts/board/useBoard";
import { shortMoney } from "../parts/shortMoney";
import { ViewSwitch } from "../parts/ViewSwitch";
import "../sales.css";

const ResourceDrawer = lazy(() => import("../../../resource/drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));

const FILTERS = ["owner", "unit", "project_type", "region", "expected_on"];

/** 商机看板: the pipeline in columns. */
export function BoardPage() {
  const { t } = useT();
  const meta = useMeta(RESOURCE);
  if (meta.isPending) return <div className="page fill"><BoardSkeleton /></div>;
  if (isApiError(meta.error) && meta.error.status === 404) return <NoRight />;
  if (meta.isError) return <div className="page"><ErrorBox error={meta.error} title={t("页面没有加载成功")} onRetry={() => void meta.refetch()} /></div>;
  if (!meta.data.can.includes("read")) return <NoRight />;
  return <Loaded meta={meta.data} />;
}

function Loaded({ meta }: { meta: Meta }) {
  const { t } = useT();
  const phone = useIsPhone();
  const state = useListState();
  const data = useBoard(state.query);
  // The columns are the stages already: here the other filters are of use.
  const filters = { ...meta, list_filter: FILTERS.filter((name) => meta.fields.some((field) => field.name === name)) };
  const { board, result } = data;
  const create = <CreateButton meta={meta} onCreated={(row) => state.openRow(row.id)} />;
  const total = board && t("{{n}} 个 · 合计 {{sum}}", { n: formatCount(board.total.count), sum: shortMoney(board.total.amount) });
  return (
    <div className="page fill board-page">
      <PageHead title={many(meta.label)} note={total} actions={<><ViewSwitch view="board" />{!phone && create}</>} />
      {!phone && <SavedViews meta={meta} state={state} columns={[]} />}
      <FilterBar meta={filters} state={state} tools={<Button icon={<ReloadOutlined spin={result.isFetching && !result.isPending} />} onClick={data.reload} aria-label={t("刷新")} title={t("刷新")} />} />
      <BoardView meta={meta} state={state} data={data} onOpen={state.openRow} onCreated={state.openRow} />
      {phone && meta.can.includes("create") && <div className="sales-thumb touch">{create}</div>}
      <Suspense fallback={null}>
        {state.open && <ResourceDrawer meta={meta} id={state.open} tab={state.tab} onTab={state.setTab} onClose={() => state.openRow(null)} />}
      </Suspense>
    </div>
  );
}
