import { lazy } from "react";
import type { Ref, Row } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { dayOf, daysBetween } from "../../kit/days";
import { StatusTag } from "../../kit/StatusTag";
import { t, tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";

const tabs = () => import("./parts/ResourceTabs");
const CertificatesTab = lazy(() => tabs().then((module) => ({ default: module.CertificatesTab })));
const AbsencesTab = lazy(() => tabs().then((module) => ({ default: module.AbsencesTab })));
const BookingsTab = lazy(() => tabs().then((module) => ({ default: module.BookingsTab })));
const BookingsOfRequest = lazy(() => tabs().then((module) => ({ default: module.BookingsOfRequest })));
const ProjectTab = lazy(() => import("./parts/ProjectTab").then((module) => ({ default: module.ProjectTab })));
const WeekLines = lazy(() => import("./parts/WeekLines").then((module) => ({ default: module.WeekLines })));
const MyWeekButton = lazy(() => import("./parts/buttons").then((module) => ({ default: module.MyWeekButton })));
const AllHoursButton = lazy(() => import("./parts/buttons").then((module) => ({ default: module.AllHoursButton })));

const STATES: Record<string, [string, string]> = {
  draft: ["", tk("草稿")], submitted: ["blue", tk("待审批")], approved: ["green", tk("已批准")], rejected: ["red", tk("已退回")],
  open: ["orange", tk("待答复")], granted: ["green", tk("已安排")], refused: ["red", tk("已拒绝")], withdrawn: ["", tk("已撤回")],
};
const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";
const state = (row: Row) => {
  const [colour, text] = STATES[String(row.state)] ?? ["", String(row.state ?? "")];
  return row.state ? <StatusTag color={colour}>{t(text)}</StatusTag> : null;
};
const late = (row: Row) => (Number(row.late_days) > 0 ? <StatusTag color="orange">{t("补录 {{n}} 天", { n: row.late_days })}</StatusTag> : null);

/** When a paper ends: red when it has, orange in its last thirty days. */
function Expiry({ day }: { day: unknown }) {
  if (!day) return <span className="muted">{t("长期有效")}</span>;
  const left = daysBetween(dayOf(new Date()), String(day));
  const text = left < 0 ? t("已过期 {{n}} 天", { n: -left }) : left <= 30 ? t("还剩 {{n}} 天", { n: left }) : "";
  return <span className="row"><DateText value={String(day)} />{text && <StatusTag color={left < 0 ? "red" : "orange"}>{text}</StatusTag>}</span>;
}

registerResourceUi("pool_resources", {
  listPath: "/pool-resources",
  tabs: [
    { key: "certificates", label: tk("证书"), order: 12, needs: ["certificates", "read"], component: CertificatesTab },
    { key: "absences", label: tk("不可用时段"), order: 13, needs: ["absences", "read"], component: AbsencesTab },
    { key: "bookings", label: tk("项目安排"), order: 14, needs: ["bookings", "read"], component: BookingsTab },
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "kind", "user", "position", "skills", "unit", "city", "phone"] },
    { label: tk("可用与成本"), fields: ["capacity", "hours_per_day", "week", "available_from", "available_until", "cost_rate", "supplier"] },
  ],
  widths: { name: 180, kind: 96, position: 140, skills: 220, unit: 140, city: 96, phone: 128, capacity: 96, week: 144, cost_rate: 120 },
  cardLine: (row) => ({ second: [label(row.unit), row.position, row.city].filter(Boolean).join(" · ") }),
});

registerResourceUi("materials", {
  listPath: "/materials",
  widths: { name: 200, spec: 160, number: 140, measure: 96, price: 128, unit: 160, supplier: 200 },
  cardLine: (row) => ({ second: [row.spec, row.number].filter(Boolean).join(" · "), right: String(row.measure ?? "") }),
});

registerResourceUi("certificates", {
  listPath: "/certificates",
  cells: { expires_on: (row) => <Expiry day={row.expires_on} /> },
  widths: { resource: 160, kind: 180, number: 180, issued_by: 180, issued_on: 112, expires_on: 220 },
  cardLine: (row) => ({ title: label(row.resource), second: String(row.number ?? ""), right: <Expiry day={row.expires_on} /> }),
});
registerResourceUi("absences", { without: ["comments", "files"], widths: { resource: 160, kind: 112, since: 112, until: 112, reason: 220 } });
registerResourceUi("bookings", { without: ["comments", "files"], widths: { resource: 160, project: 240, since: 112, until: 112, percent: 96, note: 200 } });

registerResourceUi("resource_requests", {
  listPath: "/resource-requests",
  cells: { state, granted: (row) => <span className="num">{`${String(row.granted ?? 0)} / ${String(row.count ?? 0)}`}</span> },
  tabs: [{ key: "bookings", label: tk("项目安排"), order: 12, needs: ["bookings", "read"], component: BookingsOfRequest }],
  widths: { project: 240, kind: 96, skills: 180, count: 80, granted: 96, since: 112, until: 112, unit: 140, owner: 96, state: 96 },
  cardLine: (row) => ({ title: label(row.project), tag: state(row), second: label(row.unit), right: <DateText value={row.since as string} /> }),
});

registerResourceUi("timesheets", {
  listPath: "/timesheets",
  cells: { state, late_days: late },
  listButtons: [MyWeekButton],
  widths: { day: 112, person: 96, resource: 140, project: 240, task: 200, hours: 80, overtime: 88, note: 200, state: 96, late_days: 112 },
  cardLine: (row) => ({ title: label(row.project), tag: state(row), second: [label(row.person), row.note].filter(Boolean).join(" · "), right: t("{{n}} 小时", { n: Number(row.hours) }) }),
});
registerResourceUi("weekly_reports", {
  listPath: "/weekly-reports",
  summary: WeekLines,
  hidden: ["name"],
  cells: { state, late_days: late },
  listButtons: [AllHoursButton, MyWeekButton],
  widths: { name: 240, monday: 112, person: 96, unit: 140, hours: 88, overtime: 88, late_days: 112, state: 96, submitted_at: 144 },
  cardLine: (row) => ({ tag: state(row), second: label(row.unit), right: t("{{n}} 小时", { n: Number(row.hours) }) }),
});

registerResourceUi("projects", {
  tabs: [{ key: "effort", label: tk("人员与工时"), order: 27, component: ProjectTab }],
});
