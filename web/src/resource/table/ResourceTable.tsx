import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button, Table, type GetRef } from "antd";
import type { Meta, Row } from "../../api/types";
import { usePreferences } from "../../api/me";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { UNIT_LABELS } from "../../kit/format";
import { useMoneyUnit } from "../../kit/Money";
import { CardsSkeleton, TableSkeleton } from "../../kit/Skeletons";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { many } from "../../i18n/many";
import type { LoadedList } from "../data/list";
import { useResourceUi } from "../registry";
import { Cards } from "./Cards";
import { buildColumns } from "./columns";
import { useBodyHeight, useInnerWidth } from "./useBodyHeight";
import { useRowKeys } from "./useRowKeys";

const SELECT = 44;

interface Props {
  meta: Meta;
  list: LoadedList;
  names: string[];
  sort: string;
  onSort: (sort: string) => void;
  openId: string | null;
  onOpen: (id: string) => void;
  selected: string[];
  onSelect: (ids: string[]) => void;
  /** Shown instead of rows when the query finds nothing. */
  empty: ReactNode;
  /** Keys ↑ ↓ Enter act on the rows; off while a dialog is open. */
  keys?: boolean;
}

/** Rows of a resource: virtual table on a desk, two-line cards on a phone; loads on while one scrolls. */
export function ResourceTable(props: Props) {
  const { meta, list, openId, onOpen, empty } = props;
  const { t } = useT();
  const phone = useIsPhone();
  const { active, setActive } = useRowKeys(list.rows, openId, onOpen, props.keys ?? true);
  if (list.error) return <div className="panel"><ErrorBox error={list.error} title={t("{{label}}列表没有加载成功", { label: many(meta.label) })} onRetry={list.reload} /></div>;
  if (list.isPending) return <div className="panel" style={{ overflow: "hidden" }}>{phone ? <CardsSkeleton /> : <TableSkeleton columns={props.names.length} />}</div>;
  if (!list.rows.length) return <div className="panel grow">{empty}</div>;
  if (phone) return <Cards meta={meta} list={list} names={props.names} onOpen={onOpen} />;
  return <Grid {...props} active={active} setActive={setActive} />;
}

export function EmptyList({ meta, filtered, onClear, create }: { meta: Meta; filtered: boolean; onClear: () => void; create?: ReactNode }) {
  const { t } = useT();
  const { unset } = useResourceUi(meta.name);
  if (filtered) return <Empty text={t("没有符合条件的记录")} action={<Button onClick={onClear}>{t("清空筛选")}</Button>} />;
  const text = t("还没有{{label}}", { label: many(meta.label) });
  return <Empty text={unset ? <>{text}<div className="muted">{unset()}</div></> : text} action={create} />;
}

type GridProps = Props & { active: string | null; setActive: (id: string | null) => void };

function Grid({ meta, list, names, sort, onSort, openId, onOpen, selected, onSelect, active, setActive }: GridProps) {
  const { t } = useT();
  const ui = useResourceUi(meta.name);
  const compact = usePreferences().density === "compact";
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<GetRef<typeof Table>>(null);
  const height = useBodyHeight(box);
  const [atEnd, setAtEnd] = useState(false);
  const link = (row: Row, text: ReactNode) => (
    <button type="button" className="plain cell-link" onClick={() => onOpen(row.id)}>{text}</button>
  );
  const room = useInnerWidth(box);
  const unit = t(UNIT_LABELS[useMoneyUnit()]);
  const columns = buildColumns({ meta, ui, names, sort, link, room: room ? room - SELECT : Infinity, unit });
  const width = columns.reduce((sum, column) => sum + Number(column.width ?? 140), SELECT);

  useEffect(() => {
    if (active) table.current?.scrollTo({ key: active, align: "nearest" } as Parameters<NonNullable<typeof table.current>["scrollTo"]>[0]);
  }, [active]);
  useEffect(() => {
    if (atEnd) list.loadMore();
  }, [atEnd, list]);

  return (
    <div className={compact ? "panel grid compact" : "panel grid"} ref={box}>
      <Table<Row>
        ref={table}
        rowKey="id"
        size="small"
        virtual
        pagination={false}
        columns={columns}
        dataSource={list.rows}
        scroll={{ x: width, y: height }}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setAtEnd(scrollHeight - scrollTop - clientHeight < 600);
        }}
        rowSelection={{ selectedRowKeys: selected, onChange: (keys) => onSelect(keys.map(String)), columnWidth: SELECT, fixed: true, preserveSelectedRowKeys: true }}
        rowClassName={(row) => [row.id === openId ? "is-open" : "", row.id === active ? "is-active" : "", row.archived_at ? "is-archived" : ""].join(" ")}
        onRow={(row) => ({ onMouseDown: () => setActive(row.id), onDoubleClick: () => onOpen(row.id), "aria-current": row.id === active ? "true" : undefined })}
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          onSort(one?.order ? `${one.order === "descend" ? "-" : ""}${String(one.columnKey)}` : "");
        }}
      />
      <div className="grid-foot">
        {list.hasMore
          ? <Button type="link" size="small" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button>
          : <span className="muted small">{t("已全部显示，共 {{n}} 条", { n: list.rows.length })}</span>}
      </div>
    </div>
  );
}
