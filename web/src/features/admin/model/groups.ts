import { tk } from "../../../i18n";

/** Under which heading a resource stands on the screens of this feature; what nobody has named yet is business. */
const GROUPS: [label: string, names: string[]][] = [
  [tk("客户管理"), ["customers", "contacts", "interactions", "feedbacks", "leads", "cooperations", "addresses", "qualifications"]],
  [tk("商机与报价"), ["opportunities", "opportunity_competitors", "opportunity_nodes", "opportunity_risks", "churns", "quotations", "quotation_lines", "price_lists", "price_items", "tenders"]],
  [tk("合同"), ["contracts", "contract_parties", "contract_lines", "payment_terms", "bonds", "variations", "contract_clauses", "clause_templates", "signing_certificates"]],
  [tk("收付款与催收"), [
    "receivables", "receipts", "allocations", "refunds", "write_offs", "payment_notices", "invoices", "invoice_links", "progress_certificates", "payment_requests", "bank_statements", "periods",
    "collection_cases", "dunning_letters", "collection_logs", "promises", "review_meetings", "statements", "customer_credits",
  ]],
  [tk("项目"), ["projects", "project_members", "project_gates", "project_contracts", "budget_lines", "project_costs", "project_forecasts", "plans", "tasks", "project_reports", "surveys"]],
  [tk("变更、风险与会议"), ["change_requests", "risks", "risk_actions", "issues", "meetings", "meeting_attendees", "meeting_decisions", "meeting_actions"]],
  [tk("人员、工时与费用"), ["pool_resources", "certificates", "absences", "bookings", "resource_requests", "timesheets", "weekly_reports", "weekly_report_lines", "expense_claims", "expense_lines"]],
  [tk("资料与模型"), ["folders", "documents", "document_versions", "transmittals", "bim_models", "bim_rules"]],
  [tk("日常工作"), ["visits", "daily_reports", "todos", "approvals", "letters", "suggestions"]],
  [tk("其他业务"), []],
  [tk("组织与权限"), ["units", "users", "roles", "memberships", "delegations", "sign_in_providers"]],
  [tk("系统设置"), [
    "dictionary_entries", "custom_fields", "numbering_rules", "holidays", "tags", "views", "import_batches", "audit", "module_switches", "webhooks", "approval_flows", "automation_rules",
    "automation_overrides", "letter_templates", "mail_opt_outs", "stages", "pool_rules", "entry_rules", "completeness_targets", "payment_policies", "dunning_ladders", "dunning_steps",
    "expense_limits", "risk_scales", "cost_items", "project_templates", "folder_templates", "work_calendars",
  ]],
];
const REST = GROUPS.findIndex(([, names]) => !names.length);

export interface Group<R> {
  /** Chinese source text; translate with t(). */
  label: string;
  items: R[];
}

/** Resources under their headings, in the order of the headings; within one as the heading lists them, then as they came. */
export function grouped<R extends { name: string }>(resources: R[]): Group<R>[] {
  const place = (name: string) => GROUPS.findIndex(([, names]) => names.includes(name));
  return GROUPS.map(([label, names], at) => ({
    label,
    items: resources
      .filter(({ name }) => (place(name) < 0 ? REST : place(name)) === at)
      .toSorted((a, b) => (names.indexOf(a.name) + 1000) % 1000 - (names.indexOf(b.name) + 1000) % 1000),
  })).filter((group) => group.items.length > 0);
}

/** Records that people work with: those that may get fields of the firm's own. */
export function isBusiness(name: string): boolean {
  return name === "units" || name === "users" || !GROUPS.slice(REST + 1).some(([, names]) => names.includes(name));
}
