import { useState } from "react";
import { Button, Modal } from "antd";
import { useNavigate } from "react-router";
import { FieldRow } from "../../../../kit/FieldRow";
import { formatDate, formatDateTime } from "../../../../kit/format";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { MomentInput } from "../../../../resource/fields/MomentInput";
import { recordPath } from "../../../../resource/registry";
import type { Entry } from "../../api";
import { DayInput } from "../DayInput";
import type { CalendarState } from "./useCalendar";

/** What an entry is, the way to its record, and another day for it. */
export function EntryDialog({ entry, state, onClose }: { entry: Entry; state: CalendarState; onClose: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const [when, setWhen] = useState(entry.start);
  const same = entry.all_day ? when === entry.start : new Date(when).getTime() === new Date(entry.start).getTime();
  const open = () => {
    onClose();
    if (entry.object_id) void navigate(recordPath(entry.resource, entry.object_id));
  };
  const save = () => {
    onClose();
    void state.put(entry, when);
  };
  const facts: [string, string][] = [
    [t("时间"), entry.all_day ? `${formatDate(entry.start)} ${t("全天")}` : formatDateTime(entry.start) + (entry.end ? ` – ${formatDateTime(entry.end).slice(11)}` : "")],
    [t("负责人"), entry.person?.label ?? ""],
    [t("地点"), entry.place],
    [t("说明"), entry.note],
  ];
  return (
    <Modal open onCancel={onClose} title={<span className="cal-dialog-title">{entry.title}</span>} width={480}
      footer={<div className="row end touch">{entry.object_id && <Button onClick={open}>{t("打开记录")}</Button>}{entry.move && <Button type="primary" disabled={same || !when} onClick={save}>{t("改到新时间")}</Button>}</div>}>
      <div className="col">
        <div className="row wrap">
          <StatusTag color={state.colour(entry)}>{state.label(entry)}</StatusTag>
          {entry.done ? <StatusTag color="green">{t("已完成")}</StatusTag> : entry.overdue && <StatusTag color="red">{t("已逾期")}</StatusTag>}
        </div>
        <dl className="cal-facts">
          {facts.filter(([, value]) => value).map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}-value`} className="pre">{value}</dd>])}
        </dl>
        {entry.move && (
          <FieldRow id="cal-move" label={t("改到")} help={t("也可以拖动，或选中后按 Alt 加方向键。")}>
            {entry.all_day
              ? <DayInput id="cal-move" value={when} onChange={setWhen} />
              : <MomentInput id="cal-move" value={when} onChange={(value) => setWhen(value ?? "")} clearable={false} minuteStep={15} />}
          </FieldRow>
        )}
      </div>
    </Modal>
  );
}
