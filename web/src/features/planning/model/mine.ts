import type { Ref, Row } from "../../../api/types";
import { addDays } from "../../../kit/days";
import { tk } from "../../../i18n";

export interface MyTask {
  row: Row;
  name: string;
  project: Ref | null;
  state: string;
  progress: number;
  start: string | null;
  end: string | null;
  critical: boolean;
}

/** A row of the general list; its moments carry a zone, so days are taken in Shanghai by `day`. */
export function asMine(row: Row, day: (moment: string) => string): MyTask {
  const at = (value: unknown) => (typeof value === "string" && value ? day(value) : null);
  return { row, name: String(row.name), project: (row.project as Ref | null) ?? null, state: String(row.state), progress: Number(row.progress ?? 0), start: at(row.starts_at), end: at(row.ends_at), critical: Boolean(row.critical) };
}

export interface Group {
  key: "late" | "week" | "later" | "done";
  /** Chinese source text. */
  label: string;
  tasks: MyTask[];
}

const LABELS: Record<Group["key"], string> = { late: tk("已逾期"), week: tk("七天内"), later: tk("以后"), done: tk("最近完成") };

/** What is late, what the next seven days ask for, what comes later; empty groups are left out. */
export function grouped(tasks: MyTask[], today: string): Group[] {
  const soon = addDays(today, 7);
  const key = (task: MyTask): Group["key"] => {
    if (task.state === "done") return "done";
    if (task.end && task.end < today) return "late";
    return task.state === "doing" || (task.start && task.start <= soon) ? "week" : "later";
  };
  return (["late", "week", "later", "done"] as const).map((one) => ({ key: one, label: LABELS[one], tasks: tasks.filter((task) => key(task) === one) })).filter((group) => group.tasks.length > 0);
}
