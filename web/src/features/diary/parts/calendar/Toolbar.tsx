import { Button, Segmented } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { RefSelect } from "../../../../kit/RefSelect";
import { useT, tk } from "../../../../i18n";
import { turned, VIEWS, type View } from "../../model/grid";
import type { CalendarState } from "./useCalendar";

const NAMES: Record<View, string> = { month: tk("按月"), week: tk("按周"), day: tk("按日"), list: tk("列表") };
const TURNS: Record<View, [string, string]> = {
  month: [tk("上个月"), tk("下个月")], week: [tk("上一周"), tk("下一周")], day: [tk("前一天"), tk("后一天")], list: [tk("更早"), tk("更晚")],
};

/** Period, view and whose calendar. */
export function Toolbar({ state, phone }: { state: CalendarState; phone: boolean }) {
  const { t } = useT();
  const { view, day, days, who, set } = state;
  const title = view === "month" ? day.slice(0, 7) : view === "day" ? day : `${days[0]} – ${days.at(-1)!.slice(5)}`;
  const person = who !== "me" && who !== "team" ? who : null;
  return (
    <div className="row wrap between cal-tools touch">
      {!phone && (
        <div className="row">
          <Button icon={<LeftOutlined aria-hidden />} aria-label={t(TURNS[view][0])} title={t(TURNS[view][0])} onClick={() => set({ day: turned(view, day, -1) })} />
          <Button icon={<RightOutlined aria-hidden />} aria-label={t(TURNS[view][1])} title={t(TURNS[view][1])} onClick={() => set({ day: turned(view, day, 1) })} />
          <Button onClick={() => set({ day: state.today })} disabled={days.includes(state.today) && day === state.today}>{t("今天")}</Button>
          <b className="num cal-title" aria-live="polite">{title}</b>
        </div>
      )}
      <div className="row wrap">
        <Segmented aria-label={t("谁的日程")} value={person ? "" : who} onChange={(value) => value && set({ who: value })} options={[{ value: "me", label: t("我的") }, { value: "team", label: t("团队") }]} />
        <RefSelect resource="users" aria-label={t("同事的日程")} placeholder={t("看同事")} allowClear value={person} style={{ width: 132 }} onChange={(value) => set({ who: value ?? "me" })} />
        {phone && <Button onClick={() => set({ day: state.today })}>{t("今天")}</Button>}
        {!phone && <Segmented aria-label={t("视图")} value={view} onChange={(value) => set({ view: value })} options={VIEWS.map((one) => ({ value: one, label: t(NAMES[one]) }))} />}
      </div>
    </div>
  );
}

/** The colours and what they mean; a tap hides a kind. */
export function Legend({ state }: { state: CalendarState }) {
  const { t } = useT();
  return (
    <div className="row wrap cal-legend" role="group" aria-label={t("显示哪些日程")}>
      {state.kinds.map((kind) => {
        const on = !state.hidden.includes(kind.kind);
        return (
          <button key={kind.kind} type="button" className={`tag ${on ? kind.color : "outline"} cal-kind`} aria-pressed={on} onClick={() => state.toggle(kind.kind)}>
            {kind.label}
          </button>
        );
      })}
    </div>
  );
}
