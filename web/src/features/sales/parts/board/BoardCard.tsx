import { memo, useRef } from "react";
import { formatDate } from "../../../../kit/format";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { signOf, type Card, type Column } from "../../model/board";
import { shortMoney } from "../shortMoney";
import type { CardVerb } from "./CardActions";
import { CardMenu } from "./CardMenu";
import { useDraggable } from "./useDrag";

interface Props {
  card: Card;
  column: Column;
  columns: Column[];
  tabStop: boolean;
  pending: boolean;
  onOpen: (id: string) => void;
  onFocus: (id: string) => void;
  onMove: (id: string, to: Column) => void;
  onVerb: (verb: CardVerb) => void;
}

/** One opportunity: what it is, whose, how much, how likely, and the one thing that calls for attention. */
export const BoardCard = memo(function BoardCard({ card, column, columns, tabStop, pending, onOpen, onFocus, onMove, onVerb }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const held = useDraggable(box, card.id, card._can.includes("move"));
  const state = `board-card${held ? " held" : ""}${pending ? " pending" : ""}`;
  return (
    <div ref={box} className={state} data-card={card.id} data-movable={card._can.includes("move") || undefined} role="listitem" tabIndex={tabStop ? 0 : -1} aria-label={`${card.name} ${card.customer?.label ?? ""}`} aria-busy={pending}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Enter" onFocus={(event) => event.target === event.currentTarget && onFocus(card.id)} onClick={() => onOpen(card.id)} onKeyDown={(event) => { if (event.key === "Enter" && event.target === event.currentTarget) onOpen(card.id); }}>
      <div className="row between board-card-head">
        <button type="button" className="plain board-card-name ellipsis" title={card.name} tabIndex={-1}>{card.name}</button>
        <CardMenu card={card} column={column} columns={columns} onMove={onMove} onVerb={onVerb} />
      </div>
      <div className="second small ellipsis">{card.customer?.label}</div>
      <div className="row between">
        <b className="num">{card.amount ? shortMoney(card.amount) : <span className="muted">{t("金额未填")}</span>}</b>
        {card.probability !== null && <span className="second small num">{t("赢率 {{n}}%", { n: card.probability })}</span>}
      </div>
      <div className="row between board-card-foot">
        <span className="second small ellipsis">{card.owner?.label ?? t("未分配")}</span>
        <Foot card={card} />
      </div>
    </div>
  );
});

function Foot({ card }: { card: Card }) {
  const { t } = useT();
  const sign = signOf(card);
  if (sign?.kind === "won") return <StatusTag color="green">{t("已赢单")}</StatusTag>;
  if (sign?.kind === "overdue") return <StatusTag color="red">{t("停留 {{n}} 天，已超期", { n: sign.days })}</StatusTag>;
  if (sign?.kind === "risk") return <StatusTag color="red">{sign.title}</StatusTag>;
  if (sign?.kind === "silent") return <StatusTag color="orange">{t("{{n}} 天未跟进", { n: sign.days })}</StatusTag>;
  return card.expected_on ? <time className="second small num" dateTime={card.expected_on}>{t("{{day}} 签约", { day: formatDate(card.expected_on).slice(2) })}</time> : null;
}
