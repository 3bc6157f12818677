import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { api } from "../../../api/client";
import type { Filter, Page, Ref, Row } from "../../../api/types";
import { useT } from "../../../i18n";

interface Props {
  id: string;
  resource: string;
  /** Which rows are offered; null: none can be yet. */
  filter: Filter | null;
  sort?: string;
  fields: string;
  /** What a row offers: the record it stands for, and how it reads. */
  show: (row: Row) => { ref: Ref; hint?: string; indent?: number } | null;
  value: Ref | null;
  onChange: (value: Ref | null) => void;
  placeholder: string;
  status?: "error";
}

const MOST_PAGES = 10;

/** What belongs to one project is some hundred rows at most: read at once, searched here. */
async function allRows(resource: string, query: Record<string, string>, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const found = await api.get<Page>(`/r/${resource}`, { ...query, cursor, limit: 200 }, signal);
    rows.push(...found.items);
    if (!found.next) break;
    cursor = found.next;
  }
  return rows;
}

/** Chooses among the rows that belong to something already chosen: tasks, contracts, contacts of one project. */
export function PickOf({ id, resource, filter, sort = "", fields, show, value, onChange, placeholder, status }: Props) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ["list", resource, "pick", filter],
    queryFn: ({ signal }) => allRows(resource, { filter: JSON.stringify(filter), sort, fields }, signal),
    enabled: open && filter !== null,
  });
  const items = (found.data ?? []).flatMap((row) => show(row) ?? []);
  const options = items.map(({ ref, hint, indent }) => ({ value: ref.id, label: ref.label, hint, indent: indent ?? 0 }));
  if (value && !options.some((one) => one.value === value.id)) options.unshift({ value: value.id, label: value.label, hint: undefined, indent: 0 });
  return (
    <Select id={id} value={value?.id} status={status} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={placeholder} style={{ width: "100%" }} disabled={filter === null}
      onOpenChange={setOpen} notFoundContent={found.isFetching ? t("正在查找…") : t("没有可选的记录")} options={options}
      optionRender={(option) => <span className="row between" style={{ paddingInlineStart: option.data.indent * 12 }}><span className="ellipsis">{option.label}</span><span className="muted small">{option.data.hint}</span></span>}
      onChange={(key?: string) => { const item = options.find((one) => one.value === key); onChange(item ? { id: item.value, label: item.label } : null); }} />
  );
}
