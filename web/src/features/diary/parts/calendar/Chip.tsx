import type { Entry } from "../../api";
import { useT } from "../../../../i18n";
import { timeOf, WALK } from "../../model/grid";
import { addDays } from "../../../../kit/days";
import { dayOfEntry } from "../../model/grid";
import type { CalendarState } from "./useCalendar";

export const DRAGGED = "application/x-zhuke-entry";

interface Props {
  entry: Entry;
  state: CalendarState;
  onOpen: (entry: Entry) => void;
  className?: string;
  style?: React.CSSProperties;
  /** Shows note and place under the title. */
  tall?: boolean;
}

/** One entry: a button that opens it, dragged by mouse, moved by Alt and arrow keys. */
export function Chip({ entry, state, onOpen, className = "", style, tall }: Props) {
  const { t } = useT();
  const time = timeOf(entry);
  const words = [state.label(entry), time, entry.title, entry.person && state.who === "team" ? entry.person.label : "", entry.done ? t("已完成") : entry.overdue ? t("已逾期") : ""];
  const onKey = (event: React.KeyboardEvent) => {
    const by = WALK[event.key];
    if (!event.altKey || by === undefined || !entry.move) return;
    event.preventDefault();
    event.stopPropagation();
    state.moveTo(entry, addDays(dayOfEntry(entry), by));
  };
  return (
    <button type="button" className={`tag ${state.colour(entry)} cal-chip ${entry.done ? "done" : ""} ${entry.overdue ? "overdue" : ""} ${className}`} style={style} title={words.filter(Boolean).join(" · ")}
      aria-label={words.filter(Boolean).join("，")} aria-keyshortcuts={entry.move ? "Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown" : undefined} draggable={Boolean(entry.move)} onKeyDown={onKey}
      onClick={(event) => { event.stopPropagation(); onOpen(entry); }} onDragStart={(event) => { event.dataTransfer.setData(DRAGGED, entry.key); event.dataTransfer.effectAllowed = "move"; }}>
      {time && <span className="num cal-chip-time">{time}</span>}
      <span className="ellipsis">{entry.title}</span>
      {state.who === "team" && entry.person && <span className="cal-chip-who ellipsis">{entry.person.label}</span>}
      {tall && (entry.note || entry.place) && <span className="cal-chip-note">{[entry.note, entry.place].filter(Boolean).join(" · ")}</span>}
    </button>
  );
}

/** Lets a day, or an hour of it, take a dragged entry. */
export function dropOn(state: CalendarState, day: string, minutes?: (event: React.DragEvent) => number) {
  return {
    onDragOver: (event: React.DragEvent) => {
      if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault();
    },
    onDrop: (event: React.DragEvent) => {
      const key = event.dataTransfer.getData(DRAGGED);
      const entry = [...state.entries.values()].flat().find((one) => one.key === key);
      if (!entry) return;
      event.preventDefault();
      state.moveTo(entry, day, minutes?.(event));
    },
  };
}
