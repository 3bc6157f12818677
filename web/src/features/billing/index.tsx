import { AuditOutlined, BankOutlined, CalculatorOutlined, CalendarOutlined, DollarOutlined, FileTextOutlined, MoneyCollectOutlined, PayCircleOutlined, SafetyCertificateOutlined, StopOutlined, TransactionOutlined } from "@ant-design/icons";
import type { Filter } from "../../api/types";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

const list = (path: string, resource: string, title?: string, within?: Filter, initial?: Record<string, unknown>) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams, within), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource, title, within, initial) })),
});
const IN: Filter = ["direction", "=", "income"];
const OUT: Filter = ["direction", "=", "expense"];
const OUTPUT: Filter = ["direction", "=", "output"];
const INPUT: Filter = ["direction", "=", "input"];
/** What is still owed comes first; the chip can be taken away. */
const OPEN = encodeURIComponent(JSON.stringify(["state", "in", ["open", "partial"]]));
const group = tk("资金");

export default defineFeature({
  name: "billing",
  menu: [
    { key: "receivables", label: tk("应收账款"), icon: <MoneyCollectOutlined />, path: `/receivables?filter=${OPEN}`, order: 310, group, can: [["receivables", "read"]] },
    { key: "receipts", label: tk("回款"), icon: <DollarOutlined />, path: "/receipts", order: 320, group, can: [["receipts", "read"]] },
    { key: "payables", label: tk("应付账款"), icon: <PayCircleOutlined />, path: `/payables?filter=${OPEN}`, order: 330, group, can: [["receivables", "read"]] },
    { key: "payments", label: tk("付款"), icon: <TransactionOutlined />, path: "/payments", order: 340, group, can: [["receipts", "read"]] },
    { key: "payment_requests", label: tk("付款申请"), icon: <AuditOutlined />, path: "/payment-requests", order: 345, group, can: [["payment_requests", "read"]] },
    { key: "invoices", label: tk("销项发票"), icon: <FileTextOutlined />, path: "/invoices", order: 350, group, can: [["invoices", "read"]] },
    { key: "input_invoices", label: tk("进项发票"), icon: <FileTextOutlined />, path: "/input-invoices", order: 355, group, can: [["invoices", "read"]] },
    { key: "vat", label: tk("增值税台账"), icon: <CalculatorOutlined />, path: "/vat", order: 357, group, can: [["invoices", "export"]] },
    { key: "bank_statements", label: tk("银行流水"), icon: <BankOutlined />, path: "/bank-statements", order: 360, group, can: [["bank_statements", "read"]] },
    { key: "write_offs", label: tk("坏账与折让"), icon: <StopOutlined />, path: "/write-offs", order: 380, group, can: [["write_offs", "read"]] },
    { key: "payment_policies", label: tk("付款规定"), icon: <SafetyCertificateOutlined />, path: "/payment-policies", order: 392, group, can: [["payment_policies", "update"]] },
    { key: "periods", label: tk("会计期间"), icon: <CalendarOutlined />, path: "/periods", order: 390, group, can: [["periods", "read"]] },
  ],
  routes: [
    list("receivables", "receivables", tk("应收账款"), IN, { direction: "income" }),
    list("payables", "receivables", tk("应付账款"), OUT, { direction: "expense" }),
    list("receipts", "receipts", tk("回款"), IN, { direction: "income" }),
    list("payments", "receipts", tk("付款"), OUT, { direction: "expense" }),
    list("invoices", "invoices", tk("销项发票"), OUTPUT, { direction: "output" }),
    list("input-invoices", "invoices", tk("进项发票"), INPUT, { direction: "input" }),
    list("bank-statements", "bank_statements"),
    { path: "vat", lazy: () => import("./pages/VatPage").then((module) => ({ Component: module.VatPage })) },
    list("write-offs", "write_offs"),
    list("periods", "periods"),
    list("payment-requests", "payment_requests", tk("付款申请")),
    list("payment-policies", "payment_policies", tk("付款规定")),
  ],
});
