import { lazy } from "react";
import type { Ref } from "../../../api/types";
import { DueDay } from "../../../kit/DueDay";
import { Money } from "../../../kit/Money";
import { tk } from "../../../i18n";
import { registerResourceUi, type DrawerTab } from "../../../resource/registry";
import { ApprovalState, Direction, InvoiceState, MoneyDirection, NoticeState, OwedState, PeriodState, ReceiptState, RequestState, StatementState, StepState, WholeGroup } from "./cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";
const money = (value: unknown) => (value == null ? null : <Money value={value as string} />);

const Approval = lazy(() => import("./Approval").then((module) => ({ default: module.Approval })));
type Children = typeof import("./children");
const child = (key: string, text: string, order: number, pick: (module: Children) => Children[keyof Children], resource: string): DrawerTab => ({
  key, label: text, order, needs: [resource, "read"], component: lazy(() => import("./children").then((module) => ({ default: pick(module) }))),
});

registerResourceUi("receivables", {
  listPath: "/receivables",
  headerButtons: [
    lazy(() => import("./InvoiceButton").then((module) => ({ default: module.InvoiceButton }))),
    lazy(() => import("./RequestButton").then((module) => ({ default: module.RequestButton }))),
  ],
  cells: {
    state: (row) => <OwedState value={row.state} />,
    direction: (row) => <Direction value={row.direction} />,
    due_on: (row) => <DueDay within={7} owed value={row.due_on as string} open={row.state === "open" || row.state === "partial"} />,
  },
  widths: { name: 240, number: 132, customer: 220, direction: 76, kind: 88, amount: 112, balance: 112, due_on: 176, state: 104, disputed: 72, owner: 88 },
  tabs: [
    child("allocations", tk("核销"), 11, (module) => module.AllocationsTab, "allocations"),
    child("notices", tk("付款通知"), 12, (module) => module.NoticesTab, "payment_notices"),
    { ...child("requests", tk("付款申请"), 10.5, (module) => module.RequestsTab, "payment_requests"), when: (row) => row.direction === "expense" },
    child("write_offs", tk("坏账与折让"), 13, (module) => module.WriteOffsTab, "write_offs"),
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "direction", "kind", "customer", "contract", "term", "state", "due_on", "occurred_on", "reference"] },
    { label: tk("金额"), fields: ["amount", "settled", "written_off", "balance", "invoiced", "to_invoice", "settled_on"] },
    { label: tk("争议"), fields: ["disputed", "dispute_reason", "disputed_on"] },
    { label: tk("归属"), fields: ["unit", "owner", "remark"] },
  ],
  cardLine: (row) => ({ tag: <OwedState value={row.state} />, second: <DueDay within={7} owed value={row.due_on as string} open={row.state === "open" || row.state === "partial"} />, right: money(row.balance) }),
});

registerResourceUi("receipts", {
  listPath: "/receipts",
  cells: { state: (row) => <ReceiptState value={row.state} />, direction: (row) => <MoneyDirection value={row.direction} /> },
  widths: { number: 132, on: 108, direction: 76, customer: 220, amount: 112, unallocated: 112, state: 96, method: 96, payer: 200, owner: 88 },
  tabs: [
    child("allocations", tk("核销"), 11, (module) => module.AllocationsTab, "allocations"),
    child("refunds", tk("退款"), 12, (module) => module.RefundsTab, "refunds"),
  ],
  cardLine: (row) => ({ title: label(row.customer) || String(row.payer || row.number), tag: <ReceiptState value={row.state} />, second: `${String(row.on)} · ${String(row.number)}`, right: money(row.amount) }),
});

registerResourceUi("invoices", {
  listPath: "/invoices",
  summary: Approval,
  headerButtons: [lazy(() => import("./OriginalButton").then((module) => ({ default: module.OriginalButton })))],
  listButtons: [lazy(() => import("./OriginalButton").then((module) => ({ default: module.XmlButton })))],
  tabs: [child("links", tk("对应款项"), 11, (module) => module.LinksTab, "invoice_links")],
  cells: { state: (row) => <InvoiceState value={row.state} /> },
  // Amount and tax stand beside it; the split by rate is for the VAT ledger.
  hidden: ["rates"],
  widths: { name: 240, number: 184, customer: 220, kind: 136, amount: 112, tax: 104, state: 88, issued_on: 108 },
  cardLine: (row) => ({ tag: <InvoiceState value={row.state} />, second: String(row.number || label(row.customer)), right: money(row.amount) }),
});

registerResourceUi("invoice_links", { without: ["comments", "files"] });
registerResourceUi("allocations", { without: ["comments", "files"], cells: { state: (row) => <StepState value={row.state} /> } });
registerResourceUi("refunds", { without: ["comments"], summary: Approval, cells: { state: (row) => <StepState value={row.state} /> } });
registerResourceUi("write_offs", { listPath: "/write-offs", summary: Approval, cells: { state: (row) => <ApprovalState value={row.state} /> }, widths: { receivable: 260, amount: 120, reason: 112, state: 96, on: 108 } });
registerResourceUi("progress_certificates", { cells: { state: (row) => <ApprovalState value={row.state} /> } });
registerResourceUi("payment_notices", { cells: { state: (row) => <NoticeState value={row.state} /> } });
registerResourceUi("payment_requests", {
  listPath: "/payment-requests",
  summary: Approval,
  cells: { state: (row) => <RequestState value={row.state} />, wanted_on: (row) => <DueDay within={7} value={row.wanted_on as string} open={["draft", "approving", "approved"].includes(String(row.state))} /> },
  widths: { number: 136, receivable: 260, amount: 120, wanted_on: 176, state: 88, reason: 200, created_by: 88, approved_on: 112, paid_on: 112 },
  cardLine: (row) => ({ title: label(row.receivable), tag: <RequestState value={row.state} />, second: String(row.number), right: money(row.amount) }),
});
registerResourceUi("payment_policies", { listPath: "/payment-policies", without: ["comments", "files"], cells: { unit: (row) => <WholeGroup unit={row.unit} /> }, widths: { unit: 220, threshold: 140, since: 120, note: 320 } });
registerResourceUi("bank_statements", { tabs: [{ key: "lines", label: tk("流水"), order: 1, component: lazy(() => import("./BankTab").then((module) => ({ default: module.BankTab }))) }], hidden: ["findings"], listPath: "/bank-statements", without: ["comments"], cells: { state: (row) => <StatementState value={row.state} /> }, widths: { name: 220, account: 180, state: 88, waiting_count: 112, income: 120, expense: 120 } });
registerResourceUi("periods", { listPath: "/periods", without: ["comments", "files"], cells: { state: (row) => <PeriodState value={row.state} /> }, widths: { name: 112, unit: 200, state: 104, closed_at: 160, closed_by: 104 } });

registerResourceUi("contracts", {
  tabs: [
    { key: "chain", label: tk("收付链条"), order: 2, needs: ["receivables", "read"], component: lazy(() => import("./ChainTab").then((module) => ({ default: module.ChainTab }))) },
    child("owed", tk("应收应付"), 2.5, (module) => module.OwedTab, "receivables"),
    { ...child("output", tk("产值"), 2.7, (module) => module.OutputTab, "progress_certificates"), when: (row) => row.kind !== "framework" },
    child("invoices", tk("发票"), 3, (module) => module.InvoicesTab, "invoices"),
  ],
});
registerResourceUi("customers", {
  tabs: [child("owed", tk("应收应付"), 17.5, (module) => module.OwedTab, "receivables"), child("invoices", tk("发票"), 17.7, (module) => module.InvoicesTab, "invoices")],
});
