import { useCallback, useEffect, useRef } from "react";
import { Button } from "antd";
import { formatCount } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import type { Column } from "../../model/board";
import { shortMoney } from "../shortMoney";
import { BoardCard } from "./BoardCard";
import type { CardVerb } from "./CardActions";
import { useDropPlace, useEdgeScroll } from "./useDrag";

interface Props {
  column: Column;
  columns: Column[];
  /** The card that has the focus, wherever it lies. */
  active: string | null;
  busy: string | null;
  onOpen: (id: string) => void;
  onFocus: (id: string) => void;
  onDrop: (card: string, column: Column) => void;
  onMore: (column: Column) => Promise<void>;
  onVerb: (verb: CardVerb) => void;
}

export function BoardColumn({ column, columns, active, busy, onOpen, onFocus, onDrop, onMore, onVerb }: Props) {
  const { t } = useT();
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const over = useDropPlace(box, useCallback((card: string) => onDrop(card, column), [onDrop, column]));
  useEdgeScroll(list);
  useEffect(() => {
    const element = end.current;
    if (!element || !column.next || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void onMore(column), { root: list.current, rootMargin: "300px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [column, onMore]);
  // One stop of the Tab key for each column; the arrow keys go on from there.
  const stop = column.items.some((card) => card.id === active) ? active : column.items[0]?.id;
  return (
    <section ref={box} data-drop={column.key} className={over ? "board-column over" : "board-column"} aria-label={t("{{stage}}，{{n}} 个", { stage: column.label, n: formatCount(column.count, column.count_exact) })}>
      <header className="board-head">
        <h2 className="ellipsis">{column.label}</h2>
        <span className="muted num">{formatCount(column.count, column.count_exact)}</span>
        <span className="board-sum second" title={t("按赢率折算 {{sum}}", { sum: shortMoney(column.weighted) })}>{shortMoney(column.amount)}</span>
      </header>
      <div ref={list} className="board-list" role="list">
        {column.items.map((card) => (
          <BoardCard key={card.id} card={card} column={column} columns={columns} tabStop={card.id === stop} pending={busy === card.id} onOpen={onOpen} onFocus={onFocus} onMove={onDrop} onVerb={onVerb} />
        ))}
        {!column.items.length && <div className="board-none muted small">{t("没有商机")}</div>}
        {column.next && <div ref={end} className="board-more"><Button type="link" size="small" onClick={() => void onMore(column)}>{t("加载更多")}</Button></div>}
      </div>
    </section>
  );
}
