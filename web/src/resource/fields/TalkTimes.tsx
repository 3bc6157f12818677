import { useState } from "react";
import { Button } from "antd";
import { FieldRow } from "../../kit/FieldRow";
import { useT } from "../../i18n";
import { MomentInput } from "./MomentInput";
import { Choices } from "../../kit/Choices";
import { at, CALL_AT, dayOf, daysBetween, quickDays, weekday } from "../../kit/days";
import "../../kit/choices.css";

interface Props {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  errors?: string[];
}

const OWN = "own";

/** 下次联系: a tap for the usual days at the hour when calls start, or a day of one's own. */
export function NextContact({ label, value, onChange, errors }: Props) {
  const { t } = useT();
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState(false);
  const picks = quickDays(now);
  const quick = !own && picks.some((pick) => pick.at === value);
  const isOwn = own || Boolean(value && !quick);
  const pick = (key: string) => {
    setOwn(key === OWN);
    if (key === OWN) onChange(value ?? at(picks[0]!.day));
    else onChange(key || null);
  };
  const items = picks.map((one) => ({ value: one.at, label: t(one.label), note: `${one.day.slice(5)} ${t(weekday(one.day))}` }));
  return (
    <div className="col" style={{ gap: 8 }}>
      <Choices name="next" label={label} clearable items={[...items, { value: OWN, label: t("自选") }]} value={isOwn ? OWN : quick ? value! : ""} onChange={pick} errors={errors} />
      {isOwn && (
        <MomentInput aria-label={t("下次联系的时间")} value={value} onChange={onChange} min={now.toISOString()} proposed={CALL_AT} minuteStep={15} clearable={false} />
      )}
    </div>
  );
}

/** When it happened: now, unless one says otherwise. An earlier day is marked as entered late. */
export function TalkTime({ label, value, onChange, errors }: Props) {
  const { t } = useT();
  const [now] = useState(() => new Date());
  const late = value ? daysBetween(dayOf(value), dayOf(now)) : 0;
  if (!value) {
    return (
      <div className="row talk-time">
        <span className="field-label">{label}</span>
        <span>{t("现在")}</span>
        <Button type="link" size="small" onClick={() => onChange(now.toISOString())}>{t("改为更早的时间")}</Button>
      </div>
    );
  }
  return (
    <FieldRow id="talk-time" label={label} errors={errors} help={late > 0 ? t("将标记为补录 {{n}} 天", { n: late }) : undefined}>
      <div className="row">
        <MomentInput id="talk-time" value={value} onChange={onChange} max={now.toISOString()} minuteStep={5} clearable={false} />
        <Button onClick={() => onChange(null)}>{t("现在")}</Button>
      </div>
    </FieldRow>
  );
}
