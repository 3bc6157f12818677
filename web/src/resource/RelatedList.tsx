import { useState } from "react";
import { Button, Input } from "antd";
import { useMeta } from "../api/meta";
import type { Filter } from "../api/types";
import { Empty } from "../kit/Empty";
import { ErrorBox, NoRight } from "../kit/ErrorBox";
import { LinesSkeleton } from "../kit/Skeletons";
import { useDebounced } from "../kit/useDebounced";
import { useT } from "../i18n";
import { useList } from "./data/list";
import { ResourceDrawer } from "./drawer/ResourceDrawer";
import { FieldValue } from "./fields/FieldValue";
import { CreateButton } from "./form/CreateButton";
import type { Values } from "./form/values";
import { useResourceUi } from "./registry";
import { fieldOf, shownColumns } from "./table/columns";
import "./table/table.css";

interface Props {
  resource: string;
  /** Which rows: `["customer", "=", row.id]`. */
  filter: Filter;
  /** What a new row starts with: `{ customer: row.id }`. */
  initial?: Values;
  /** Columns; default: the first five of list_display without `hide`. */
  columns?: string[];
  /** Fields that are the same in every row (the parent). */
  hide?: string[];
  sort?: string;
}

/** The rows that belong to a record, inside one of its tabs: a plain table with search, 新建 and a drawer of their own. */
export function RelatedList({ resource, filter, initial, columns, hide = [], sort = "" }: Props) {
  const { t } = useT();
  const ui = useResourceUi(resource);
  const meta = useMeta(resource);
  const [text, setText] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  const [tab, setTab] = useState<string | null>(null);
  const q = useDebounced(text.trim());
  const list = useList(resource, { q, filter, sort }, meta.data?.can.includes("read") ?? false);
  if (meta.isPending) return <LinesSkeleton />;
  if (meta.isError) return <ErrorBox error={meta.error} onRetry={() => void meta.refetch()} />;
  if (!meta.data.can.includes("read")) return <NoRight />;
  const names = (columns ?? shownColumns(meta.data, undefined).filter((name) => !hide.includes(name)).slice(0, 5)).filter((name) => fieldOf(meta.data, name));
  const create = <CreateButton meta={meta.data} initial={initial} />;
  const at = list.rows.findIndex((row) => row.id === open);
  const step = (by: number) => {
    const row = list.rows[at + by];
    return at >= 0 && row ? () => setOpen(row.id) : undefined;
  };
  return (
    <div className="drawer-pad col">
      <div className="row between touch">
        {meta.data.search && (list.rows.length > 5 || q) ? <Input.Search allowClear style={{ maxWidth: 240 }} value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索{{label}}", { label: meta.data.label })} aria-label={t("搜索{{label}}", { label: meta.data.label })} /> : <span />}
        {list.rows.length > 0 && create}
      </div>
      {list.isPending && <LinesSkeleton />}
      {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
      {!list.isPending && !list.error && !list.rows.length && <Empty text={q ? t("没有符合条件的记录") : t("还没有{{label}}", { label: meta.data.label })} action={q ? null : create} />}
      {list.rows.length > 0 && (
        <div className="related">
          <table>
            <thead><tr>{names.map((name) => <th key={name} scope="col">{fieldOf(meta.data, name)?.label}</th>)}</tr></thead>
            <tbody>
              {list.rows.map((row) => (
                <tr key={row.id}>
                  {names.map((name, i) => {
                    const field = fieldOf(meta.data, name)!;
                    const cell = ui.cells?.[name]?.(row) ?? (field.type === "money" ? <FieldValue field={field} value={row[name]} /> : <FieldValue field={field} value={row[name]} compact />);
                    return <td key={name}>{i === 0 ? <button type="button" className="plain cell-link" onClick={() => setOpen(row.id)}>{cell}</button> : cell}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasMore && <div style={{ textAlign: "center" }}><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {open && <ResourceDrawer meta={meta.data} id={open} tab={tab} onTab={setTab} onClose={() => { setOpen(null); setTab(null); }} previous={step(-1)} next={step(1)} />}
    </div>
  );
}
