import { useEffect, useRef } from "react";
import { Button } from "antd";
import type { Meta, Row } from "../../api/types";
import { useT } from "../../i18n";
import type { LoadedList } from "../data/list";
import { FieldValue, isEmptyValue } from "../fields/FieldValue";
import { useResourceUi, type CardLine } from "../registry";
import { fieldOf } from "./columns";

/** The phone's list: title and tag, then two or three facts. */
export function Cards({ meta, list, names, onOpen }: { meta: Meta; list: LoadedList; names: string[]; onOpen: (id: string) => void }) {
  const { t } = useT();
  const end = useRef<HTMLDivElement>(null);
  const { loadMore } = list;
  useEffect(() => {
    const element = end.current;
    if (!element || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && loadMore(), { rootMargin: "400px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [loadMore]);
  return (
    <div className="panel cards">
      <ul>
        {list.rows.map((row) => <li key={row.id}><Card meta={meta} row={row} names={names} onOpen={() => onOpen(row.id)} /></li>)}
      </ul>
      <div ref={end} className="grid-foot" style={{ minHeight: 44 }}>
        {list.hasMore
          ? <Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button>
          : <span className="muted small">{t("已全部显示，共 {{n}} 条", { n: list.rows.length })}</span>}
      </div>
    </div>
  );
}

function Card({ meta, row, names, onOpen }: { meta: Meta; row: Row; names: string[]; onOpen: () => void }) {
  const ui = useResourceUi(meta.name);
  const own = ui.cardLine?.(row, meta) ?? {};
  const line = { ...usualLine(meta, row, names), ...own };
  return (
    <button type="button" className="card" onClick={onOpen}>
      <span className="row between"><span className="card-title ellipsis">{line.title}</span>{line.tag}</span>
      <span className="row between card-second"><span className="ellipsis">{line.second}</span><span className="card-right num">{line.right}</span></span>
    </button>
  );
}

/** Without the feature's own lines: the label, the first choice as tag, the first texts, the first number or date. */
function usualLine(meta: Meta, row: Row, names: string[]): CardLine {
  const fields = names.slice(1).flatMap((name) => fieldOf(meta, name) ?? []).filter((field) => !field.masked && !isEmptyValue(row[field.name]));
  const tag = fields.find((field) => field.type === "choice");
  const right = fields.find((field) => ["money", "date", "datetime", "integer", "decimal", "percent"].includes(field.type));
  const texts = fields.filter((field) => field !== tag && field !== right && ["text", "ref", "phone", "choice", "email"].includes(field.type)).slice(0, 3);
  return {
    title: String(row[meta.label_field] ?? ""),
    tag: tag && <FieldValue field={tag} value={row[tag.name]} compact />,
    second: texts.map((field, i) => (
      <span key={field.name}>{i > 0 && " · "}{field.type === "choice" ? optionLabel(field.options, row[field.name]) : <FieldValue field={field} value={row[field.name]} compact />}</span>
    )),
    right: right && <FieldValue field={right} value={row[right.name]} />,
  };
}

function optionLabel(options: { value: string; label: string }[] | null | undefined, value: unknown): string {
  return options?.find((option) => option.value === value)?.label ?? String(value);
}
