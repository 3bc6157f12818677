import { useEffect, useRef } from "react";
import { useT } from "../../../../i18n";
import { minutesOf, placed, FIRST_HOUR } from "../../model/grid";
import type { Entry } from "../../api";
import { Chip, dropOn } from "./Chip";
import { DayMark } from "./DayMark";
import type { CalendarState } from "./useCalendar";

const HOUR = 44;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** A week or a day by hours; whole days stand above. */
export function WeekGrid({ state, onOpen }: { state: CalendarState; onOpen: (entry: Entry) => void }) {
  const { t } = useT();
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (scroll.current) scroll.current.scrollTop = FIRST_HOUR * HOUR;
  }, []);
  const columns = { gridTemplateColumns: `48px repeat(${state.days.length}, minmax(0, 1fr))` };
  const now = minutesOf(new Date().toISOString());
  const minutesAt = (event: React.DragEvent) => ((event.clientY - event.currentTarget.getBoundingClientRect().top) / HOUR) * 60;
  return (
    <div className="cal-hours panel" ref={scroll} tabIndex={0} role="region" aria-label={t("按小时的日程")}>
      <div className="cal-hours-head" style={columns}>
        <div className="cal-hour-label small muted">{t("全天")}</div>
        {state.days.map((day) => {
          const entries = state.entries.get(day) ?? [];
          return (
            <div key={day} className="cal-allday" {...dropOn(state, day)}>
              <DayMark day={day} state={state} named count={entries.length} onClick={() => state.set({ view: "day", day })} />
              {entries.filter((entry) => entry.all_day).map((entry) => <Chip key={entry.key} entry={entry} state={state} onOpen={onOpen} />)}
            </div>
          );
        })}
      </div>
      <div className="cal-hours-grid" style={{ ...columns, height: 24 * HOUR }}>
        <div className="cal-hour-labels">{HOURS.map((hour) => <span key={hour} className="num" style={{ top: hour * HOUR }}>{hour ? `${String(hour).padStart(2, "0")}:00` : ""}</span>)}</div>
        {state.days.map((day) => (
          <div key={day} className={`cal-hour-day ${day === state.today ? "today" : ""}`} style={{ backgroundSize: `100% ${HOUR}px` }} {...dropOn(state, day, minutesAt)}>
            {placed(state.entries.get(day) ?? []).map((one) => (
              <Chip key={one.entry.key} entry={one.entry} state={state} onOpen={onOpen} className="cal-timed" tall={one.to - one.from >= 45}
                style={{ top: (one.from / 60) * HOUR, height: ((one.to - one.from) / 60) * HOUR - 2, left: `${(one.lane / one.lanes) * 100}%`, width: `calc(${100 / one.lanes}% - 3px)` }} />
            ))}
            {day === state.today && <div className="cal-now" style={{ top: (now / 60) * HOUR }} />}
          </div>
        ))}
      </div>
    </div>
  );
}
