import { lazy } from "react";
import type { Ref } from "../../api/types";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";
import { KindTag, ReportState, ScoreText, SurveyState } from "./parts/cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

registerResourceUi("project_reports", {
  listPath: "/project-reports",
  detailPath: (id) => `/project-reports/${id}`,
  ownActions: ["send"],
  tabs: [{ key: "write", label: tk("编写与预览"), order: 1, component: lazy(() => import("./parts/WriteTab").then((module) => ({ default: module.WriteTab }))) }],
  groups: [{ label: tk("基本信息"), fields: ["project", "kind", "since", "until", "owner", "state", "number", "sent_at"] }, { label: tk("内容"), fields: ["overview", "problems", "next_steps"] }],
  cells: { state: (row) => <ReportState value={row.state} />, kind: (row) => <KindTag value={row.kind} /> },
  widths: { name: 300, kind: 72, state: 88, project: 220, owner: 96, until: 112, sent_at: 148, number: 136 },
  cardLine: (row) => ({ tag: <ReportState value={row.state} />, second: [label(row.owner), String(row.until ?? "")].filter(Boolean).join(" · "), right: <KindTag value={row.kind} /> }),
});

registerResourceUi("surveys", {
  listPath: "/surveys",
  without: ["comments", "files"],
  cells: { state: (row) => <SurveyState value={row.state} />, score: (row) => <ScoreText value={row.score} lowest={row.lowest} /> },
  widths: { name: 112, customer: 200, project: 200, state: 88, score: 88, lowest: 72, remark: 260, answered_at: 148, expires_at: 148 },
  cardLine: (row) => ({ tag: <SurveyState value={row.state} />, second: label(row.project), right: <ScoreText value={row.score} lowest={row.lowest} /> }),
});

registerResourceUi("projects", {
  without: ["comments"],
  tabs: [
    { key: "reports", label: tk("报告"), order: 38, needs: ["project_reports", "read"], component: lazy(() => import("./parts/ReportsTab").then((module) => ({ default: module.ReportsTab }))) },
    {
      key: "chat", label: tk("沟通"), order: 13,
      component: lazy(() => import("../../resource/panels/ChatPanel").then((module) => ({ default: module.ChatPanel }))),
      badge: lazy(() => import("../../resource/panels/UnreadBadge").then((module) => ({ default: module.UnreadBadge }))),
    },
  ],
});

registerResourceUi("customers", { asides: [lazy(() => import("./parts/Satisfaction").then((module) => ({ default: module.OfCustomer })))] });
