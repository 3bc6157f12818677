import { DatePicker, Input } from "antd";
import dayjs from "dayjs";
import { formatDateTime } from "../../kit/format";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { fromMoment, toMoment } from "./dates";

interface Props {
  id?: string;
  /** ISO moment. */
  value: unknown;
  onChange: (value: string | null) => void;
  /** Earliest and latest moment, ISO. */
  min?: string;
  max?: string;
  /** The time of day that the picker proposes, `09:30`. */
  proposed?: string;
  minuteStep?: 5 | 15;
  clearable?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  status?: "error";
  "aria-label"?: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
}

const NATIVE = "YYYY-MM-DDTHH:mm";

/** Day and time, Shanghai's wall clock. On a phone the phone's own picker, which fits the screen and the thumb. */
export function MomentInput({ value, onChange, min, max, proposed, minuteStep, clearable = true, ...rest }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const moment = toMoment(value);
  if (phone) {
    const wall = (iso: string | undefined) => iso && formatDateTime(iso).replace(" ", "T");
    return (
      <Input {...rest} type="datetime-local" value={moment?.format(NATIVE) ?? ""} min={wall(min)} max={wall(max)} required={!clearable}
        onChange={(event) => (event.target.value || clearable) && onChange(fromMoment(event.target.value ? dayjs(event.target.value) : null))} />
    );
  }
  return (
    <DatePicker {...rest} style={{ width: "100%" }} format="YYYY-MM-DD HH:mm" placeholder={t("选择时间")} allowClear={clearable} needConfirm={false}
      showTime={{ format: "HH:mm", minuteStep, defaultOpenValue: proposed ? dayjs(`2026-01-01 ${proposed}`) : undefined }}
      minDate={min ? dayjs(formatDateTime(min)) : undefined} maxDate={max ? dayjs(formatDateTime(max)) : undefined}
      value={moment} onChange={(next) => onChange(fromMoment(next))} />
  );
}
