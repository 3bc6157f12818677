import { Button, Input } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { dayOf } from "../../../../kit/days";
import { useT } from "../../../../i18n";
import type { OwnInputProps } from "../../../../resource/registry";
import { exceptionsOf, toValue, type OwnException } from "../../model/worktime";
import { ShiftsInput } from "./ShiftsInput";
import "./calendar.css";

/** Days that differ from the week: a stop for the harvest, a Sunday on which the slab is poured. */
export function ExceptionsInput({ id, value, onChange, disabled }: OwnInputProps) {
  const { t } = useT();
  const rows = exceptionsOf(value);
  const put = (at: number, change: Partial<OwnException>) => onChange(toValue(rows.map((row, i) => (i === at ? { ...row, ...change } : row))));
  const add = () => {
    const today = dayOf(new Date());
    onChange(toValue([...rows, { from: today, to: today, shifts: [], name: "" }]));
  };
  return (
    <div id={id} className="week-input" role="group" aria-label={t("例外日期")} tabIndex={-1}>
      {!rows.length && <span className="muted small">{t("没有例外。停工、春节提前放假、周日加班都加在这里。")}</span>}
      {rows.map((row, at) => {
        const label = t("第 {{n}} 条例外", { n: at + 1 });
        return (
          <div key={at} className="exception" role="group" aria-label={label}>
            <div className="row wrap">
              <Input type="date" className="exception-day" aria-label={t("{{label}}从哪天", { label })} value={row.from} disabled={disabled} onChange={(event) => put(at, { from: event.target.value, to: row.to < event.target.value ? event.target.value : row.to })} />
              <span aria-hidden>–</span>
              <Input type="date" className="exception-day" aria-label={t("{{label}}到哪天", { label })} value={row.to} min={row.from} disabled={disabled} status={row.to < row.from ? "error" : undefined} onChange={(event) => put(at, { to: event.target.value })} />
              <Input className="grow exception-name" aria-label={t("{{label}}的说明", { label })} placeholder={t("说明，例如 高考禁噪")} value={row.name} maxLength={80} disabled={disabled} onChange={(event) => put(at, { name: event.target.value })} />
              {!disabled && <Button type="text" danger icon={<DeleteOutlined />} aria-label={t("去掉{{label}}", { label })} onClick={() => onChange(toValue(rows.filter((_, i) => i !== at)))} />}
            </div>
            <ShiftsInput label={label} value={row.shifts} onChange={(shifts) => put(at, { shifts })} disabled={disabled} />
          </div>
        );
      })}
      {!disabled && <div><Button icon={<PlusOutlined aria-hidden />} onClick={add}>{t("添加例外日期")}</Button></div>}
    </div>
  );
}
