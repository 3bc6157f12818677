import { lazy } from "react";
import { tk } from "../../../i18n";
import { registerResourceUi } from "../../../resource/registry";

registerResourceUi("projects", { tabs: [{ key: "plan", label: tk("计划"), order: 12, needs: ["plans", "read"], component: lazy(() => import("./PlanTab").then((module) => ({ default: module.PlanTab }))) }] });
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
  groups: [
    { label: tk("任务"), fields: ["name", "wbs", "kind", "state", "progress", "owner", "project", "plan", "parent", "tag"] },
    { label: tk("时间"), fields: ["starts_at", "ends_at", "deadline", "actual_start", "actual_end", "late_start", "late_end", "constraint", "constraint_at", "calendar"] },
  ],
  widths: { wbs: 96, name: 240, state: 88, owner: 96, starts_at: 136, ends_at: 136, progress: 88, deadline: 136, critical: 88 },
});
