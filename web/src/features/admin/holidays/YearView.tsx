import { useRef, useState } from "react";
import { builtIn } from "../../../kit/builtIn";
import { currentLanguage, useT } from "../../../i18n";
import { addDays, dayName, kindOf, monthName, monthsOf, type DayKind, type Holiday } from "../model/year";

interface Props {
  year: number;
  holidays: Map<string, Holiday>;
  today: string;
  /** Absent: for looking only. */
  onDay?: (day: string) => void;
}

/** Twelve small months. One Tab stop: arrows go by days and weeks, Enter opens the day. */
export function YearView({ year, holidays, today, onDay }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(today.startsWith(String(year)) ? today : `${year}-01-01`);
  const heads = [t("一"), t("二"), t("三"), t("四"), t("五"), t("六"), t("日")];
  const words: Record<DayKind, string> = { off: t("放假"), work: t("调休上班"), weekend: t("周末"), plain: t("工作日") };
  const onKey = (event: React.KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const day = addDays(active, by);
    if (!day.startsWith(String(year))) return;
    setActive(day);
    box.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  };
  const cell = (day: string) => {
    const kind = kindOf(day, holidays);
    const holiday = holidays.get(day);
    const title = holiday ? t("{{name}}，{{kind}}", { name: builtIn("holidays", holiday.name), kind: words[kind] }) : words[kind];
    return (
      <button type="button" data-day={day} disabled={!onDay} tabIndex={day === active ? 0 : -1} className={`hol-day hol-${kind}${day === today ? " hol-today" : ""}`} title={holiday ? title : undefined} aria-label={`${dayName(day, currentLanguage(), true)} ${title}`}
        onFocus={() => setActive(day)} onClick={() => onDay?.(day)}>{Number(day.slice(8))}</button>
    );
  };
  return (
    <div className="hol-year" ref={box} onKeyDown={onKey} role="presentation">
      {monthsOf(year).map(({ month, weeks }) => (
        <section key={month} className="panel hol-month">
          <h2>{monthName(month, currentLanguage())}</h2>
          <table aria-label={`${year} ${monthName(month, currentLanguage())}`}>
            <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
            <tbody>{weeks.map((week, i) => <tr key={i}>{week.map((day, j) => <td key={j}>{day && cell(day)}</td>)}</tr>)}</tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
