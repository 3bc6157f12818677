import { Suspense, lazy, type ComponentType } from "react";
import type { Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { t, tk } from "../../../i18n";
import { registerResourceUi, type DrawerTab, type ResourceUi } from "../../../resource/registry";
import { Completeness, DueDate, Facts, FeedbackState, LateDays, LeadState, labelOf, Primary, ValueClass } from "./cells";

const CustomerForm = lazy(() => import("./CustomerForm").then((module) => ({ default: module.CustomerForm })));
const TalkCreateForm = lazy(() => import("./LogTalk").then((module) => ({ default: module.TalkCreateForm })));
const FeedbackSummary = lazy(() => import("./FeedbackSummary").then((module) => ({ default: module.FeedbackSummary })));
const LeadSummary = lazy(() => import("./LeadSummary").then((module) => ({ default: module.LeadSummary })));
const NameHint = late(lazy(() => import("./LookAlikes").then((module) => ({ default: module.NameHint }))));
const CreditCodeHint = late(lazy(() => import("./LookAlikes").then((module) => ({ default: module.CreditCodeHint }))));
const DuplicatesButton = late(lazy(() => import("./DuplicatesButton").then((module) => ({ default: module.DuplicatesButton }))));
const MergeButton = late(lazy(() => import("./MergeButton").then((module) => ({ default: module.MergeButton }))));

/** What comes late leaves a gap of its own: the form or head around it stays on the screen. */
function late<P extends object>(Part: ComponentType<P>): ComponentType<P> {
  return (props: P) => <Suspense fallback={null}><Part {...props} /></Suspense>;
}

function child(key: "contacts" | "interactions" | "feedbacks" | "cooperations" | "qualifications" | "addresses", label: string, order: number): DrawerTab {
  return {
    key, label, order, needs: [key, "read"],
    component: lazy(() => import("./relatedTabs").then((module) => ({ default: module.childTab(key) }))),
    badge: lazy(() => import("./relatedTabs").then((module) => ({ default: module.childCount(key) }))),
  };
}

const tabs: DrawerTab[] = [
  { key: "overview", label: tk("概览"), order: 1, component: lazy(() => import("./OverviewTab").then((module) => ({ default: module.OverviewTab }))) },
  child("contacts", tk("联系人"), 11),
  child("interactions", tk("沟通记录"), 12),
  child("feedbacks", tk("诉求"), 13),
  child("cooperations", tk("合作历史"), 14),
  child("qualifications", tk("资质"), 15),
  child("addresses", tk("地址"), 16),
  { key: "merges", label: tk("合并记录"), order: 50, component: lazy(() => import("./MergesTab").then((module) => ({ default: module.MergesTab }))) },
];

const groups: ResourceUi["groups"] = [
  { label: tk("基本信息"), fields: ["name", "short_name", "number", "kind", "roles", "credit_code", "industry", "region", "city", "source", "intention", "parent", "unit", "owner"] },
  { label: tk("联系方式"), fields: ["phone", "email", "website", "registered_address"] },
  { label: tk("需求与机会"), fields: ["budget", "pain_points", "competitors", "preferences", "tags"] },
  { label: tk("工商与信用"), fields: ["legal_representative", "registered_capital", "established_on", "employees", "annual_revenue", "credit_grade", "business_scope"] },
  { label: tk("其他"), fields: ["former_names", "remark"] },
];

registerResourceUi("customers", {
  listPath: "/customers",
  detailPath: (id) => `/customers/${id}`,
  createForm: CustomerForm,
  headerButtons: [DuplicatesButton, MergeButton],
  formHints: { name: NameHint, credit_code: CreditCodeHint },
  cells: {
    completeness: (row) => <Completeness value={row.completeness as number} />,
    value_class: (row) => <ValueClass value={row.value_class as string} />,
    last_contact_at: (row) => <DateText value={row.last_contact_at as string} />,
  },
  widths: { name: 228, number: 128, kind: 104, industry: 96, region: 68, value_class: 92, completeness: 128, owner: 84, unit: 112, last_contact_at: 112 },
  tabs,
  groups,
  cardLine: (row) => ({ tag: row.value_class ? <ValueClass value={row.value_class as string} /> : undefined, right: <Completeness value={row.completeness as number} /> }),
});

const isOpen = (row: Row) => row.state === "open" || row.state === "handling";

registerResourceUi("contacts", {
  listPath: "/contacts",
  widths: { name: 112, customer: 232, position: 120, is_primary: 104 },
  cardLine: (row) => ({ second: <Facts of={[labelOf(row.customer), row.position, row.phone]} />, right: row.is_primary ? <Primary /> : undefined }),
});
registerResourceUi("interactions", {
  listPath: "/interactions",
  createForm: TalkCreateForm,
  initial: () => ({ occurred_at: new Date().toISOString(), channel: "phone" }),
  cells: { late_days: (row) => <LateDays value={row.late_days as number} /> },
  widths: { content: 220, occurred_at: 136, customer: 184, channel: 92, result: 112, effect: 92, owner: 80, next_contact_at: 136, late_days: 100 },
  cardLine: (row) => ({
    second: <Facts of={[labelOf(row.customer), labelOf(row.owner), row.result]} />,
    right: <><LateDays value={row.late_days as number} /> <DateText value={row.occurred_at as string} kind="datetime" /></>,
  }),
});
registerResourceUi("feedbacks", {
  listPath: "/feedbacks",
  initial: () => ({ occurred_at: new Date().toISOString() }),
  summary: FeedbackSummary,
  cells: {
    state: (row) => <FeedbackState value={row.state as string} />,
    due_on: (row) => <DueDate value={row.due_on as string} open={isOpen(row)} />,
  },
  widths: { content: 280, customer: 216, kind: 72, aspect: 96, state: 88, due_on: 108, handler: 88, occurred_at: 144 },
  cardLine: (row) => ({
    tag: <FeedbackState value={row.state as string} />,
    second: <Facts of={[labelOf(row.customer), labelOf(row.handler)]} />,
    right: <DueDate value={row.due_on as string} open={isOpen(row)} />,
  }),
});
registerResourceUi("leads", {
  listPath: "/leads",
  summary: LeadSummary,
  cells: { state: (row) => <LeadState value={row.state as string} /> },
  widths: { company: 240, contact_name: 96, phone: 128, region: 80, state: 96, owner: 96, created_at: 150 },
  cardLine: (row) => ({
    tag: <LeadState value={row.state as string} />,
    second: <Facts of={[row.contact_name, row.phone, labelOf(row.owner)]} />,
    right: <DateText value={row.created_at as string} kind="ago" />,
  }),
});
registerResourceUi("cooperations", { listPath: "/cooperations" });
registerResourceUi("qualifications", { listPath: "/qualifications" });
registerResourceUi("addresses", { listPath: "/addresses" });

/** 完整度目标: without a unit it holds for all. */
const whose = (row: Row) => labelOf(row.unit) || t("全集团");
const aim = (row: Row) => String(row.note || t("资料完整度达到 {{n}}%", { n: row.percent }));
registerResourceUi("completeness_targets", {
  listPath: "/admin/completeness-targets",
  cells: { unit: whose, note: aim },
  widths: { unit: 200, percent: 148, note: 320, updated_at: 150 },
  cardLine: (row: Row) => ({ title: aim(row), second: whose(row) }),
  unset: () => t("没有设置时，全集团按 95% 衡量。"),
});
