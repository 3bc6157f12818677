import { lazy } from "react";
import type { Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { DueDay } from "../../../kit/DueDay";
import { formatMoney } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { tk } from "../../../i18n";
import { registerResourceUi, type DrawerTab } from "../../../resource/registry";
import { QuotationState, Revision, TenderState } from "./cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";
const runs = (row: Row) => ["draft", "submitted", "approved", "rejected", "sent"].includes(String(row.state));
const withVersions = (row: Row) => Boolean(row.root) || Number(row.revision) > 1 || row.state === "replaced";

registerResourceUi("quotations", {
  listPath: "/quotations",
  detailPath: (id) => `/quotations/${id}`,
  cells: {
    state: (row) => <QuotationState value={row.state} />,
    revision: (row) => <Revision value={row.revision} />,
    valid_until: (row) => <DueDay within={7} value={row.valid_until as string} open={runs(row)} />,
  },
  widths: { title: 240, number: 140, revision: 64, customer: 220, state: 104, total_amount: 120, valid_until: 156, owner: 84, updated_at: 136 },
  ownActions: ["send", "submit"],
  tabs: [
    { key: "lines", label: tk("明细"), order: 1, component: lazy(() => import("./lines/LinesTab").then((module) => ({ default: module.LinesTab }))) },
    { key: "paper", label: tk("PDF 预览"), order: 2, component: lazy(() => import("./PaperTab").then((module) => ({ default: module.PaperTab }))) },
    { key: "versions", label: tk("版本对比"), order: 11, when: withVersions, component: lazy(() => import("./VersionsTab").then((module) => ({ default: module.VersionsTab }))) },
    { key: "mails", label: tk("邮件"), order: 12, component: lazy(() => import("./MailsTab").then((module) => ({ default: module.MailsTab }))) },
  ],
  groups: [
    { label: tk("基本信息"), fields: ["title", "customer", "opportunity", "contact", "number", "revision", "state", "unit", "owner", "quoted_on", "valid_until"] },
    { label: tk("金额"), fields: ["includes_tax", "discount", "full_amount", "net_amount", "tax_amount", "total_amount", "planned_cost", "cost", "margin"] },
    { label: tk("条款"), fields: ["delivery", "payment_terms", "terms", "remark"] },
    { label: tk("报价申请"), fields: ["requested_by", "requested_on", "request"] },
    { label: tk("审批与发送"), fields: ["submitted_by", "submitted_at", "decided_by", "decided_at", "opinion", "sent_at", "sent_to", "answered_at", "decline_reason"] },
  ],
  hidden: ["root"],
  cardLine: (row) => ({
    tag: <QuotationState value={row.state} />,
    second: [label(row.customer), `${String(row.number ?? "")} V${String(row.revision ?? 1)}`].filter(Boolean).join(" · "),
    right: <Money value={row.total_amount as string} />,
  }),
});

const isOpen = (row: Row) => row.state === "preparing";

registerResourceUi("tenders", {
  listPath: "/tenders",
  summary: lazy(() => import("./TenderSummary").then((module) => ({ default: module.TenderSummary }))),
  cells: {
    state: (row) => <TenderState value={row.state} />,
    submission_deadline: (row) => <DueDay within={7} value={row.submission_deadline as string} open={isOpen(row)} />,
    opening_at: (row) => <DateText value={row.opening_at as string} kind="datetime" />,
  },
  widths: { name: 260, number: 132, customer: 220, state: 96, submission_deadline: 168, opening_at: 140, bond_amount: 112, owner: 84 },
  groups: [
    { label: tk("基本信息"), fields: ["name", "tender_number", "customer", "opportunity", "agency", "kind", "number", "state", "unit", "owner"] },
    { label: tk("时间与地点"), fields: ["documents_bought_on", "documents_fee", "registration_deadline", "submission_deadline", "opening_at", "place", "submitted_at"] },
    { label: tk("保证金与报价"), fields: ["bond_amount", "bond_kind", "bond_due_on", "bond_paid_on", "bond_returned_on", "ceiling_price", "bid_price"] },
    { label: tk("结果"), fields: ["decided_on", "winner", "winning_price", "result_note"] },
    { label: tk("其他"), fields: ["remark"] },
  ],
  cardLine: (row) => ({
    tag: <TenderState value={row.state} />,
    second: label(row.customer),
    right: <DueDay within={7} value={(row.state === "preparing" ? row.submission_deadline : row.opening_at) as string} open={isOpen(row)} />,
  }),
});

const ListsButton = lazy(() => import("./PriceSwitch").then((module) => ({ default: module.PriceSwitch })));

registerResourceUi("price_items", {
  listPath: "/price-items",
  listButtons: [ListsButton],
  without: ["comments"],
  cells: { price: (row) => <span className="num">{formatMoney(row.price as string)}</span>, cost: (row) => <span className="num">{formatMoney(row.cost as string)}</span> },
  widths: { name: 200, specification: 160, series: 104, uom: 72, price: 136, cost: 136, tax_rate: 72, price_list: 168, valid_until: 116 },
  cardLine: (row) => ({ second: [row.specification, row.uom].filter(Boolean).join(" · "), right: <Money value={row.price as string} /> }),
});
registerResourceUi("price_lists", {
  listPath: "/price-lists",
  listButtons: [ListsButton],
  widths: { name: 240, code: 120, unit: 160, valid_from: 116, valid_until: 116, updated_at: 136 },
  tabs: [{ key: "items", label: tk("价格项"), order: 1, needs: ["price_items", "read"], component: lazy(() => import("./PriceListItems").then((module) => ({ default: module.PriceListItems }))) }],
});
registerResourceUi("quotation_lines", { without: ["comments", "files"] });

function child(key: "quotations" | "tenders", text: string, order: number): DrawerTab {
  return { key, label: text, order, needs: [key, "read"], component: lazy(() => import("./childTabs").then((module) => ({ default: module.childTab(key) }))) };
}

for (const parent of ["customers", "opportunities"]) {
  registerResourceUi(parent, { tabs: [child("quotations", tk("报价"), 10.6), child("tenders", tk("招投标"), 16.5)] });
}
