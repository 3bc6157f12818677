import { lazy } from "react";
import type { Ref } from "../../api/types";
import { builtIn } from "../../kit/builtIn";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";
import { HealthMark, PersonCell, PhaseTag, ProgressBar, Rate } from "./parts/cells";
import "./projects.css";

const tab = { key: "projects", label: tk("项目"), order: 18, needs: ["projects", "read"] as [string, string] };
const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";
const phase = (row: Record<string, unknown>) => <PhaseTag phase={String(row.phase ?? "")} held={row.held_on} />;

registerResourceUi("projects", {
  listPath: "/projects",
  detailPath: (id) => `/projects/${id}`,
  ownActions: ["advance", "approve_budget", "apply_template"],
  tabs: [
    { key: "overview", label: tk("概览"), order: 5, component: lazy(() => import("./parts/OverviewTab").then((module) => ({ default: module.OverviewTab }))) },
    { key: "contracts", label: tk("合同"), order: 22, needs: ["project_contracts", "read"], component: lazy(() => import("./parts/children").then((module) => ({ default: module.ContractsTab }))) },
    { key: "money", label: tk("成本"), order: 24, when: (row) => "cost_total" in row, component: lazy(() => import("./parts/MoneyTab").then((module) => ({ default: module.MoneyTab }))) },
    { key: "members", label: tk("成员"), order: 26, needs: ["project_members", "read"], component: lazy(() => import("./parts/children").then((module) => ({ default: module.MembersTab }))) },
    { key: "phases", label: tk("阶段记录"), order: 28, component: lazy(() => import("./parts/PhasesTab").then((module) => ({ default: module.PhasesTab }))) },
  ],
  tabGroups: [
    { label: tk("概览"), tabs: ["overview"] },
    { label: tk("计划与模型"), tabs: ["plan", "materials", "bim"] },
    { label: tk("合同与成本"), tabs: ["contracts", "money", "expenses"] },
    { label: tk("人员"), tabs: ["members", "effort"] },
    { label: tk("变更与风险"), tabs: ["changes", "control"] },
    { label: tk("资料与报告"), tabs: ["library", "files", "reports"] },
    { label: tk("沟通与会议"), tabs: ["chat", "comments", "meetings"] },
    { label: tk("详情与历史"), tabs: ["detail", "phases", "rules", "history"] },
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "project_type", "phase", "customer", "opportunity", "contract", "template"] },
    { label: tk("地点与工期"), fields: ["region", "city", "address", "starts_on", "ends_on", "began_on", "finished_on"] },
    { label: tk("归属"), fields: ["unit", "owner", "tags", "remark"] },
  ],
  hidden: ["held_on", "held_reason", "phase_since", "health", "progress", "income_total", "budget_total", "cost_total", "forecast_total", "margin", "margin_rate"],
  cells: {
    phase,
    health: (row) => <HealthMark value={row.health} />,
    progress: (row) => <ProgressBar value={row.progress} />,
    margin_rate: (row) => <Rate value={row.margin_rate} />,
  },
  widths: {
    name: 240, number: 136, customer: 200, project_type: 104, phase: 88, health: 80, progress: 128, margin_rate: 88, city: 88, owner: 96, unit: 136, tags: 184,
    starts_on: 112, ends_on: 112,
  },
  cardLine: (row) => ({
    tag: <span className="row" style={{ gap: 8 }}><HealthMark value={row.health} />{phase(row)}</span>,
    second: [label(row.customer), label(row.owner)].filter(Boolean).join(" · "),
    right: <ProgressBar value={row.progress} />,
  }),
});
registerResourceUi("project_members", { without: ["comments", "files"], cells: { person: (row) => <PersonCell person={row.person as Ref | null} /> }, widths: { person: 140, role: 120 } });
registerResourceUi("project_contracts", { without: ["comments", "files"] });
registerResourceUi("budget_lines", { without: ["comments", "files"] });
registerResourceUi("project_costs", { without: ["comments"] });
registerResourceUi("project_forecasts", { without: ["comments", "files"] });
registerResourceUi("project_gates", { listPath: "/project-gates", without: ["comments", "files"], widths: { phase: 120, conditions: 320, required_fields: 200, required_documents: 200, unit: 140 } });
registerResourceUi("project_templates", {
  listPath: "/project-templates", without: ["comments"], hidden: ["content"], widths: { name: 240 },
  tabs: [{ key: "content", label: tk("内容"), order: 11, component: lazy(() => import("./parts/TemplateContent").then((module) => ({ default: module.TemplateContent }))) }],
});
registerResourceUi("cost_items", { listPath: "/cost-items", without: ["comments", "files"], cells: { name: (row) => builtIn("cost_items", String(row.name)) } });

registerResourceUi("customers", { tabs: [{ ...tab, component: lazy(() => import("./parts/ProjectsTab").then((module) => ({ default: module.OfCustomer }))) }] });
registerResourceUi("opportunities", { tabs: [{ ...tab, component: lazy(() => import("./parts/ProjectsTab").then((module) => ({ default: module.OfOpportunity }))) }] });
registerResourceUi("contracts", { tabs: [{ ...tab, component: lazy(() => import("./parts/ProjectsTab").then((module) => ({ default: module.OfContract }))) }] });
