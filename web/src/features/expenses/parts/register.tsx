import { lazy } from "react";
import type { Ref } from "../../../api/types";
import { Money } from "../../../kit/Money";
import { tk } from "../../../i18n";
import { registerResourceUi } from "../../../resource/registry";
import { ClaimState, Over } from "./cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

registerResourceUi("expense_claims", {
  listPath: "/expenses",
  detailPath: (id) => `/expenses/${id}`,
  listButtons: [lazy(() => import("./SnapButton").then((module) => ({ default: module.SnapButton })))],
  tabs: [{ key: "lines", label: tk("费用明细"), order: 1, component: lazy(() => import("./LinesTab").then((module) => ({ default: module.LinesTab }))) }],
  cells: { state: (row) => <ClaimState value={row.state} />, over_limit: (row) => <Over value={row.over_limit} /> },
  widths: { purpose: 240, number: 136, owner: 88, total: 112, over_limit: 104, state: 88, project: 200, submitted_on: 112, paid_on: 112, unit: 136 },
  groups: [
    { label: tk("基本信息"), fields: ["purpose", "number", "state", "owner", "unit"] },
    { label: tk("费用归属"), fields: ["project", "customer", "opportunity", "remark"] },
    { label: tk("金额与付款"), fields: ["total", "over_limit", "lines_count", "submitted_on", "approved_on", "paid_on", "paid_by", "paid_from", "paid_reference", "bank_account", "end_reason"] },
  ],
  cardLine: (row) => ({ tag: <ClaimState value={row.state} />, second: [label(row.owner), String(row.number)].filter(Boolean).join(" · "), right: <Money value={row.total as string} /> }),
});

registerResourceUi("expense_lines", { cells: { over_limit: (row) => <Over value={row.over_limit} /> }, without: ["comments"] });

registerResourceUi("expense_limits", {
  listPath: "/expense-limits",
  without: ["comments", "files"],
  widths: { kind: 136, period: 120, amount: 120, unit: 200, note: 320 },
});

registerResourceUi("projects", {
  tabs: [{ key: "expenses", label: tk("报销"), order: 16, needs: ["expense_claims", "read"], component: lazy(() => import("./ProjectTab").then((module) => ({ default: module.ProjectTab }))) }],
});
