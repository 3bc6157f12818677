import { Button } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { weekday } from "../../../../kit/days";
import { useT } from "../../../../i18n";
import { turned } from "../../model/grid";
import type { CalendarState } from "./useCalendar";

/** The week of a phone: seven days under the thumb, a dot for what is open, red for what is overdue. */
export function WeekStrip({ state }: { state: CalendarState }) {
  const { t } = useT();
  return (
    <div className="cal-strip panel">
      <div className="row between">
        <Button type="text" icon={<LeftOutlined aria-hidden />} aria-label={t("上一周")} onClick={() => state.set({ day: turned("week", state.day, -1) })} />
        <b className="num">{state.days[0]!.slice(0, 7)}</b>
        <Button type="text" icon={<RightOutlined aria-hidden />} aria-label={t("下一周")} onClick={() => state.set({ day: turned("week", state.day, 1) })} />
      </div>
      <div className="cal-strip-days">
        {state.days.map((day) => {
          const open = (state.entries.get(day) ?? []).filter((entry) => !entry.done);
          const dot = open.some((entry) => entry.overdue) ? "late" : open.length ? "some" : "";
          return (
            <button key={day} type="button" className={`plain cal-strip-day ${day === state.day ? "chosen" : ""} ${day === state.today ? "today" : ""}`} aria-pressed={day === state.day}
              aria-label={[day, t(weekday(day)), t("{{n}} 项日程", { n: (state.entries.get(day) ?? []).length })].join("，")} onClick={() => state.set({ day })}>
              <span className="small">{t(weekday(day))}</span>
              <b className="num">{Number(day.slice(8))}</b>
              <i className={dot} />
            </button>
          );
        })}
      </div>
    </div>
  );
}
