import { lazy } from "react";
import type { Meta, Ref, Row } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { at, addDays, dayOf } from "../../kit/days";
import { StatusTag } from "../../kit/StatusTag";
import { t, tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";

const VisitSteps = lazy(() => import("./parts/visits/VisitSteps").then((module) => ({ default: module.VisitSteps })));
const VisitsTab = lazy(() => import("./parts/visits/VisitsTab").then((module) => ({ default: module.VisitsTab })));
const ReportFacts = lazy(() => import("./parts/reports/ReportSummary").then((module) => ({ default: module.ReportSummary })));

const STATES: Record<string, string> = { planned: "blue", under_way: "orange", done: "green", cancelled: "", draft: "", sent: "green" };
const EVIDENCE: Record<string, string> = { near: "green", far: "orange", no_address: "", no_position: "orange" };

function State({ row, name, colours }: { row: Row; name: string; colours: Record<string, string> }) {
  const value = String(row[name] ?? "");
  return value ? <StatusTag color={colours[value]}>{t(LABELS[value] ?? value)}</StatusTag> : null;
}

const LABELS: Record<string, string> = {
  planned: tk("已安排"), under_way: tk("进行中"), done: tk("已完成"), cancelled: tk("已取消"), draft: tk("草稿"), sent: tk("已提交"),
  near: tk("在客户地址附近"), far: tk("离客户地址较远"), no_address: tk("客户没有带坐标的地址"), no_position: tk("未取得定位"),
};

function Late({ days }: { days: unknown }) {
  return Number(days) > 0 ? <StatusTag color="orange">{t("补录 {{n}} 天", { n: days })}</StatusTag> : null;
}

const tab = { key: "visits", label: tk("拜访"), order: 13.5, needs: ["visits", "read"] as [string, string], component: VisitsTab };
registerResourceUi("customers", { tabs: [tab] });
registerResourceUi("opportunities", { tabs: [tab] });

registerResourceUi("visits", {
  listPath: "/visits",
  summary: VisitSteps,
  ownActions: ["check_in", "finish"],
  hidden: ["name", "checkin_late_days", "longitude", "latitude", "accuracy"],
  initial: () => ({ planned_at: at(addDays(dayOf(new Date()), 1)) }),
  cells: {
    state: (row) => <State row={row} name="state" colours={STATES} />,
    checkin_evidence: (row) => <State row={row} name="checkin_evidence" colours={EVIDENCE} />,
  },
  widths: { name: 260, planned_at: 136, state: 88, owner: 88, checkin_at: 136, checkin_evidence: 176, distance: 148, result: 220 },
  groups: [
    { label: tk("安排"), fields: ["customer", "contact", "opportunity", "purpose", "planned_at", "minutes", "place", "owner", "unit", "state", "cancel_reason"] },
    { label: tk("签到与结果"), fields: ["checkin_at", "checkin_evidence", "distance", "finished_at", "result", "effect", "next_contact_at", "interaction"] },
  ],
  cardLine: (row: Row) => ({
    tag: <State row={row} name="state" colours={STATES} />,
    second: <DateText value={row.planned_at as string} kind="datetime" />,
    right: (row.owner as { label: string } | null)?.label,
  }),
});

registerResourceUi("daily_reports", {
  listPath: "/reports/all",
  summary: ReportFacts,
  hidden: ["name"],
  cells: { state: (row: Row) => <State row={row} name="state" colours={STATES} />, late_days: (row: Row) => <Late days={row.late_days} /> },
  widths: { name: 220, day: 108, person: 96, unit: 128, state: 88, sent_at: 136, late_days: 112, contacts_count: 96, visits_count: 96 },
  cardLine: (row: Row, _meta: Meta) => ({ tag: <State row={row} name="state" colours={STATES} />, second: <DateText value={row.sent_at as string | null} kind="datetime" />, right: <Late days={row.late_days} /> }),
});

/** 补录规定: without a unit it holds for all. */
function WhoseRule({ unit }: { unit: unknown }) {
  return unit ? <>{(unit as Ref).label}</> : <StatusTag color="outline">{t("全集团")}</StatusTag>;
}

const ruleText = (row: Row) => String(row.note || t("最多补录 {{n}} 天", { n: row.most_days }));

registerResourceUi("entry_rules", {
  listPath: "/admin/entry-rules",
  cells: { note: ruleText, unit: (row: Row) => <WhoseRule unit={row.unit} /> },
  widths: { note: 320, unit: 200, most_days: 148, updated_at: 150 },
  cardLine: (row: Row) => ({ title: ruleText(row), second: <WhoseRule unit={row.unit} /> }),
});
