"""The roles that come with the product, as data: role → resources → actions → scope, and the masked fields that a role sees.

Resources are names or ``*`` (every resource that the role does not name), several separated by blanks; the same for actions, where ``*`` is
every action that the line does not name. Resources that do not exist (yet) are passed over; ``setup_roles`` offers them when they come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

Rights = dict[str, dict[str, str]]

# What a customer is surrounded by; children are seen as far as the customer is.
CUSTOMER = "customers contacts addresses interactions feedbacks cooperations qualifications"
# What an opportunity is surrounded by; its children likewise.
AROUND_OPPORTUNITY = "opportunity_competitors opportunity_risks opportunity_nodes"
SALES = f"opportunities {AROUND_OPPORTUNITY}"
QUOTES = "quotations quotation_lines tenders"
PRICES = "price_lists price_items"
# What a contract is made of and what hangs on it; clause templates belong to companies.
AROUND_CONTRACT = "contract_parties contract_lines payment_terms bonds variations contract_clauses"
CONTRACTS = f"contracts {AROUND_CONTRACT}"
# Money that is owed and money that moves; whoever sells or builds asks for invoices and certifies output.
OWED = "receivables receipts allocations invoices invoice_links progress_certificates payment_notices"
BILLING = f"{OWED} refunds write_offs bank_statements periods payment_requests"
# Chasing what is late; ladders belong to companies, credit to customers.
CHASING = "dunning_letters collection_logs promises review_meetings"
COLLECTION = f"collection_cases {CHASING} statements"
LADDERS = "dunning_ladders dunning_steps"
# What a project is surrounded by, what it costs, and what the firm asks of all projects.
MODELS = "bim_models bim_rules"
PLANS = "plans tasks"
CHANGES = "change_requests"
CONTROL = "risks risk_actions issues"
REPORTS = "project_reports surveys"
AROUND_PROJECT = f"project_members project_contracts project_phases {PLANS} {MODELS} {CHANGES} {CONTROL} {REPORTS}"
PROJECT_MONEY = "budget_lines project_costs project_forecasts"
PROJECTS = f"projects {AROUND_PROJECT} {PROJECT_MONEY}"
# Who and what works on projects, and the hours they put in.
POOL = "pool_resources certificates absences bookings"
HOURS = "timesheets weekly_reports"
PUT_IN = {"create update archive submit": "own"}
OWN_HOURS = {"read export": "own", **PUT_IN}
RATES = ("pool_resources.cost_rate", "timesheets.costed", "weekly_reports.costed")
PROJECT_SETTINGS = "cost_items project_templates project_gates work_calendars risk_scales"
# Who works on a project reports on its tasks.
OWN_TASKS: dict[str, str] = {"read": "company", "report": "own"}
# Who works on a project reports what is wrong and says what is done; everybody meets.
OWN_CONTROL: dict[str, str] = {"read": "company", "create update export report": "own"}
MEETINGS = "meetings meeting_attendees meeting_decisions meeting_actions"
# What people spend for the firm; everyone claims the own expenses.
EXPENSES = "expense_claims expense_lines"
# Documents are seen where the project or customer is seen, and changed as far as one's own rights reach.
DOCUMENTS = "folders documents document_versions"
TAILORING = "dictionary_entries custom_fields numbering_rules holidays module_switches"
REACH_PEOPLE = ("*.phone", "*.landline", "*.email", "*.wechat")
OF_CONTRACTS = ("contracts.*", "contract_lines.*", "payment_terms.*", "bonds.amount", "variations.amount")
MONEY = (
    *OF_CONTRACTS,
    "*.budget",
    "*.amount",
    "*.bid_price",
    "opportunity_competitors.price",
    "*.cost",
    "*.planned_cost",
    "*.margin",
    "customer_credits.limit",
    "projects.*",
    "project_forecasts.to_complete",
    "change_requests.*",
    "risks.cost_impact",
)

# Everyone: finds colleagues and units, names an own deputy.
EVERYONE: Rights = {
    "units users": {"read": "group"},
    "delegations": {"read create update": "own"},
    "dictionary_entries stages": {"read": "group"},
    "suggestions": {"read create update": "own"},
    "approvals": {"read decide": "own"},
    "expense_claims": {"read create update export submit cancel": "own"},
    "expense_lines": {"read create update export": "own"},
    "expense_limits": {"read": "company"},
    "todos": {"read export update done postpone dismiss": "own", "create": "company"},
    "meetings": {"read create update archive export publish_minutes": "own"},
    "meeting_attendees meeting_decisions": {"read create update archive export": "own"},
    "meeting_actions": {"read create update archive export report": "own"},
}


@dataclass(frozen=True)
class Preset:
    """One role that comes with the product."""

    name: Any
    description: Any
    rights: Rights = field(default_factory=dict)
    unmasked: tuple[str, ...] = ()


def look(scope: str) -> dict[str, str]:
    """Read and take away."""
    return {"read export": scope}


def work(scope: str, *, seeing: str = "") -> dict[str, str]:
    """Everything within ``scope``; reading perhaps further."""
    return {"read": seeing or scope, "*": scope}


# The day of people who meet customers, and of those who lead them.
OWN_DAY: Rights = {"visits": work("own", seeing="department"), "daily_reports": {"read create update export": "own"}}
TEAM_DAY: Rights = {"visits": work("below"), "daily_reports": {"read export": "below", "create update": "own"}}
# Who works with documents: those of the whole company are read, those of the own projects and customers written.
READ_DOCUMENTS: Rights = {f"{DOCUMENTS} transmittals": look("company"), "folder_templates": {"read": "company"}}
OWN_DOCUMENTS: Rights = {
    DOCUMENTS: {"read export": "company", "create update submit share": "own"},
    "transmittals": work("own", seeing="company"),
    "folder_templates": {"read": "company"},
}


PRESETS: dict[str, Preset] = {
    "administrator": Preset(_("系统管理员"), _("管理组织、人员、角色和全部数据"), {"*": {"*": "group"}}, ("*",)),
    "subsidiary_administrator": Preset(
        _("子公司管理员"),
        _("管理本公司的组织、人员和任职"),
        {
            "*": {"*": "below"},
            "units users": {"read export": "group", "create update import deactivate reset_password hand_over": "below"},
            "memberships delegations": {"*": "below"},
            "stages": work("below", seeing="group"),  # else they could give no role: everybody reads the group's stages
            "letter_templates": {"read create update": "group", "archive export": "below"},  # marketing has as much
            "mail_opt_outs": {"read create update archive": "group", "export": "below"},
            f"roles sign_in_providers automation_rules {TAILORING}": {"read": "group"},
        },
        (*REACH_PEOPLE, *MONEY, *RATES, "expense_claims.bank_account"),
    ),
    "group_manager": Preset(
        _("集团领导"), _("查看全集团的数据"), {"*": look("group"), "roles memberships": {"read": "group"}}, (*REACH_PEOPLE, *MONEY, *RATES)
    ),
    "subsidiary_manager": Preset(
        _("子公司经理"),
        _("负责本公司的客户和业务"),
        {
            f"{DOCUMENTS} transmittals folder_templates": work("below"),
            BILLING: work("below"),
            f"{COLLECTION} {LADDERS} customer_credits": work("below"),
            **TEAM_DAY,
            "entry_rules expense_limits payment_policies": work("below"),
            "*": look("below"),
            f"{CUSTOMER} leads {SALES} stages {CONTRACTS} clause_templates {PROJECTS} {QUOTES} {PRICES}": work("below"),
            f"{POOL} resource_requests": work("below"),
            HOURS: {"read export": "below", **PUT_IN},
            PROJECT_SETTINGS: work("below"),
            MEETINGS: work("below"),
            f"roles sign_in_providers {TAILORING}": {},
            "automation_rules": {"read": "group"},
            "delegations": {"read create update": "below"},
        },
        (*REACH_PEOPLE, *MONEY, *RATES),
    ),
    "sales_supervisor": Preset(
        _("销售主管"),
        _("负责本部门及下级的客户、线索和跟进"),
        {
            f"{DOCUMENTS} transmittals": {"read export": "below", "create update submit share send void": "below"},
            "folder_templates": {"read": "below"},
            OWED: look("below"),
            EXPENSES: look("below"),
            COLLECTION: work("below"),
            "customer_credits": look("below"),
            **TEAM_DAY,
            "entry_rules": {"read": "below"},
            "customers": work("below") | {"claim": "company"},
            f"{CUSTOMER} leads {SALES} {CONTRACTS} {QUOTES}": work("below", seeing="below"),
            f"projects {AROUND_PROJECT} {PRICES} clause_templates": look("below"),
            HOURS: {"read export": "below"},
            "import_batches": work("below"),
            "todos automation_overrides": look("below"),
            "letters": work("below"),
            "letter_templates": {"read": "group"},
            "mail_opt_outs": {"read create": "group"},
            "automation_rules": {"read": "group"},
        },
        (*REACH_PEOPLE, *MONEY),
    ),
    "sales": Preset(
        _("销售"),
        _("维护自己的客户，查看本部门的客户"),
        {
            **OWN_DOCUMENTS,
            "receivables": {"read": "own", "dispute": "own"},
            "invoices": {"read create update submit": "own"},
            "receipts allocations invoice_links progress_certificates payment_notices": {"read": "own"},
            COLLECTION: {"read": "department", "create update export send deliver hold": "own"},
            "customer_credits": {"read": "department"},
            **OWN_DAY,
            "letters": work("own", seeing="department"),
            "letter_templates": {"read": "group"},
            "mail_opt_outs": {"read create": "group"},
            "customers": {"read": "department", "create update export import archive return_to_pool": "own", "claim": "company"},
            "contacts addresses interactions feedbacks cooperations": work("own", seeing="department"),
            "leads": work("own", seeing="department"),
            "opportunities": {"read": "department", "create update export import archive move lose reopen follow": "own"},
            AROUND_OPPORTUNITY: work("own", seeing="department"),
            "contracts": {"read": "department", "create update export import archive submit sign": "own"},
            AROUND_CONTRACT: work("own", seeing="department"),
            "clause_templates": look("department"),
            "quotations": {"read": "department", "create update export archive submit send accept new_version": "own"},
            "quotation_lines tenders": work("own", seeing="department"),
            PRICES: look("department"),
            f"projects {AROUND_PROJECT}": {"read": "department"},
            "import_batches": work("own"),
        },
        (*REACH_PEOPLE, *OF_CONTRACTS, "*.budget", "tenders.bid_price", "opportunities.bid_price", "opportunity_competitors.price"),
    ),
    "marketing": Preset(
        _("市场"),
        _("线索、首次拜访和客户资料"),
        {
            **READ_DOCUMENTS,
            **OWN_DAY,
            "letters": work("company"),
            "letter_templates": {"read create update": "group"},
            "mail_opt_outs": {"read create update archive": "group"},
            "leads": work("company"),
            "customers": {"read": "company", "create update import export return_to_pool": "own", "claim": "company"},
            "contacts addresses interactions": {"read": "company", "create update": "own"},
            "feedbacks": {"read create": "company"},
            "opportunities": {"read": "company", "create update move lose follow": "own"},
            f"{AROUND_OPPORTUNITY} {QUOTES}": {"read": "company", "create update": "own"},
            f"projects {AROUND_PROJECT} {PRICES}": {"read": "company"},
            "import_batches": work("own"),
        },
        REACH_PEOPLE,
    ),
    "project_manager": Preset(
        _("项目经理"),
        _("深入跟进项目的客户，记录沟通和诉求"),
        {
            DOCUMENTS: work("own", seeing="company"),
            "transmittals": work("own", seeing="company"),
            "folder_templates": {"read": "company"},
            EXPENSES: look("department"),
            "payment_requests": {"read": "company", "create update submit": "company"},
            "receivables": {"read": "company", "dispute": "own"},
            "invoices": {"read": "company", "create update submit": "own"},
            "progress_certificates": {"read": "company", "create update export confirm": "own"},
            "receipts allocations invoice_links payment_notices": {"read": "company"},
            COLLECTION: {"read": "company", "create update": "own"},
            "customer_credits": {"read": "company"},
            **OWN_DAY,
            "customers": {"read": "company", "create update": "own"},
            "contacts addresses": {"read": "company", "create update": "department"},
            "interactions feedbacks": {"read": "company", "create update answer": "department"},
            "cooperations": {"read": "company", "create update": "department"},
            "opportunities": {"read": "company", "create update move follow": "own"},
            "contracts": {"read": "company", "create update submit": "own"},
            "payment_terms": {"read": "company", "create update": "own", "reach": "department"},
            "variations": {"read export": "company", "create update submit": "company"},
            "contract_parties contract_lines bonds contract_clauses": {"read": "company", "create update": "own"},
            "clause_templates": {"read": "company"},
            "projects": {"read": "company", "create update export import archive advance hold save_as_template": "own"},
            "project_members project_contracts budget_lines project_forecasts": work("own", seeing="company"),
            MODELS: work("own", seeing="company"),
            PLANS: work("own", seeing="company"),
            CHANGES: work("own", seeing="company"),
            CONTROL: work("own", seeing="company"),
            REPORTS: work("own", seeing="company"),
            MEETINGS: work("own", seeing="department"),
            "project_costs": {"read": "company", "create reverse export": "own"},
            PROJECT_SETTINGS: {"read": "company"},
            "pool_resources": {"read export": "company", "create update": "own"},
            "certificates absences": {"read export": "company", "create update archive": "own"},
            "bookings": {"read export": "company"},
            "resource_requests": {"read export": "company", "create update archive": "own"},
            HOURS: {"read export": "company", **PUT_IN},
            AROUND_OPPORTUNITY: {"read": "company", "create update": "own"},
            QUOTES: {"read": "company", "create update export submit": "own"},
            PRICES: {"read": "company"},
        },
        (*REACH_PEOPLE, *MONEY),
    ),
    "technical": Preset(
        _("技术"),
        _("查看客户需求，答复技术问题"),
        {
            **OWN_DOCUMENTS,
            **OWN_DAY,
            f"customers contacts addresses interactions cooperations {SALES} projects {AROUND_PROJECT} {PRICES}": {"read": "company"},
            MODELS: {"read create update export archive": "company"},
            PLANS: {"read": "company", "create update export report": "own"},
            # Who is on the site writes site variations with their prices; what contracts come to stays hidden.
            "contracts": {"read": "company"},
            "variations": {"read create update export submit": "company"},
            CHANGES: {"read": "company", "create update submit": "own"},
            CONTROL: OWN_CONTROL,
            "pool_resources bookings": {"read": "company"},
            "certificates absences": {"read create update archive": "own"},
            HOURS: OWN_HOURS,
            "quotations quotation_lines": {"read": "company", "create update submit": "own"},
            "feedbacks": {"read": "company", "answer": "department"},
        },
        ("variations.amount",),
    ),
    "purchaser": Preset(
        _("采购"),
        _("供应商和分包商"),
        {
            **OWN_DOCUMENTS,
            OWED: {"read": "company"},
            "payment_requests": {"read": "company", "create update submit": "company"},
            **OWN_DAY,
            "customers": {"read": "company", "create update export": "own"},
            "contacts addresses interactions": {"read": "company", "create update": "own"},
            "contracts": {"read": "company", "create update export submit sign": "own"},
            AROUND_CONTRACT: work("own", seeing="company"),
            "clause_templates": {"read": "company"},
            f"projects {AROUND_PROJECT} cost_items": {"read": "company"},
            "tasks": OWN_TASKS,
            CONTROL: OWN_CONTROL,
            "pool_resources bookings": {"read": "company"},
            "certificates absences": {"read create update archive": "own"},
            HOURS: OWN_HOURS,
            "cooperations": {"read": "company"},
        },
        (*REACH_PEOPLE, *OF_CONTRACTS),
    ),
    "quality": Preset(
        _("质量"),
        _("质量类意见和投诉"),
        {
            **OWN_DOCUMENTS,
            f"customers contacts projects {AROUND_PROJECT}": {"read": "company"},
            "feedbacks": {"read create update answer": "company"},
            "tasks": OWN_TASKS,
            CONTROL: {"read create update export report": "company"},
            "pool_resources bookings": {"read": "company"},
            "certificates absences": {"read create update archive": "own"},
            HOURS: OWN_HOURS,
        },
    ),
    "safety": Preset(
        _("安全"),
        _("安全类意见和投诉"),
        {
            **OWN_DOCUMENTS,
            f"customers projects {AROUND_PROJECT}": {"read": "company"},
            "feedbacks": {"read create update answer": "company"},
            "tasks": OWN_TASKS,
            CONTROL: {"read create update export report": "company"},
            "pool_resources bookings": {"read": "company"},
            "certificates absences": {"read create update archive": "own"},
            HOURS: OWN_HOURS,
        },
    ),
    "site_worker": Preset(
        _("现场工人"),
        _("手机上记录现场情况"),
        {
            DOCUMENTS: {"read create": "own"},
            "users": {"read": "department"},
            f"projects {AROUND_PROJECT}": {"read": "own"},
            "tasks": {"read report": "own"},
            "issues": {"read create report": "own"},
            "risk_actions": {"read report": "own"},
            "pool_resources bookings": {"read": "own"},
            "certificates absences": {"read create update archive": "own"},
            HOURS: OWN_HOURS,
        },
    ),
    "finance": Preset(
        _("财务"),
        _("开票资料、合作金额和信用"),
        {
            **READ_DOCUMENTS,
            BILLING: work("company"),
            "expense_claims": {"read export pay": "company"},
            "expense_lines": look("company"),
            "expense_limits": work("company"),
            "payment_policies": look("company"),
            f"{POOL} resource_requests {HOURS}": look("company"),
            COLLECTION: work("company"),
            LADDERS: look("company"),
            "customer_credits": look("company"),
            "contracts": {"read export settle": "company"},
            "bonds": work("company"),
            "contract_parties contract_lines payment_terms variations contract_clauses clause_templates": look("company"),
            f"customers contacts addresses opportunities projects {AROUND_PROJECT} {QUOTES}": {"read export": "company"},
            "budget_lines project_forecasts cost_items": look("company"),
            "project_costs": work("company"),
            "cooperations": work("company"),
        },
        (*MONEY, *RATES, *REACH_PEOPLE, "expense_claims.bank_account"),
    ),
    "finance_director": Preset(
        _("财务总监"),
        _("全集团的金额和信用"),
        {
            f"{DOCUMENTS} transmittals folder_templates": look("group"),
            BILLING: work("group"),
            "expense_claims": {"read export pay": "group"},
            "expense_lines": look("group"),
            "expense_limits payment_policies": work("group"),
            f"{COLLECTION} {LADDERS}": work("group"),
            "customer_credits": look("group"),
            f"{CUSTOMER} leads {SALES} {CONTRACTS} clause_templates {PROJECTS} {PROJECT_SETTINGS} {QUOTES}": look("group"),
            f"{POOL} resource_requests {HOURS}": look("group"),
            "cooperations": work("group"),
        },
        (*MONEY, *RATES, *REACH_PEOPLE, "expense_claims.bank_account"),
    ),
    "risk_control": Preset(
        _("风控"),
        _("客户信用和风险"),
        {
            f"{DOCUMENTS} transmittals folder_templates": look("group"),
            BILLING: look("group"),
            f"{COLLECTION} customer_credits": work("group"),
            LADDERS: look("group"),
            "customers": {"read export update flag_risk": "group"},
            "contracts": {"read export set_risk": "group"},
            f"contacts addresses interactions feedbacks cooperations {SALES} {AROUND_CONTRACT} {PROJECTS} cost_items {QUOTES}": look(
                "group"
            ),
        },
        (*MONEY, *REACH_PEOPLE),
    ),
    "service": Preset(
        _("客服"),
        _("接待来电来访，跟进诉求"),
        {
            **READ_DOCUMENTS,
            **OWN_DAY,
            "customers contacts addresses": {"read": "company", "create update": "department"},
            "interactions": {"read": "company", "create update": "department"},
            "feedbacks": {"*": "company"},
            f"projects {AROUND_PROJECT}": {"read": "company"},
            "leads": {"read create": "company"},
        },
        REACH_PEOPLE,
    ),
    "auditor": Preset(_("审计"), _("查看全部数据和变更记录，不能修改"), {"*": look("group")}, (*REACH_PEOPLE, *MONEY, *RATES)),
}
