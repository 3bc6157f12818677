import { Button } from "antd";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useMerges, type MergeRecord } from "../api";
import { useUndoMerge } from "./useUndoMerge";

/** 合并记录: what was merged into this customer; the last one can be taken apart again. */
export function MergesTab({ row }: RecordProps) {
  const { t } = useT();
  const list = useMerges(row.id);
  if (list.isPending) return <LinesSkeleton />;
  if (list.isError) return <ErrorBox error={list.error} title={t("合并记录没有加载成功")} onRetry={() => void list.refetch()} />;
  if (!list.data.length) return <Empty text={t("没有别的客户并入过本客户。")} />;
  const last = list.data.find((merge) => !merge.undone_at);
  const may = (row._can ?? []).includes("merge");
  return <ul className="merge-list drawer-pad">{list.data.map((merge) => <Line key={merge.id} merge={merge} undo={may && merge === last ? <Undo row={row} merge={merge} /> : null} />)}</ul>;
}

function Line({ merge, undo }: { merge: MergeRecord; undo: React.ReactNode }) {
  const { t } = useT();
  const count = Object.values(merge.moved ?? {}).reduce((sum, n) => sum + n, 0);
  return (
    <li className="row between">
      <div style={{ minWidth: 0 }}>
        <div className="row"><b className="ellipsis">{merge.merged.label}</b>{merge.undone_at && <StatusTag color="outline">{t("已撤销")}</StatusTag>}</div>
        <div className="muted small"><DateText value={merge.at} kind="datetime" /> · {merge.by} · {t("移来 {{n}} 条记录", { n: count })}</div>
      </div>
      {undo}
    </li>
  );
}

function Undo({ row, merge }: { row: RecordProps["row"]; merge: MergeRecord }) {
  const { t } = useT();
  const undo = useUndoMerge(row);
  return <Button loading={undo.busy} onClick={() => void undo.run(merge)}>{t("撤销合并")}</Button>;
}
