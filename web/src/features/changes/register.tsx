import { lazy } from "react";
import type { Ref } from "../../api/types";
import { Money } from "../../kit/Money";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";
import { ChangeState } from "./parts/cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

registerResourceUi("change_requests", {
  listPath: "/changes",
  detailPath: (id) => `/changes/${id}`,
  createForm: lazy(() => import("./parts/ChangeForm").then((module) => ({ default: module.CreateChange }))),
  cells: { state: (row) => <ChangeState value={row.state} /> },
  widths: { title: 240, number: 128, project: 200, kind: 104, income_amount: 120, cost_amount: 120, days: 96, state: 88, asked_on: 112, created_by: 88 },
  groups: [
    { label: tk("变更"), fields: ["title", "number", "project", "kind", "origin", "contact", "asked_on", "state", "created_by", "reason", "description"] },
    { label: tk("影响"), fields: ["variation", "contract", "income_amount", "days", "cost_item", "cost_amount", "task_effect", "task", "task_days", "new_task"] },
    { label: tk("进程"), fields: ["submitted_on", "approved_on", "carried_out_on", "end_note"] },
  ],
  hidden: ["failed"],
  headerButtons: [lazy(() => import("./parts/sheet/Links").then((module) => ({ default: module.OpenChange })))],
  cardLine: (row) => ({
    tag: <ChangeState value={row.state} />,
    second: [label(row.project), String(row.number)].filter(Boolean).join(" · "),
    right: row.income_amount == null ? null : <Money value={row.income_amount as string} />,
  }),
});

registerResourceUi("projects", {
  tabs: [{ key: "changes", label: tk("变更"), order: 30, needs: ["change_requests", "read"], component: lazy(() => import("./parts/ProjectTab").then((module) => ({ default: module.ProjectTab }))) }],
});

registerResourceUi("variations", {
  headerButtons: [lazy(() => import("./parts/sheet/Links").then((module) => ({ default: module.OpenSheet })))],
  listButtons: [lazy(() => import("./parts/sheet/Links").then((module) => ({ default: module.NewSheetButton })))],
});
