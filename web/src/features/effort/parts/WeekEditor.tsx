import { useEffect, useEffectEvent, useState } from "react";
import { Alert, Button } from "antd";
import { CopyOutlined, SaveOutlined, SendOutlined } from "@ant-design/icons";
import { useBlocker } from "react-router";
import { StatusTag } from "../../../kit/StatusTag";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useWeek, type Week } from "../api";
import { copied, emptyRow, lastWorked, linesOf, rowsOf, total, withCell, type Cell, type GridRow } from "../model/week";
import { AddRow } from "./AddRow";
import { DayList } from "./DayList";
import { SendDialog } from "./SendDialog";
import { WeekGrid } from "./WeekGrid";

interface Props { week: Week; phone: boolean; day: string; today: string; onDay: (day: string) => void }

export interface GridProps { week: Week; rows: GridRow[]; locked: boolean; today: string; onCell: (key: string, day: number, change: Partial<Cell>) => void; onDrop: (key: string) => void }

/** The week while it is being filled in: copies yesterday, proposes projects and tasks, saves as a whole, goes to the superior. */
export function WeekEditor({ week, phone, day, today, onDay }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const { write, send } = useWeek(week.monday);
  const [rows, setRows] = useState<GridRow[]>(() => rowsOf(week));
  const [dirty, setDirty] = useState(false);
  const [sending, setSending] = useState(false);
  const days = week.days.map((one) => one.day);
  const state = String(week.report?.state ?? "draft");
  const locked = state === "submitted" || state === "approved";
  const change = (next: GridRow[]) => { setRows(next); setDirty(true); };
  const source = lastWorked(week, day);
  const open = week.days.find((one) => one.day === day)?.open ?? false;
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname);
  const onBlocked = useEffectEvent(async () => {
    if (blocker.state !== "blocked") return;
    if (await confirm({ title: t("有未保存的工时，确定离开？"), ok: t("离开"), danger: true })) blocker.proceed();
    else blocker.reset();
  });
  useEffect(() => { if (blocker.state === "blocked") void onBlocked(); }, [blocker.state]);

  const save = async (): Promise<boolean> => {
    try {
      const saved = await write.mutateAsync(linesOf(rows, days));
      setRows(rowsOf(saved));
      setDirty(false);
      return true;
    } catch (error) {
      notify.fail(error);
      return false;
    }
  };
  const onSave = async () => { if (await save()) notify.ok(t("工时已保存")); };
  const onSend = async () => { if (!dirty || (await save())) setSending(true); };
  const drop = async (key: string) => {
    const row = rows.find((one) => one.key === key);
    if (row?.cells.some((cell) => cell.hours) && !(await confirm({ title: t("删除这一行的工时？"), text: row.task?.label ?? row.project.label, ok: t("删除"), danger: true }))) return;
    change(rows.filter((one) => one.key !== key));
  };
  const add = (row: GridRow) => { if (!rows.some((one) => one.key === row.key)) change([...rows, row]); };
  const grid: GridProps = { week, rows, locked, today, onCell: (key, n, value) => change(withCell(rows, key, n, value)), onDrop: (key) => void drop(key) };
  const sendable = !locked && total(rows) > 0;
  return (
    <>
      {state === "rejected" && <Alert type="error" showIcon title={t("上级退回了这一周")} description={String(week.report?.reason ?? "")} />}
      <section className="panel">
        <div className="panel-head">
          <span className="row">{t("合计 {{n}} 小时", { n: total(rows) })}<StateTag state={state} /></span>
          {!locked && source && open && <Button size="small" icon={<CopyOutlined aria-hidden />} onClick={() => change(copied(rows, [...week.before, ...week.lines], source, day))}>{t("复制 {{day}} 的工时", { day: source.slice(5) })}</Button>}
        </div>
        {phone ? <DayList {...grid} day={day} onDay={onDay} /> : <WeekGrid {...grid} />}
        {!locked && <AddRow week={week} rows={rows} onAdd={(project, task, resource) => add(emptyRow(project, task, resource))} />}
      </section>
      {!locked && (
        <div className="row end touch effort-foot">
          {dirty && <span className="muted small">{t("有未保存的修改")}</span>}
          <Button icon={<SaveOutlined aria-hidden />} loading={write.isPending} disabled={!dirty} onClick={() => void onSave()}>{t("保存")}</Button>
          <Button type="primary" icon={<SendOutlined aria-hidden />} loading={send.isPending} disabled={!sendable} onClick={() => void onSend()}>{t("提交周报")}</Button>
        </div>
      )}
      {locked && <Alert type="info" showIcon title={state === "approved" ? t("这一周已批准，工时已计入项目成本。") : t("这一周已提交给上级。要修改请在审批中撤回。")} />}
      {sending && <SendDialog week={week} onClose={() => setSending(false)} />}
    </>
  );
}

function StateTag({ state }: { state: string }) {
  const { t } = useT();
  if (state === "submitted") return <StatusTag color="blue">{t("待审批")}</StatusTag>;
  if (state === "approved") return <StatusTag color="green">{t("已批准")}</StatusTag>;
  return state === "rejected" ? <StatusTag color="red">{t("已退回")}</StatusTag> : <StatusTag>{t("草稿")}</StatusTag>;
}
