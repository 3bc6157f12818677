"""What preset roles are put together from: resources that belong together, rights that several roles have, fields that are masked."""

from __future__ import annotations

Rights = dict[str, dict[str, str]]

# What a customer is surrounded by; children are seen as far as the customer is.
CUSTOMER = "customers contacts addresses interactions feedbacks cooperations qualifications"
# What an opportunity is surrounded by, its children likewise; and customers that have left.
AROUND_OPPORTUNITY = "opportunity_competitors opportunity_risks opportunity_nodes churns"
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
NEEDS = "material_needs"
CHANGES = "change_requests"
CONTROL = "risks risk_actions issues"
REPORTS = "project_reports surveys"
AROUND_PROJECT = f"project_members project_contracts project_phases {PLANS} {NEEDS} {MODELS} {CHANGES} {CONTROL} {REPORTS}"
PROJECT_MONEY = "budget_lines project_costs project_forecasts"
PROJECTS = f"projects {AROUND_PROJECT} {PROJECT_MONEY}"
# Who and what works on projects, and the hours they put in.
POOL = "pool_resources certificates absences bookings materials"
HOURS = "timesheets weekly_reports"
PUT_IN = {"create update archive submit": "own"}
OWN_HOURS = {"read export": "own", **PUT_IN}
RATES = ("pool_resources.cost_rate", "materials.price", "timesheets.costed", "weekly_reports.costed")
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
