import { useEffect, useRef, useState } from "react";
import { useT } from "../../../../i18n";
import { addDays, weekday } from "../../../../kit/days";
import type { Entry } from "../../api";
import { WALK } from "../../model/grid";
import { Chip, dropOn } from "./Chip";
import { DayMark } from "./DayMark";
import type { CalendarState } from "./useCalendar";


/** A month as weeks of days. Arrow keys walk over the days, Enter opens one. */
export function MonthGrid({ state, onOpen }: { state: CalendarState; onOpen: (entry: Entry) => void }) {
  const { t } = useT();
  const grid = useRef<HTMLDivElement>(null);
  const [focusDay, setFocusDay] = useState<string | null>(null);
  const month = state.day.slice(0, 7);
  // What fits: six weeks leave less room than five.
  const most = state.days.length > 35 ? 3 : 4;
  const active = focusDay && state.days.includes(focusDay) ? focusDay : state.day;

  useEffect(() => {
    if (focusDay) grid.current?.querySelector<HTMLElement>(`[data-day="${focusDay}"]`)?.focus();
  }, [focusDay, state.days]);

  const onKey = (event: React.KeyboardEvent, day: string) => {
    const by = WALK[event.key];
    if (by === undefined || event.altKey) return;
    event.preventDefault();
    const to = addDays(day, by);
    if (to.slice(0, 7) !== month && !state.days.includes(to)) state.set({ day: to });
    setFocusDay(to);
  };
  return (
    <div className="cal-month panel" role="grid" aria-label={t("月历")} ref={grid}>
      <div role="row" className="cal-week-row cal-heads">
        {state.days.slice(0, 7).map((day) => <div key={day} role="columnheader" className="cal-head">{t(weekday(day))}</div>)}
      </div>
      {Array.from({ length: state.days.length / 7 }, (_, week) => (
        <div role="row" key={state.days[week * 7]} className="cal-week-row">
          {state.days.slice(week * 7, week * 7 + 7).map((day) => {
            const entries = state.entries.get(day) ?? [];
            const lines = entries.length > most ? most - 1 : most;
            return (
              <div role="gridcell" key={day} className={`cal-cell ${day.slice(0, 7) === month ? "" : "other"}`} {...dropOn(state, day)}>
                <DayMark day={day} state={state} tabIndex={day === active ? 0 : -1} onKeyDown={(event) => onKey(event, day)} onClick={() => state.set({ view: "day", day })} count={entries.length} />
                {entries.slice(0, lines).map((entry) => <Chip key={entry.key} entry={entry} state={state} onOpen={onOpen} />)}
                {entries.length > lines && (
                  <button type="button" className="plain cal-more" onClick={() => state.set({ view: "day", day })}>{t("还有 {{n}} 项", { n: entries.length - lines })}</button>
                )}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
