import { useCallback, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { Button, Input } from "antd";
import { useMeta } from "../api/meta";
import type { Field, Filter } from "../api/types";
import { Empty } from "../kit/Empty";
import { ErrorBox, NoRight } from "../kit/ErrorBox";
import { LinesSkeleton } from "../kit/Skeletons";
import { MoneyHeader } from "../kit/Money";
import { useDebounced } from "../kit/useDebounced";
import { useIsPhone } from "../kit/useIsPhone";
import { useT } from "../i18n";
import { many } from "../i18n/many";
import { fieldsFor, useList } from "./data/list";
import { ResourceDrawer } from "./drawer/ResourceDrawer";
import { FieldValue } from "./fields/FieldValue";
import { CreateButton } from "./form/CreateButton";
import type { Values } from "./form/values";
import { useResourceUi } from "./registry";
import { Cards } from "./table/Cards";
import { fieldOf, isRight, shownColumns } from "./table/columns";

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
  /** Nothing can be added here, whatever one may elsewhere. */
  closed?: boolean;
  /** Stands where the search box is: a choice of what the list shows. */
  lead?: ReactNode;
}

const CHILD = "child";

/** The open child of a record, `contacts.<id>`, stands in the URL beside the tab: Back closes it, a link shows it. */
export function useOpenChild(resource: string): [string | null, (id: string | null) => void] {
  const [params, setParams] = useSearchParams();
  const [kind, open = ""] = (params.get(CHILD) ?? "").split(".");
  const show = useCallback((id: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (id) next.set(CHILD, `${resource}.${id}`);
    else next.delete(CHILD);
    return next;
  }, { replace: Boolean(id && open), preventScrollReset: true }), [resource, open, setParams]);
  return [kind === resource && open ? open : null, show];
}

/** The rows that belong to a record, inside one of its tabs: a plain table (cards on a phone) with search, 新建 and a drawer of their own. */
export function RelatedList({ resource, filter, initial, columns, hide = [], sort = "", lead, closed }: Props) {
  const { t } = useT();
  const ui = useResourceUi(resource);
  const meta = useMeta(resource);
  const [text, setText] = useState("");
  const phone = useIsPhone();
  const [open, setOpen] = useOpenChild(resource);
  const [tab, setTab] = useState<string | null>(null);
  const q = useDebounced(text.trim());
  const names = meta.data ? (columns ?? shownColumns(meta.data, undefined).filter((name) => !hide.includes(name)).slice(0, 5)).filter((name) => fieldOf(meta.data, name)) : [];
  const list = useList(resource, { q, filter, sort, fields: meta.data && fieldsFor(meta.data, names) }, meta.data?.can.includes("read") ?? false);
  if (meta.isPending) return <LinesSkeleton />;
  if (meta.isError) return <ErrorBox error={meta.error} onRetry={() => void meta.refetch()} />;
  if (!meta.data.can.includes("read")) return <NoRight />;
  const create = closed ? null : <CreateButton meta={meta.data} initial={initial} quiet />;
  const at = list.rows.findIndex((row) => row.id === open);
  const step = (by: number) => {
    const row = list.rows[at + by];
    return at >= 0 && row ? () => setOpen(row.id) : undefined;
  };
  return (
    <div className="drawer-pad col">
      <div className="row between touch">
        <span className="row wrap">{lead}{meta.data.search && (list.rows.length > 5 || q) && <Input.Search allowClear style={{ maxWidth: 240 }} value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索{{label}}", { label: many(meta.data.label) })} aria-label={t("搜索{{label}}", { label: many(meta.data.label) })} />}</span>
        {list.rows.length > 0 && create}
      </div>
      {list.isPending && <LinesSkeleton />}
      {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
      {!list.isPending && !list.error && !list.rows.length && <Empty text={q ? t("没有符合条件的记录") : t("还没有{{label}}", { label: many(meta.data.label) })} action={q ? null : create} />}
      {phone && list.rows.length > 0 && <Cards meta={meta.data} list={list} names={names} onOpen={setOpen} />}
      {!phone && list.rows.length > 0 && (
        <div className="related">
          <table>
            <thead><tr>{names.map((name) => <HeadCell key={name} field={fieldOf(meta.data, name)!} />)}</tr></thead>
            <tbody>
              {list.rows.map((row) => (
                <tr key={row.id}>
                  {names.map((name, i) => {
                    const field = fieldOf(meta.data, name)!;
                    const cell = ui.cells?.[name]?.(row) ?? <FieldValue field={field} value={row[name]} compact />;
                    return <td key={name} className={isRight(field) ? "right" : undefined}>{i === 0 ? <button type="button" className="plain cell-link" onClick={() => setOpen(row.id)}>{cell}</button> : cell}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!phone && list.hasMore && <div style={{ textAlign: "center" }}><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {open && <ResourceDrawer meta={meta.data} id={open} tab={tab} onTab={setTab} onClose={() => { setOpen(null); setTab(null); }} previous={step(-1)} next={step(1)} />}
    </div>
  );
}

function HeadCell({ field }: { field: Field }) {
  return <th scope="col" className={isRight(field) ? "right" : undefined}>{field.type === "money" ? <MoneyHeader label={field.label} /> : field.label}</th>;
}
