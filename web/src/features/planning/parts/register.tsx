import { lazy } from "react";
import { t, tk } from "../../../i18n";
import type { Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { StatusTag } from "../../../kit/StatusTag";
import { registerResourceUi } from "../../../resource/registry";

const NEED: Record<string, [string, string]> = { open: ["orange", tk("未落实")], part: ["gold", tk("部分落实")], confirmed: ["green", tk("已落实")] };
const need = (row: Row) => {
  const [colour, text] = NEED[String(row.state)] ?? ["", ""];
  return text ? <StatusTag color={colour}>{t(text)}</StatusTag> : null;
};
const neededOn = (row: Row) => (row.needed_on ? <DateText value={String(row.needed_on)} /> : <span className="muted">{t("随任务")}</span>);
const amount = (name: string) => (row: Row) => <span className="num">{[Number(row[name] ?? 0), row.measure].join(" ")}</span>;

registerResourceUi("projects", {
  tabs: [
    { key: "plan", label: tk("计划"), order: 12, needs: ["plans", "read"], component: lazy(() => import("./PlanTab").then((module) => ({ default: module.PlanTab }))) },
    { key: "materials", label: tk("材料需求"), order: 13, needs: ["material_needs", "read"], component: lazy(() => import("./materials/MaterialsTab").then((module) => ({ default: module.MaterialsTab }))) },
  ],
});
registerResourceUi("material_needs", {
  cells: { state: need, quantity: amount("quantity"), confirmed: amount("confirmed"), material: (row) => String(row.name || (row.material as Ref | null)?.label || ""), needed_on: neededOn },
  facts: { quantity: amount("quantity"), confirmed: amount("confirmed"), needed_on: neededOn },
  hidden: ["name", "measure"],
  without: ["files"],
  widths: { material: 200, quantity: 120, confirmed: 120, needed_on: 112, state: 96, task: 200, project: 240 },
  cardLine: (row) => ({ title: String(row.name || (row.material as Ref | null)?.label || ""), tag: need(row), second: [(row.task as Ref | null)?.label, row.note].filter(Boolean).join(" · "), right: amount("quantity")(row) }),
});
registerResourceUi("work_calendars", {
  listPath: "/work-calendars",
  hidden: ["week", "exceptions"],
  summary: lazy(() => import("./calendar/CalendarFacts").then((module) => ({ default: module.CalendarFacts }))),
  inputs: {
    week: lazy(() => import("./calendar/WeekInput").then((module) => ({ default: module.WeekInput }))),
    exceptions: lazy(() => import("./calendar/ExceptionsInput").then((module) => ({ default: module.ExceptionsInput }))),
  },
  widths: { name: 280, unit: 180, project: 240, statutory: 160 },
});
registerResourceUi("tasks", {
  listPath: "/my-tasks",
  tabs: [{ key: "materials", label: tk("材料"), order: 13, needs: ["material_needs", "read"], when: (row) => row.live !== false, component: lazy(() => import("./task/NeedsTab").then((module) => ({ default: module.NeedsOfTask }))) }],
  groups: [
    { label: tk("任务"), fields: ["name", "wbs", "kind", "state", "progress", "owner", "project", "plan", "parent", "tag"] },
    { label: tk("时间"), fields: ["starts_at", "ends_at", "deadline", "actual_start", "actual_end", "late_start", "late_end", "constraint", "constraint_at", "calendar"] },
  ],
  widths: { wbs: 96, name: 240, state: 88, owner: 96, starts_at: 136, ends_at: 136, progress: 88, deadline: 136, critical: 88 },
});
