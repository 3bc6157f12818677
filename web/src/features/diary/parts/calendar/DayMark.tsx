import { useT } from "../../../../i18n";
import { weekday } from "../../../../kit/days";
import type { CalendarState } from "./useCalendar";

interface Props {
  day: string;
  state: CalendarState;
  count: number;
  tabIndex?: number;
  /** The weekday stands beside the number. */
  named?: boolean;
  onClick: () => void;
  onKeyDown?: (event: React.KeyboardEvent) => void;
}

/** The number of a day with its holiday; opens the day. */
export function DayMark({ day, state, count, tabIndex, named, onClick, onKeyDown }: Props) {
  const { t } = useT();
  const holidays = state.background.get(day) ?? [];
  const rest = holidays.some((one) => one.note === "off");
  const works = holidays.some((one) => one.note === "work");
  return (
    <div className="row between cal-mark">
      <button type="button" className={`plain cal-number num ${day === state.today ? "today" : ""}`} data-day={day} tabIndex={tabIndex} aria-current={day === state.today ? "date" : undefined}
        aria-label={[day, t(weekday(day)), ...holidays.map((one) => one.title), t("{{n}} 项日程", { n: count })].join("，")} onClick={onClick} onKeyDown={onKeyDown}>
        {named && <span className="cal-number-name">{t(weekday(day))}</span>}<b>{Number(day.slice(8))}</b>
      </button>
      {holidays.length > 0 && <span className={`cal-holiday ellipsis ${rest ? "off" : ""}`}>{rest ? t("休") : works ? t("班") : ""} {holidays[0]!.title}</span>}
    </div>
  );
}
