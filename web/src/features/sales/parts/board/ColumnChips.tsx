import { useCallback, useEffect, useRef } from "react";
import { formatCount } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import type { Column } from "../../model/board";
import { useDropPlace } from "./useDrag";

interface Props {
  columns: Column[];
  shown: string;
  onShow: (key: string) => void;
  onDrop: (card: string, column: Column) => void;
}

/** The columns of a phone's board as a row of chips: a tap shows one, a card held over one goes there. */
export function ColumnChips({ columns, shown, onShow, onDrop }: Props) {
  const { t } = useT();
  return (
    <div className="board-chips" role="tablist" aria-label={t("阶段")}>
      {columns.map((column) => <Chip key={column.key} column={column} on={column.key === shown} onShow={onShow} onDrop={onDrop} />)}
    </div>
  );
}

function Chip({ column, on, onShow, onDrop }: { column: Column; on: boolean; onShow: (key: string) => void; onDrop: Props["onDrop"] }) {
  const box = useRef<HTMLButtonElement>(null);
  const over = useDropPlace(box, useCallback((card: string) => onDrop(card, column), [onDrop, column]));
  useEffect(() => {
    if (on) box.current?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [on]);
  return (
    <button ref={box} type="button" role="tab" data-drop={column.key} aria-selected={on} className={`plain board-chip${on ? " on" : ""}${over ? " over" : ""}`} onClick={() => onShow(column.key)}>
      {column.label} <span className="num">{formatCount(column.count, column.count_exact)}</span>
    </button>
  );
}
