import { lazy } from "react";
import type { Ref } from "../../../api/types";
import { DueDay } from "../../../kit/DueDay";
import { Money } from "../../../kit/Money";
import { tk } from "../../../i18n";
import { registerResourceUi, type DrawerTab } from "../../../resource/registry";
import { ClauseText, ContractState, DirectionTag, RiskTag, TermState, VariationState } from "./cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

type Children = typeof import("./children");
const child = (key: string, text: string, order: number, pick: (module: Children) => Children[keyof Children], resource: string): DrawerTab => ({
  key, label: text, order, needs: [resource, "read"], component: lazy(() => import("./children").then((module) => ({ default: pick(module) }))),
});

registerResourceUi("contracts", {
  listPath: "/contracts",
  detailPath: (id) => `/contracts/${id}`,
  // Taken on the tab of the lines, where one sees what they replace.
  ownActions: ["take_lines"],
  cells: {
    state: (row) => <ContractState value={row.state} />,
    direction: (row) => <DirectionTag value={row.direction} />,
    risk_level: (row) => <RiskTag value={row.risk_level} />,
    warranty_until: (row) => <DueDay value={row.warranty_until as string} open={row.state !== "closed"} within={60} />,
  },
  tabs: [
    { key: "terms", label: tk("付款条款"), order: 1, needs: ["payment_terms", "read"], component: lazy(() => import("./agreed/AgreedTab").then((module) => ({ default: module.TermsTab }))) },
    { key: "lines", label: tk("明细"), order: 4, needs: ["contract_lines", "read"], component: lazy(() => import("./agreed/AgreedTab").then((module) => ({ default: module.LinesTab }))) },
    { key: "checks", label: tk("检查"), order: 5, component: lazy(() => import("./ChecksTab").then((module) => ({ default: module.ChecksTab }))), when: (row) => "amount" in row },
    { key: "paper", label: tk("合同文本"), order: 6, component: lazy(() => import("./PaperTab").then((module) => ({ default: module.PaperTab }))), when: (row) => "amount" in row },
    { key: "amounts", label: tk("金额与凭证"), order: 16, component: lazy(() => import("./AmountsTab").then((module) => ({ default: module.AmountsTab }))), when: (row) => "amount" in row },
    child("variations", tk("变更签证"), 11, (module) => module.VariationsTab, "variations"),
    child("bonds", tk("保函保证金"), 12, (module) => module.BondsTab, "bonds"),
    child("parties", tk("签约方"), 13, (module) => module.PartiesTab, "contract_parties"),
    child("clauses", tk("条款"), 14, (module) => module.ClausesTab, "contract_clauses"),
    { ...child("call_offs", tk("框架下的订单"), 15, (module) => module.CallOffsTab, "contracts"), when: (row) => row.kind === "framework" },
  ],
  tabGroups: [
    { label: tk("条款与收付"), tabs: ["terms", "chain", "owed", "output", "invoices"] },
    { label: tk("明细与变更"), tabs: ["lines", "variations", "call_offs", "amounts"] },
    { label: tk("检查与文本"), tabs: ["checks", "paper", "clauses", "parties"] },
    { label: tk("担保与项目"), tabs: ["bonds", "projects"] },
    { label: tk("动态与附件"), tabs: ["comments", "files"] },
    { label: tk("详情与历史"), tabs: ["detail", "rules", "history"] },
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "kind", "direction", "parent", "state", "customer", "opportunity", "subject", "place"] },
    { label: tk("金额"), fields: ["amount", "amount_words", "tax_rate", "amount_net", "tax", "current_amount", "settlement_amount", "payment_note"] },
    { label: tk("质保与违约"), fields: ["retention_rate", "warranty_months", "warranty_from", "warranty_until", "penalty_rate", "penalty_cap"] },
    { label: tk("日期"), fields: ["signed_on", "starts_on", "ends_on", "began_on", "settled_on", "closed_on"] },
    { label: tk("风险"), fields: ["risk_level", "risk_note", "end_reason"] },
    { label: tk("归属"), fields: ["unit", "owner", "remark"] },
  ],
  widths: { name: 260, number: 136, customer: 220, kind: 96, direction: 76, current_amount: 128, amount: 128, state: 88, signed_on: 112, owner: 88, unit: 136, warranty_until: 168 },
  cardLine: (row) => ({
    tag: <ContractState value={row.state} />,
    second: [label(row.customer), String(row.number ?? "")].filter(Boolean).join(" · "),
    right: row.current_amount == null ? null : <Money value={row.current_amount as string} />,
  }),
});

registerResourceUi("contract_lines", { without: ["comments", "files"], widths: { name: 200, specification: 160 } });
registerResourceUi("contract_parties", { without: ["comments", "files"] });
registerResourceUi("contract_clauses", { without: ["comments", "files"], cells: { text: (row) => <ClauseText value={row.text} /> } });
registerResourceUi("payment_terms", {
  without: ["comments"],
  cells: {
    state: (row) => <TermState value={row.state} trigger={row.trigger} day={row.planned_on} />,
    planned_on: (row) => <DueDay value={row.planned_on as string} open={row.state === "planned" && row.trigger === "milestone"} />,
  },
  cardLine: (row) => ({ tag: <TermState value={row.state} trigger={row.trigger} day={row.planned_on} />, second: String(row.milestone || row.planned_on || ""), right: row.amount == null ? null : <Money value={row.amount as string} /> }),
});
registerResourceUi("variations", {
  listPath: "/variations",
  summary: lazy(() => import("./VariationApproval").then((module) => ({ default: module.VariationApproval }))),
  cells: { state: (row) => <VariationState value={row.state} /> },
  widths: { number: 136, name: 240, contract: 240, kind: 96, amount: 120, days: 88, state: 88 },
  cardLine: (row) => ({ tag: <VariationState value={row.state} />, second: label(row.contract), right: row.amount == null ? null : <Money value={row.amount as string} /> }),
});
registerResourceUi("bonds", {
  listPath: "/bonds",
  cells: { expires_on: (row) => <DueDay value={row.expires_on as string} open={!row.returned_on} /> },
  widths: { contract: 240, kind: 112, side: 104, form: 112, amount: 120, issuer: 200, expires_on: 176, returned_on: 112 },
});
registerResourceUi("clause_templates", {
  listPath: "/clause-templates",
  without: ["comments", "files"],
  cells: { text: (row) => <ClauseText value={row.text} /> },
  widths: { position: 72, name: 200, code: 120, kinds: 220, unit: 140 },
});

const ofParent = { key: "contracts", label: tk("合同"), order: 17, needs: ["contracts", "read"] as [string, string] };
registerResourceUi("customers", { tabs: [{ ...ofParent, component: lazy(() => import("./ContractsTab").then((module) => ({ default: module.OfCustomer }))) }] });
registerResourceUi("opportunities", { tabs: [{ ...ofParent, component: lazy(() => import("./ContractsTab").then((module) => ({ default: module.OfOpportunity }))) }] });
