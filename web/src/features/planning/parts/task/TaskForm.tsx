import { useId, useState } from "react";
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useMeta } from "../../../../api/meta";
import type { Ref, Row } from "../../../../api/types";
import { formatDateTime } from "../../../../kit/format";
import { FieldRow } from "../../../../kit/FieldRow";
import { RefSelect } from "../../../../kit/RefSelect";
import { useT } from "../../../../i18n";
import { calendarOf, workDays } from "../../model/calendar";
import { changes, draftOf, type TaskDraft } from "../../model/form";
import { lengthText } from "../../model/time";
import type { Network, Task } from "../../model/types";
import { CONSTRAINTS } from "../../model/words";
import type { Plan } from "../usePlan";
import { MomentField } from "./MomentField";
import { ReportBox } from "./ReportBox";

interface Props {
  plan: Plan;
  network: Network;
  task: Task;
  /** The record of the task; null until it has been read. */
  row: Row | null;
}

/** Everything about a task that is set by hand. What moves dates first shows its consequences. */
export function TaskForm({ plan, network, task, row }: Props) {
  const { t } = useT();
  const id = useId();
  const { minutesPerDay } = workDays(calendarOf(network, task));
  const costItem = (row?.cost_item ?? null) as Ref | null;
  const before = draftOf(task, lengthText(task.duration, minutesPerDay), { note: String(row?.note ?? ""), cost_item: costItem?.id ?? null, budget: (row?.budget ?? null) as string | null });
  const tags = useMeta("tasks").data?.fields.find((field) => field.name === "tag")?.options ?? [];
  const [edited, setEdited] = useState<Partial<TaskDraft>>({});
  const draft = { ...before, ...edited };
  const set = (values: Partial<TaskDraft>) => setEdited((now) => ({ ...now, ...values }));
  const values = changes(before, draft, minutesPerDay);
  const summary = plan.tree.below.has(task.id);
  const off = !plan.can("edit");
  const dated = CONSTRAINTS.find((one) => one.value === draft.constraint)?.dated;
  const missing = dated && !draft.constraint_at;
  const save = () => values && void plan.edit([{ op: "set", task: task.id, version: task.version, values }]);
  return (
    <form className="drawer-pad task-form" onSubmit={(event) => { event.preventDefault(); save(); }}>
      {!summary && <ReportBox plan={plan} task={task} />}
      <div className="form-grid">
        <FieldRow id={`${id}-name`} label={t("任务名称")} required wide errors={draft.name.trim() ? undefined : [t("请填写名称。")]}><Input id={`${id}-name`} value={draft.name} disabled={off} maxLength={200} onChange={(event) => set({ name: event.target.value })} /></FieldRow>
        <FieldRow id={`${id}-owner`} label={t("负责人")}><RefSelect id={`${id}-owner`} resource="users" value={draft.owner} disabled={off} allowClear known={task.owner ? [task.owner] : []} onChange={(owner) => set({ owner })} /></FieldRow>
        <FieldRow id={`${id}-length`} label={t("工期")} help={t("天、小时、周：5天、4小时、2周；0 是里程碑")} errors={values ? undefined : [t("写成 5天、4小时 或 2周。")]}><Input id={`${id}-length`} value={draft.length} disabled={off || summary} onChange={(event) => set({ length: event.target.value })} /></FieldRow>
        <FieldRow id={`${id}-start`} label={t("开始时间")}><MomentField id={`${id}-start`} value={draft.start} disabled={off || summary} onChange={(start) => set({ start })} /></FieldRow>
        <FieldRow id={`${id}-end`} label={t("完成时间")}><MomentField id={`${id}-end`} value={draft.end} disabled={off || summary} onChange={(end) => set({ end })} /></FieldRow>
        <FieldRow id={`${id}-deadline`} label={t("截止日期")} help={t("晚于截止日期会标红，不限制排程")}><MomentField id={`${id}-deadline`} end value={draft.deadline} disabled={off} clearable onChange={(deadline) => set({ deadline })} /></FieldRow>
        <FieldRow id={`${id}-calendar`} label={t("日历")}><Select id={`${id}-calendar`} value={draft.calendar ?? ""} disabled={off || summary} onChange={(next) => set({ calendar: next || null })} options={[{ value: "", label: t("随计划") }, ...network.calendars.map((one) => ({ value: one.id, label: one.name }))]} /></FieldRow>
        <FieldRow id={`${id}-constraint`} label={t("限制")}><Select id={`${id}-constraint`} value={draft.constraint} disabled={off} onChange={(constraint) => set({ constraint })} options={CONSTRAINTS.map((one) => ({ value: one.value, label: t(one.label) }))} /></FieldRow>
        {dated && <FieldRow id={`${id}-at`} label={t("限制日期")} required errors={missing ? [t("请选择日期。")] : undefined}><MomentField id={`${id}-at`} value={draft.constraint_at} disabled={off} onChange={(at) => set({ constraint_at: at })} /></FieldRow>}
        <FieldRow id={`${id}-priority`} label={t("优先级")} help={t("0–1000，均衡资源时数大的先排")}><InputNumber id={`${id}-priority`} value={draft.priority} min={0} max={1000} precision={0} disabled={off} style={{ width: "100%" }} onChange={(priority) => set({ priority: priority ?? 500 })} /></FieldRow>
        {!summary && <FieldRow id={`${id}-tag`} label={t("节点类别")} help={t("材料到货、验收、关键节点会提前提醒有关的人")}><Select id={`${id}-tag`} value={draft.tag} disabled={off} onChange={(tag) => set({ tag })} options={[{ value: "", label: t("一般任务") }, ...tags.filter((one) => one.active !== false || one.value === draft.tag).map((one) => ({ value: String(one.value), label: one.label }))]} /></FieldRow>}
        {row && !summary && <FieldRow id={`${id}-item`} label={t("成本科目")}><RefSelect id={`${id}-item`} resource="cost_items" value={draft.cost_item} disabled={off} allowClear known={costItem ? [costItem] : []} onChange={(item) => set({ cost_item: item })} /></FieldRow>}
        {row && "budget" in row && !summary && <FieldRow id={`${id}-budget`} label={t("预算")} help={t("挣值按它计算；不填就把项目预算按工期摊开")}><InputNumber id={`${id}-budget`} stringMode controls={false} min="0" precision={2} suffix={t("元")} value={draft.budget} disabled={off} style={{ width: "100%" }} onChange={(budget) => set({ budget: budget === null || budget === "" ? null : String(budget) })} /></FieldRow>}
        <div className="row wrap wide">
          <Checkbox checked={draft.manual} disabled={off || summary} onChange={(event) => set({ manual: event.target.checked })}>{t("手动排程")}</Checkbox>
          <Checkbox checked={draft.inactive} disabled={off} onChange={(event) => set({ inactive: event.target.checked })}>{t("停用（不参加计算）")}</Checkbox>
        </div>
        {row && <FieldRow id={`${id}-note`} label={t("备注")} wide><Input.TextArea id={`${id}-note`} value={draft.note} disabled={off} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} onChange={(event) => set({ note: event.target.value })} /></FieldRow>}
      </div>
      <Computed task={task} perDay={minutesPerDay} />
      {!off && (
        <div className="task-save">
          {Object.keys(values ?? {}).length > 0 && <Button onClick={() => setEdited({})}>{t("放弃修改")}</Button>}
          <Button type="primary" htmlType="submit" loading={plan.busy} disabled={!values || !Object.keys(values).length || missing || !draft.name.trim()}>{t("保存")}</Button>
        </div>
      )}
    </form>
  );
}

/** What the calculation says about it. */
function Computed({ task, perDay }: { task: Task; perDay: number }) {
  const { t } = useT();
  const moment = (text: string | null) => (text ? text.replace("T", " ") : formatDateTime(null));
  const length = (minutes: number | null) => (minutes === null ? "—" : lengthText(minutes, perDay));
  const facts: [string, React.ReactNode][] = [
    [t("最迟开始"), moment(task.late_start)], [t("最迟完成"), moment(task.late_end)],
    [t("总浮动"), <span key="t" className={task.total_float !== null && task.total_float < 0 ? "danger-text" : undefined}>{length(task.total_float)}</span>], [t("自由浮动"), length(task.free_float)],
    [t("实际开始"), moment(task.actual_start)], [t("实际完成"), moment(task.actual_end)],
  ];
  return <dl className="task-facts num">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}
