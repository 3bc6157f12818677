import { InputNumber, Segmented, Select } from "antd";
import { useT } from "../../../../i18n";
import type { Choice } from "../../builder";
import type { Trigger } from "../../model/draft";

interface Props {
  value: Trigger;
  /** Events whose subject is a record of the chosen resource. */
  events: Choice[];
  onChange: (value: Trigger) => void;
}

const kindOf = (trigger: Trigger) => Object.keys(trigger)[0] as "every" | "daily" | "weekly" | "monthly" | "events";

/** When the rule looks: at times, or when something has happened. */
export function TriggerEdit({ value, events, onChange }: Props) {
  const { t } = useT();
  const kind = kindOf(value);
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: t("{{hour}} 点", { hour }) }));
  const weekdays = [t("周一"), t("周二"), t("周三"), t("周四"), t("周五"), t("周六"), t("周日")].map((label, i) => ({ value: i + 1, label }));
  const monthDays = Array.from({ length: 28 }, (_, i) => ({ value: i + 1, label: t("{{day}} 日", { day: i + 1 }) }));
  const rhythm = [{ value: 1, label: t("每月") }, { value: 3, label: t("每季度") }, { value: 6, label: t("每半年") }, { value: 12, label: t("每年一月") }];
  const start = { every: { every: 30 }, daily: { daily: 8 }, weekly: { weekly: { day: 1, hour: 8 } }, monthly: { monthly: { day: 1, hour: 8, every: 1 } }, events: { events: [] as string[] } };
  const hour = (now: number, set: (hour: number) => void) => <Select aria-label={t("几点")} value={now} onChange={set} options={hours} style={{ width: 96 }} />;
  return (
    <div className="col">
      <Segmented aria-label={t("什么时候检查")} value={kind === "events" ? "events" : "time"} options={[{ value: "time", label: t("按时间检查") }, { value: "events", label: t("事情发生时") }]}
        onChange={(next) => onChange(next === "events" ? start.events : start.daily)} style={{ width: "fit-content" }} />
      {kind === "events" ? (
        events.length ? (
          <Select aria-label={t("事件")} mode="multiple" value={(value as { events: string[] }).events} onChange={(next) => onChange({ events: next })} options={events.map((e) => ({ value: e.value, label: e.label }))}
            placeholder={t("发生其中任意一件时")} showSearch={{ optionFilterProp: "label" }} />
        ) : <p className="second">{t("这种记录还没有可以触发规则的事件，请按时间检查。")}</p>
      ) : (
        <div className="row wrap">
          <Select aria-label={t("频率")} value={kind} onChange={(next: keyof typeof start) => onChange(start[next])} style={{ width: 128 }}
            options={[{ value: "every", label: t("每隔几分钟") }, { value: "daily", label: t("每天") }, { value: "weekly", label: t("每周") }, { value: "monthly", label: t("每月或更久") }]} />
          {"every" in value && <InputNumber aria-label={t("分钟")} min={5} max={1440} precision={0} value={value.every} suffix={t("分钟")} onChange={(next) => onChange({ every: next ?? 30 })} style={{ width: 120 }} />}
          {"daily" in value && hour(value.daily, (next) => onChange({ daily: next }))}
          {"weekly" in value && <>
            <Select aria-label={t("星期几")} value={value.weekly.day} onChange={(day: number) => onChange({ weekly: { ...value.weekly, day } })} options={weekdays} style={{ width: 96 }} />
            {hour(value.weekly.hour, (next) => onChange({ weekly: { ...value.weekly, hour: next } }))}
          </>}
          {"monthly" in value && <>
            <Select aria-label={t("间隔")} value={value.monthly.every ?? 1} onChange={(every: number) => onChange({ monthly: { ...value.monthly, every } })} options={rhythm} style={{ width: 112 }} />
            <Select aria-label={t("几日")} value={value.monthly.day} onChange={(day: number) => onChange({ monthly: { ...value.monthly, day } })} options={monthDays} style={{ width: 88 }} />
            {hour(value.monthly.hour, (next) => onChange({ monthly: { ...value.monthly, hour: next } }))}
          </>}
        </div>
      )}
      {(kind === "weekly" || kind === "monthly") && <p className="muted small">{t("条件一直成立的记录，每个周期都会再触发一次。")}</p>}
    </div>
  );
}
