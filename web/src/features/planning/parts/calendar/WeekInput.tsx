import { Button } from "antd";
import { useT } from "../../../../i18n";
import type { OwnInputProps } from "../../../../resource/registry";
import type { Shift } from "../../model/types";
import { DAYS, hoursOf, weekOf } from "../../model/worktime";
import { ShiftsInput } from "./ShiftsInput";
import "./calendar.css";

/** The working week: seven days with the shifts of each. */
export function WeekInput({ id, value, onChange, disabled }: OwnInputProps) {
  const { t } = useT();
  const week = weekOf(value);
  const put = (day: number, shifts: Shift[]) => onChange(week.map((one, i) => (i === day ? shifts : one)));
  const hours = week.reduce((sum, shifts) => sum + hoursOf(shifts), 0);
  return (
    <div id={id} className="week-input" role="group" aria-label={t("每周工作时间")} tabIndex={-1}>
      {week.map((shifts, day) => (
        <div key={DAYS[day]} className="week-day">
          <span className="week-name">{t(DAYS[day]!)}</span>
          <ShiftsInput label={t(DAYS[day]!)} value={shifts} onChange={(next) => put(day, next)} disabled={disabled} />
        </div>
      ))}
      <div className="row wrap small second">
        <span className="num">{t("每周 {{n}} 小时", { n: Math.round(hours * 10) / 10 })}</span>
        {!disabled && <Button type="link" size="small" onClick={() => onChange(week.map((shifts) => (shifts.length ? week[0]! : shifts)))}>{t("其他上班的日子都照周一")}</Button>}
      </div>
    </div>
  );
}
