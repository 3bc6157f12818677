import { CheckCircleFilled } from "@ant-design/icons";
import { Empty } from "../../../../kit/Empty";
import { weekday } from "../../../../kit/days";
import { useT } from "../../../../i18n";
import type { Entry } from "../../api";
import type { CalendarState } from "./useCalendar";

/** Days one under the other with everything that stands on them; empty days are left out, today never. */
export function Agenda({ state, onOpen }: { state: CalendarState; onOpen: (entry: Entry) => void }) {
  const { t } = useT();
  const days = state.listed.filter((day) => state.entries.has(day) || state.background.has(day));
  if (!state.listed.some((day) => state.entries.has(day)) && !state.query.isPending) return <div className="panel"><Empty text={t("这段时间没有日程")} /></div>;
  return (
    <div className="panel cal-agenda">
      {days.map((day) => (
        <section key={day} aria-label={day}>
          <h2 className="cal-agenda-day">
            <span className={day === state.today ? "num cal-today-text" : "num"}>{day.slice(5)} {t(weekday(day))}{day === state.today ? ` · ${t("今天")}` : ""}</span>
            {(state.background.get(day) ?? []).map((one) => <span key={one.key} className="small muted">{one.title}</span>)}
          </h2>
          {(state.entries.get(day) ?? []).map((entry) => (
            <button key={entry.key} type="button" className="plain cal-line" onClick={() => onOpen(entry)}>
              <span className="num cal-line-time muted">{state.time(entry) || t("全天")}</span>
              <span className={`tag ${state.colour(entry)}`}>{state.label(entry)}</span>
              <span className="grow">
                <span className={`cal-line-title ${entry.done ? "done" : ""}`}>{entry.title}</span>
                {(entry.note || entry.place) && <span className="small muted cal-line-note ellipsis">{[entry.note, entry.place].filter(Boolean).join(" · ")}</span>}
              </span>
              {state.who !== "me" && entry.person && <span className="small second">{entry.person.label}</span>}
              {entry.done ? <CheckCircleFilled className="success-text" title={t("已完成")} /> : entry.overdue && <span className="small danger-text">{t("已逾期")}</span>}
            </button>
          ))}
        </section>
      ))}
    </div>
  );
}
