import { Button, Input, InputNumber } from "antd";
import { DeleteOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { weekday } from "../../../kit/days";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import { dayTotal, short, type GridRow } from "../model/week";
import type { GridProps } from "./WeekEditor";
import { RowName } from "./WeekGrid";

interface Props extends GridProps { day: string; onDay: (day: string) => void }

/** One day under the thumb: the seven days on top, below them the rows with hours to tap up and down. */
export function DayList({ week, rows, locked, today, day, onDay, onCell, onDrop }: Props) {
  const { t } = useT();
  const n = Math.max(0, week.days.findIndex((one) => one.day === day));
  const now = week.days[n]!;
  return (
    <>
      <div className="effort-days" role="tablist" aria-label={t("日期")}>
        {week.days.map((one, at) => (
          <button key={one.day} type="button" role="tab" aria-selected={at === n} disabled={one.day > today} className={`plain effort-day ${one.workday ? "" : "rest"}`} onClick={() => onDay(one.day)}>
            <span className="small">{t(weekday(one.day))}</span><b className="num">{one.day.slice(8)}</b><span className="num small">{dayTotal(rows, at) || "–"}</span>
          </button>
        ))}
      </div>
      {!now.open && !locked && <p className="muted small effort-hint">{now.day > today ? t("以后的日期不能提前填报。") : t("本公司最多补录 {{n}} 天前的内容。", { n: week.most_days ?? 0 })}</p>}
      {rows.length === 0 && <Empty text={t("还没有工时：选择项目或任务，点一下就填好一天。")} />}
      {rows.map((row) => <DayRow key={row.key} row={row} n={n} disabled={locked || !now.open} full={Number(week.hours_per_day)} onCell={onCell} onDrop={onDrop} />)}
    </>
  );
}

function DayRow({ row, n, disabled, full, onCell, onDrop }: { row: GridRow; n: number; disabled: boolean; full: number; onCell: GridProps["onCell"]; onDrop: GridProps["onDrop"] }) {
  const { t } = useT();
  const cell = row.cells[n]!;
  const hours = Number(cell.hours) || 0;
  const set = (value: number) => onCell(row.key, n, { hours: value > 0 ? short(value) : "" });
  return (
    <div className="effort-line">
      <div className="row between">
        <RowName row={row} />
        {disabled ? <b className="num">{cell.hours || "–"}</b> : (
          <span className="row effort-steps">
            <Button shape="circle" icon={<MinusOutlined aria-hidden />} aria-label={t("少半小时")} disabled={!hours} onClick={() => set(Math.max(0, hours - 0.5))} />
            <b className="num" aria-live="polite">{hours || 0}</b>
            <Button shape="circle" icon={<PlusOutlined aria-hidden />} aria-label={t("多半小时")} onClick={() => set(Math.min(24, hours + 0.5))} />
          </span>
        )}
      </div>
      {!disabled && !hours && (
        <div className="row wrap touch">
          <Button onClick={() => set(full)}>{t("{{n}} 小时", { n: full })}</Button>
          <Button onClick={() => set(full / 2)}>{t("{{n}} 小时", { n: full / 2 })}</Button>
          {!row.cells.some((one) => one.hours) && <Button type="text" icon={<DeleteOutlined aria-hidden />} onClick={() => onDrop(row.key)}>{t("移除")}</Button>}
        </div>
      )}
      {!disabled && hours > 0 && (
        <div className="row touch">
          <Input className="grow" aria-label={t("工作内容")} placeholder={t("工作内容")} maxLength={200} value={cell.note} onChange={(event) => onCell(row.key, n, { note: event.target.value })} />
          <InputNumber aria-label={t("其中加班（小时）")} placeholder={t("加班")} style={{ width: 84 }} min={0} max={hours} step={0.5} value={cell.overtime === "" ? null : Number(cell.overtime)} onChange={(value) => onCell(row.key, n, { overtime: value === null ? "" : String(value) })} />
        </div>
      )}
      {disabled && cell.note && <p className="muted small">{cell.note}</p>}
    </div>
  );
}
