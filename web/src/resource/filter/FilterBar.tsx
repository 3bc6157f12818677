import { useEffect, useRef, useState, type ReactNode } from "react";
import { Badge, Button, Drawer, Input, type InputRef } from "antd";
import { FilterOutlined } from "@ant-design/icons";
import type { Meta } from "../../api/types";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { many } from "../../i18n/many";
import type { ListState } from "../useListState";
import { FilterBuilder } from "./FilterBuilder";
import { FilterChips } from "./FilterChips";
import { isFilterable } from "./ops";
import { QuickFilter } from "./QuickFilter";

interface Props {
  meta: Meta;
  state: ListState;
  /** Small buttons at the right end: refresh, columns. */
  tools?: ReactNode;
}

/** Search, the fields of list_filter, and 更多筛选 over every field; below them what is filtered, as removable chips. */
export function FilterBar({ meta, state, tools }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const [sheet, setSheet] = useState(false);
  const [builder, setBuilder] = useState(false);
  const { model } = state;
  const quick = meta.list_filter.flatMap((name) => meta.fields.find((field) => field.name === name && isFilterable(field)) ?? []);
  const count = model.all.length + model.extra.length + (model.any.length ? 1 : 0);
  const more = meta.fields.some(isFilterable) && (
    <Button icon={<FilterOutlined aria-hidden />} onClick={() => setBuilder(true)} type={phone ? "default" : "text"}>{t("更多筛选")}</Button>
  );
  return (
    <section className="panel filter-bar" aria-label={t("筛选")}>
      <div className="row filter-row touch">
        {meta.search && <SearchInput q={state.query.q} onSearch={state.setQ} label={many(meta.label)} />}
        {!phone && quick.slice(0, SHOWN).map((field) => <QuickFilter key={field.name} resource={meta.name} field={field} model={model} onChange={state.setModel} style={QUICK} />)}
        {!phone && more}
        {phone && (
          <Badge count={count} size="small"><Button icon={<FilterOutlined aria-hidden />} onClick={() => setSheet(true)} aria-label={t("筛选")}>{meta.search ? null : t("筛选")}</Button></Badge>
        )}
        <div className="filter-tools row">{tools}</div>
      </div>
      <FilterChips meta={meta} model={model} q={state.query.q} onChange={state.setModel} onClear={state.clear} />
      {phone && (
        <Drawer open={sheet} onClose={() => setSheet(false)} placement="bottom" size="auto" title={t("筛选")}
          footer={<div className="row between touch"><Button type="text" onClick={state.clear}>{t("清空筛选")}</Button><Button type="primary" onClick={() => setSheet(false)}>{t("查看结果")}</Button></div>}>
          <div className="col touch" style={{ padding: 16, maxHeight: "60vh", overflow: "auto" }}>
            {quick.map((field) => (
              <div className="field" key={field.name}><span className="field-label">{field.label}</span><QuickFilter resource={meta.name} field={field} model={model} onChange={state.setModel} style={{ width: "100%" }} placeholder={t("不限")} /></div>
            ))}
            {more}
          </div>
        </Drawer>
      )}
      {builder && <FilterBuilder meta={meta} model={model} onApply={state.setModel} onClose={() => setBuilder(false)} />}
    </section>
  );
}

const QUICK = { flex: "1 1 0", minWidth: 96, maxWidth: 168 };
/** How many filters stand in the bar on a desk; the others are in 更多筛选. */
const SHOWN = 5;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function SearchInput({ q, onSearch, label }: { q: string; onSearch: (q: string) => void; label: string }) {
  const { t } = useT();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState(q);
  const composing = useRef(false);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => !composing.current && onSearch(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text, q, onSearch]);
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus({ cursor: "all" });
    };
    window.addEventListener("keydown", slash);
    return () => window.removeEventListener("keydown", slash);
  }, []);
  return (
    <Input.Search ref={input} className="filter-search" allowClear value={text} placeholder={t("搜索{{label}}", { label })} aria-label={t("搜索{{label}}", { label })} aria-keyshortcuts="/"
      onChange={(event) => setText(event.target.value)} onSearch={(value) => onSearch(value.trim())}
      onCompositionStart={() => { composing.current = true; }}
      onCompositionEnd={(event) => { composing.current = false; setText(event.currentTarget.value); }} />
  );
}
