import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useT } from "../../../../i18n";

interface Props {
  id: string;
  value: string | null;
  onChange: (value: string | null) => void;
  disabled?: boolean;
  clearable?: boolean;
  /** A day that is chosen means its end. */
  end?: boolean;
}

const FORMAT = "YYYY-MM-DD HH:mm";

/** A moment of the plan: a local time, without the zone of the browser. */
export function MomentField({ id, value, onChange, disabled, clearable, end }: Props) {
  const { t } = useT();
  return (
    <DatePicker id={id} style={{ width: "100%" }} format={FORMAT} showTime={{ format: "HH:mm", minuteStep: 15, defaultOpenValue: dayjs(end ? "2000-01-01T18:00" : "2000-01-01T08:00") }} needConfirm={false} disabled={disabled} allowClear={clearable ?? false}
      value={value ? dayjs(value) : null} placeholder={t("选择日期")} onChange={(next) => onChange(next ? next.format("YYYY-MM-DDTHH:mm") : null)} />
  );
}
