import { useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import { DAYS, alike, exceptionsOf, hoursOf, shiftsText, weekOf } from "../../model/worktime";
import "./calendar.css";

/** A working calendar in words: the week, then the days that differ from it. */
export function CalendarFacts({ row }: RecordProps) {
  const { t } = useT();
  const exceptions = exceptionsOf(row.exceptions);
  const days = (first: number, last: number) => (first === last ? t(DAYS[first]!) : t("{{a}}至{{b}}", { a: t(DAYS[first]!), b: t(DAYS[last]!) }));
  return (
    <div className="col">
      <section aria-label={t("每周工作时间")}>
        <h3 className="drawer-section">{t("每周工作时间")}</h3>
        <dl className="calendar-facts">
          {alike(weekOf(row.week)).map(([first, last, shifts]) => (
            <div key={first}><dt>{days(first, last)}</dt><dd className="num">{shifts.length ? <>{shiftsText(shifts)} <span className="muted">{t("{{n}} 小时", { n: hoursOf(shifts) })}</span></> : t("休息")}</dd></div>
          ))}
        </dl>
      </section>
      <section aria-label={t("例外日期")}>
        <h3 className="drawer-section">{t("例外日期")}</h3>
        {!exceptions.length && <p className="muted small">{row.statutory ? t("没有另外的例外，按国家法定节假日和调休。") : t("没有例外日期。")}</p>}
        <dl className="calendar-facts">
          {exceptions.map((one, at) => (
            <div key={at}><dt className="num">{one.from === one.to ? one.from : `${one.from} – ${one.to}`}</dt><dd>{[one.name, one.shifts.length ? shiftsText(one.shifts) : t("休息")].filter(Boolean).join(" · ")}</dd></div>
          ))}
        </dl>
      </section>
    </div>
  );
}
