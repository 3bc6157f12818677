import { DatePicker, Input } from "antd";
import dayjs from "dayjs";
import { useIsPhone } from "../../../kit/useIsPhone";

interface Props {
  id?: string;
  /** `2026-11-21`. */
  value: string;
  onChange: (value: string) => void;
  max?: string;
  "aria-label"?: string;
}

/** One day. On a phone the phone's own picker. */
export function DayInput({ value, onChange, max, ...rest }: Props) {
  const phone = useIsPhone();
  if (phone) return <Input {...rest} type="date" value={value} max={max} style={{ width: 150 }} onChange={(event) => event.target.value && onChange(event.target.value)} />;
  return <DatePicker {...rest} allowClear={false} style={{ width: 150 }} value={dayjs(value)} maxDate={max ? dayjs(max) : undefined} onChange={(next: dayjs.Dayjs | null) => next && onChange(next.format("YYYY-MM-DD"))} />;
}
