import { lazy } from "react";
import type { Ref, Row } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";
import { ActionState, Due, IssueState, Level, MeetingState, Presence, Priority, RiskState } from "./parts/cells";

const tabs = () => import("./parts/tabs");
const RiskActionsTab = lazy(() => tabs().then((module) => ({ default: module.RiskActionsTab })));
const ScoresTab = lazy(() => tabs().then((module) => ({ default: module.ScoresTab })));
const ProjectControl = lazy(() => tabs().then((module) => ({ default: module.ProjectControl })));
const ProjectMeetings = lazy(() => tabs().then((module) => ({ default: module.ProjectMeetings })));
const CustomerMeetings = lazy(() => tabs().then((module) => ({ default: module.CustomerMeetings })));
const PeopleTab = lazy(() => tabs().then((module) => ({ default: module.PeopleTab })));
const OutcomeTab = lazy(() => tabs().then((module) => ({ default: module.OutcomeTab })));
const MinutesTab = lazy(() => import("./parts/MinutesTab").then((module) => ({ default: module.MinutesTab })));
const SnapButton = lazy(() => import("./parts/SnapIssue").then((module) => ({ default: () => <module.SnapIssue /> })));

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";
const words = (...parts: unknown[]) => parts.filter(Boolean).join(" · ");
const ended = (row: Row) => !["open", "responding", "doing", "reopened"].includes(String(row.state));
const due = (row: Row) => <Due day={row.due_on} over={ended(row)} />;

registerResourceUi("risks", {
  listPath: "/risks",
  tabs: [
    { key: "actions", label: tk("应对措施"), order: 12, needs: ["risk_actions", "read"], component: RiskActionsTab },
    { key: "scores", label: tk("评分记录"), order: 14, component: ScoresTab },
  ],
  cells: { level: (row) => <Level value={row.level} />, state: (row) => <RiskState value={row.state} />, due_on: due, review_on: (row) => <Due day={row.review_on} over={ended(row)} /> },
  groups: [
    { label: tk("风险"), fields: ["project", "title", "category", "cause", "effect"] },
    { label: tk("评分"), fields: ["probability", "impact", "score", "level", "cost_impact", "delay_days"] },
    { label: tk("应对"), fields: ["strategy", "response", "owner", "due_on", "residual_probability", "residual_impact", "residual_score", "review_on"] },
  ],
  widths: { title: 240, project: 220, level: 72, score: 80, category: 112, state: 88, owner: 96, due_on: 180, review_on: 180, number: 136 },
  cardLine: (row) => ({ title: String(row.title), tag: <Level value={row.level} />, second: words(label(row.project), label(row.owner)), right: <RiskState value={row.state} /> }),
});
registerResourceUi("risk_actions", {
  cells: { state: (row) => <ActionState value={row.state} />, due_on: due },
  widths: { title: 260, owner: 96, due_on: 180, state: 88 },
  cardLine: (row) => ({ title: String(row.title), tag: <ActionState value={row.state} />, second: label(row.owner), right: due(row) }),
});
registerResourceUi("risk_scales", { listPath: "/risk-scales", without: ["comments", "files"], widths: { unit: 200, medium_from: 120, high_from: 120, extreme_from: 120, note: 240 } });

registerResourceUi("issues", {
  listPath: "/issues",
  listButtons: [SnapButton],
  cells: { priority: (row) => <Priority value={row.priority} />, state: (row) => <IssueState value={row.state} />, due_on: due },
  groups: [
    { label: tk("问题描述"), fields: ["project", "title", "kind", "priority", "task", "place", "description", "found_on", "risk"] },
    { label: tk("处理"), fields: ["owner", "due_on", "state", "resolution", "resolved_at", "closed_at"] },
  ],
  widths: { title: 240, project: 220, priority: 80, state: 96, kind: 112, owner: 96, due_on: 180, place: 160, found_on: 112, number: 136 },
  cardLine: (row) => ({ title: String(row.title), tag: <IssueState value={row.state} />, second: words(label(row.project), row.place, label(row.owner)), right: <Priority value={row.priority} /> }),
});

registerResourceUi("meetings", {
  listPath: "/meetings",
  detailPath: (id) => `/meetings/${id}`,
  ownActions: ["arrange_next"],
  tabs: [
    { key: "minutes", label: tk("议程与纪要"), order: 5, component: MinutesTab },
    { key: "outcome", label: tk("决议与行动项"), order: 6, component: OutcomeTab },
    { key: "people", label: tk("参会人"), order: 7, component: PeopleTab },
  ],
  groups: [
    { label: tk("会议"), fields: ["title", "kind", "project", "customer", "starts_at", "ends_at", "place", "link"] },
    { label: tk("人员"), fields: ["chair", "owner", "unit"] },
  ],
  hidden: ["agenda", "minutes", "reason", "edition"],
  cells: { state: (row) => <MeetingState value={row.state} />, starts_at: (row) => <DateText value={String(row.starts_at)} kind="datetime" /> },
  widths: { title: 260, starts_at: 152, state: 112, kind: 120, project: 220, customer: 200, place: 160, chair: 96, owner: 96, number: 136 },
  cardLine: (row) => ({ title: String(row.title), tag: <MeetingState value={row.state} />, second: words(label(row.project) || label(row.customer), row.place), right: <DateText value={String(row.starts_at)} kind="datetime" /> }),
});
registerResourceUi("meeting_attendees", {
  without: ["comments", "files"],
  cells: { presence: (row) => <Presence value={row.presence} /> },
  widths: { name: 140, company: 200, presence: 88, email: 200 },
  cardLine: (row) => ({ title: String(row.name), tag: <Presence value={row.presence} />, second: String(row.company ?? "") }),
});
registerResourceUi("meeting_decisions", { without: ["comments", "files"], cardLine: (row) => ({ title: <span className="meeting-words">{String(row.text)}</span>, second: String(row.note ?? "") }) });
registerResourceUi("meeting_actions", {
  cells: { state: (row) => <ActionState value={row.state} />, due_on: due },
  widths: { title: 260, owner: 96, outside: 140, due_on: 180, state: 112 },
  cardLine: (row) => ({ title: <span className="meeting-words">{String(row.title)}</span>, tag: <ActionState value={row.state} />, second: label(row.owner) || String(row.outside ?? ""), right: due(row) }),
});

registerResourceUi("projects", {
  tabs: [
    { key: "control", label: tk("风险与问题"), order: 32, needs: ["issues", "read"], component: ProjectControl },
    { key: "meetings", label: tk("会议"), order: 34, needs: ["meetings", "read"], component: ProjectMeetings },
  ],
});
registerResourceUi("customers", { tabs: [{ key: "meetings", label: tk("会议"), order: 19, needs: ["meetings", "read"], component: CustomerMeetings }] });
