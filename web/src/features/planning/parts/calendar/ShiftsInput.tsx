import { Button, Input } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useT } from "../../../../i18n";
import type { Shift } from "../../model/types";
import { DAY_SHIFTS, tidyClock, wrongShifts } from "../../model/worktime";

interface Props {
  /** Of which day: names the controls. */
  label: string;
  value: Shift[];
  onChange: (shifts: Shift[]) => void;
  disabled?: boolean;
}

const MOST = 10;

/** The shifts of one day; none is a day of rest. */
export function ShiftsInput({ label, value, onChange, disabled }: Props) {
  const { t } = useT();
  const wrong = wrongShifts(value);
  const put = (at: number, end: 0 | 1, text: string) => onChange(value.map((shift, i): Shift => (i !== at ? shift : end ? [shift[0], text] : [text, shift[1]])));
  const time = (at: number, end: 0 | 1) => (
    <Input className="shift-time num" value={value[at]![end]} disabled={disabled} maxLength={5} inputMode="numeric" placeholder={end ? "17:00" : "08:00"} status={wrong ? "error" : undefined}
      aria-label={end ? t("{{day}} 第 {{n}} 班结束", { day: label, n: at + 1 }) : t("{{day}} 第 {{n}} 班开始", { day: label, n: at + 1 })}
      onChange={(event) => put(at, end, event.target.value)} onBlur={(event) => put(at, end, tidyClock(event.target.value))} />
  );
  const add = () => onChange([...value, DAY_SHIFTS[value.length] ?? ["", ""]]);
  return (
    <div className="shifts">
      <div className="row wrap">
        {value.map((_, at) => (
          <span key={at} className="shift">
            {time(at, 0)}<span aria-hidden>–</span>{time(at, 1)}
            {!disabled && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("{{day}} 去掉第 {{n}} 班", { day: label, n: at + 1 })} onClick={() => onChange(value.filter((__, i) => i !== at))} />}
          </span>
        ))}
        {!value.length && <span className="muted">{t("休息")}</span>}
        {!disabled && value.length < MOST && <Button type="link" size="small" icon={<PlusOutlined aria-hidden />} aria-label={t("{{day}} 加一个班次", { day: label })} onClick={add}>{value.length ? t("班次") : t("上班")}</Button>}
      </div>
      {wrong && <span className="field-error" role="alert">{t(wrong)}</span>}
    </div>
  );
}
