import { Button, InputNumber, Popover, Input } from "antd";
import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { weekday } from "../../../kit/days";
import { useT } from "../../../i18n";
import { dayTotal, sum, type Cell, type GridRow } from "../model/week";
import type { GridProps } from "./WeekEditor";

/** The week as a table: rows are projects and tasks, columns the days. */
export function WeekGrid({ week, rows, locked, today, onCell, onDrop }: GridProps) {
  const { t } = useT();
  return (
    <div className="effort-scroll">
      <table className="effort-grid">
        <thead>
          <tr>
            <th scope="col">{t("项目与任务")}</th>
            {week.days.map((one) => (
              <th scope="col" key={one.day} className={one.workday ? undefined : "rest"} aria-current={one.day === today ? "date" : undefined}>
                {t(weekday(one.day))}<span className="num muted small">{one.day.slice(5)}</span>
              </th>
            ))}
            <th scope="col" className="right">{t("合计")}</th>
            <th scope="col"><span className="sr-only">{t("操作")}</span></th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row"><RowName row={row} /></th>
              {row.cells.map((cell, n) => (
                <td key={week.days[n]!.day} className={week.days[n]!.workday ? undefined : "rest"}>
                  <HourCell cell={cell} disabled={locked || !week.days[n]!.open} label={`${row.task?.label ?? row.project.label} ${week.days[n]!.day}`} onChange={(change) => onCell(row.key, n, change)} />
                </td>
              ))}
              <td className="right num"><b>{sum(row.cells.map((cell) => cell.hours)) || ""}</b></td>
              <td>{!locked && <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t("删除这一行")} onClick={() => onDrop(row.key)} />}</td>
            </tr>
          ))}
          {rows.length === 0 && <tr><td colSpan={10} className="muted effort-none">{t("还没有工时：在下面选择项目或任务，再填每天的小时数。")}</td></tr>}
        </tbody>
        {rows.length > 0 && (
          <tfoot>
            <tr>
              <th scope="row">{t("每天合计")}</th>
              {week.days.map((one, n) => <td key={one.day} className={`num ${dayTotal(rows, n) > 24 ? "danger-text" : ""} ${one.workday ? "" : "rest"}`}>{dayTotal(rows, n) || ""}</td>)}
              <td className="right num"><b>{sum(week.days.map((_one, n) => dayTotal(rows, n)))}</b></td>
              <td aria-hidden />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

export function RowName({ row }: { row: GridRow }) {
  return (
    <span className="effort-name">
      <span className="ellipsis" title={row.task?.label ?? row.project.label}>{row.task?.label ?? row.project.label}</span>
      <span className="ellipsis muted small">{[row.task ? row.project.label : "", row.resource?.label ?? ""].filter(Boolean).join(" · ")}</span>
    </span>
  );
}

function HourCell({ cell, disabled, label, onChange }: { cell: Cell; disabled: boolean; label: string; onChange: (change: Partial<Cell>) => void }) {
  const { t } = useT();
  const late = Math.max(0, ...cell.lines.map((line) => line.late_days));
  if (disabled) return <span className="num" title={cell.note}>{cell.hours}{late > 0 && <sup className="warning-text" title={t("补录 {{n}} 天", { n: late })}>*</sup>}</span>;
  const more = (
    <div className="col" style={{ width: 240 }}>
      <label className="field"><span className="field-label">{t("其中加班（小时）")}</span><InputNumber min={0} max={Number(cell.hours) || 0} step={0.5} value={cell.overtime === "" ? null : Number(cell.overtime)} onChange={(value) => onChange({ overtime: value === null ? "" : String(value) })} style={{ width: "100%" }} /></label>
      <label className="field"><span className="field-label">{t("工作内容")}</span><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} value={cell.note} onChange={(event) => onChange({ note: event.target.value })} /></label>
    </div>
  );
  return (
    <span className="effort-cell">
      <InputNumber aria-label={label} controls={false} min={0} max={9999} step={0.5} value={cell.hours === "" ? null : Number(cell.hours)} onChange={(value) => onChange({ hours: value ? String(value) : "" })} />
      {Boolean(cell.hours) && (
        <Popover trigger="click" content={more} title={label}>
          <Button type="text" size="small" className={cell.note || Number(cell.overtime) ? "filled" : undefined} icon={<EditOutlined aria-hidden />} aria-label={t("加班和工作内容")} title={cell.note || t("加班和工作内容")} />
        </Popover>
      )}
      {late > 0 && <sup className="warning-text" title={t("补录 {{n}} 天", { n: late })}>*</sup>}
    </span>
  );
}
