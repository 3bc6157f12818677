import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "antd";
import type { Meta } from "../../../../api/types";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { CreateButton } from "../../../../resource/form/CreateButton";
import type { ListState } from "../../../../resource/useListState";
import { cardOf, columnOf, neighbour, stepFocus, type Board, type Column } from "../../model/board";
import { BoardColumn } from "./BoardColumn";
import { BoardSkeleton } from "./BoardSkeleton";
import { CardActions, type CardVerb } from "./CardActions";
import { ColumnChips } from "./ColumnChips";
import { useEdgeScroll } from "./useDrag";
import { useBoard } from "./useBoard";
import { useTouchDrag } from "./useTouchDrag";

interface Props {
  meta: Meta;
  state: ListState;
  data: ReturnType<typeof useBoard>;
  onOpen: (id: string) => void;
  onCreated: (id: string) => void;
}

/** The columns side by side; on a phone one at a time, chosen by chips or by a swipe. */
export function BoardView({ meta, state, data, onOpen, onCreated }: Props) {
  const { t } = useT();
  const { result, board } = data;
  if (result.isPending) return <BoardSkeleton />;
  if (result.isError && !board) return <div className="panel grow"><ErrorBox error={result.error} title={t("看板没有加载成功")} onRetry={() => void result.refetch()} /></div>;
  if (!board) return null;
  if (!board.total.count && !board.columns.some((column) => column.items.length)) {
    const create = <CreateButton meta={meta} onCreated={(row) => onCreated(row.id)} />;
    return (
      <div className="panel grow">
        {state.isFiltered ? <Empty text={t("没有符合条件的商机")} action={<Button onClick={state.clear}>{t("清空筛选")}</Button>} /> : <Empty text={t("还没有进行中的商机")} action={create} />}
      </div>
    );
  }
  return <Columns board={board} data={data} meta={meta} onOpen={onOpen} />;
}

function Columns({ board, data, meta, onOpen }: { board: Board; data: Props["data"]; meta: Meta; onOpen: (id: string) => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const root = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [verb, setVerb] = useState<CardVerb | null>(null);
  const [shown, setShown] = useShownColumn(frame, board.columns);
  const wanted = useRef<string | null>(null);
  useEdgeScroll(frame);
  const asking = Boolean(data.dialog);
  useEffect(() => {
    // A dialog about a card gives the focus back to it, whether it has moved or not.
    if (!asking) wanted.current = document.activeElement === document.body ? active : null;
  }, [asking, active]);
  // The focus goes with the card, into whatever column it has moved.
  useEffect(() => {
    if (!wanted.current) return;
    const card = frame.current?.querySelector<HTMLElement>(`[data-card="${wanted.current}"]`);
    if (!card) return;
    wanted.current = null;
    card.focus({ preventScroll: false });
  });

  const focusCard = (id: string | null) => {
    if (!id) return;
    setActive(id);
    frame.current?.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus();
  };
  const { move } = data;
  const put = useCallback((id: string, column: Column) => {
    const card = cardOf(board, id);
    if (!card) return;
    move(card, column);
    setActive(id);
    wanted.current = id;
  }, [board, move]);

  useTouchDrag(root, frame, (id, key) => {
    const column = board.columns.find((one) => one.key === key);
    if (column) put(id, column);
  });

  const onKey = (event: React.KeyboardEvent) => {
    const id = (event.target as HTMLElement).dataset.card;
    if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.altKey) {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      const to = neighbour(board, id, event.key === "ArrowRight" ? 1 : -1);
      if (to && cardOf(board, id)?._can.includes("move")) put(id, to);
      return;
    }
    const next = stepFocus(board, id, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    focusCard(next);
  };
  return (
    <div ref={root} className="board-root">
      {phone && <ColumnChips columns={board.columns} shown={shown} onShow={setShown} onDrop={put} />}
      <div ref={frame} className={phone ? "board phone" : "board"} role="group" aria-label={t("商机看板")} onKeyDown={onKey}>
        {board.columns.map((column) => (
          <BoardColumn key={column.key} column={column} columns={board.columns} active={active ?? null} busy={data.busy} onOpen={onOpen} onFocus={setActive} onDrop={put} onMore={data.more} onVerb={setVerb} />
        ))}
      </div>
      <p className="sr-only" role="status">{active && spoken(board, active, t)}</p>
      {verb && <CardActions meta={meta} asked={verb} onClose={() => setVerb(null)} onDone={data.reload} />}
      {data.dialog}
    </div>
  );
}

function spoken(board: Board, id: string, t: (text: string, values?: Record<string, unknown>) => string): string {
  const card = cardOf(board, id);
  const column = columnOf(board, id);
  return card && column ? t("{{name}}，在{{stage}}", { name: card.name, stage: column.label }) : "";
}

/** Which column a phone shows, and the way to another: the scroll position is the truth. */
function useShownColumn(frame: React.RefObject<HTMLDivElement | null>, columns: Column[]): [string, (key: string) => void] {
  const [shown, setShown] = useState(columns[0]?.key ?? "");
  const keys = columns.map((column) => column.key).join("\n");
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const follow = () => {
      const middle = element.scrollLeft + element.clientWidth / 2;
      const at = [...element.children].findIndex((child) => (child as HTMLElement).offsetLeft + (child as HTMLElement).offsetWidth - element.offsetLeft > middle);
      const key = keys.split("\n")[at];
      if (key) setShown(key);
    };
    element.addEventListener("scroll", follow, { passive: true });
    return () => element.removeEventListener("scroll", follow);
  }, [frame, keys]);
  const show = (key: string) => {
    setShown(key);
    frame.current?.children[keys.split("\n").indexOf(key)]?.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  };
  return [shown, show];
}
