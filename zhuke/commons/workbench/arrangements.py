"""What the workbench shows to whom nobody has arranged it: by role, the first that fits. Keys of modules that are off are passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Default:
    """Keys of lists, counters and shortcuts in their order. A list or counter that is not named is hidden until the person shows it."""

    lists: tuple[str, ...]
    counters: tuple[str, ...]
    blocks: tuple[str, ...] = ("counters", "lists", "funnel", "shortcuts")
    shortcuts: tuple[str, ...] = ()


SALES = Default(
    lists=(
        "customers.today",
        "sales.nodes",
        "sales.silent",
        "customers.assigned",
        "quotes.expiring",
        "todos.open",
        "customers.recycling",
        "collection",
        "expenses.own_open",
    ),
    counters=("customers.new", "sales.open", "sales.open_amount", "sales.won", "overdue", "customers.incomplete"),
    shortcuts=("create:customers", "menu:opportunities", "menu:pool", "create:opportunities"),
)
SUPERVISOR = Default(
    lists=("approvals.waiting", "sales.silent", "customers.today", "sales.nodes", "todos.open", "leads.new", "customers.recycling"),
    counters=("sales.open", "sales.open_amount", "sales.won", "sales.won_amount", "customers.new", "customers.incomplete"),
    shortcuts=("menu:opportunities", "menu:pool", "menu:customers", "menu:quality"),
)
MARKETING = Default(
    lists=("leads.new", "customers.today", "customers.assigned", "todos.open", "customers.recycling"),
    counters=("customers.new", "leads.month", "customers.incomplete", "sales.open"),
    shortcuts=("create:customers", "menu:leads", "menu:pool", "menu:quality"),
)
PROJECTS = Default(
    lists=("sales.nodes", "customers.today", "feedbacks.mine", "todos.open", "customers.assigned", "expenses.own_open"),
    counters=("sales.open", "sales.open_amount", "sales.won", "customers.new"),
    shortcuts=("menu:projects", "menu:customers", "menu:opportunities"),
)
MANAGER = Default(
    lists=("approvals.waiting", "sales.silent", "sales.nodes", "todos.open"),
    counters=("sales.open_amount", "sales.won_amount", "sales.won", "billing.received", "overdue", "customers.incomplete"),
    blocks=("counters", "funnel", "lists", "shortcuts"),
    shortcuts=("menu:opportunities", "menu:customers", "menu:quality"),
)
FINANCE = Default(
    lists=("approvals.waiting", "billing.to_issue", "billing.unallocated", "billing.to_pay", "expenses.to_pay", "collection", "todos.open"),
    counters=("billing.owed", "overdue", "billing.received", "sales.won_amount"),
    blocks=("counters", "lists", "shortcuts", "funnel"),
    shortcuts=("menu:receivables", "menu:bank_statements", "menu:invoices", "menu:ageing", "menu:contracts"),
)
RISK = Default(
    lists=("approvals.waiting", "collection", "todos.open", "quotes.expiring"),
    counters=("overdue", "billing.owed", "billing.received", "sales.won_amount"),
    blocks=("counters", "lists", "shortcuts", "funnel"),
    shortcuts=("menu:collection", "menu:ageing", "menu:customers", "menu:contracts"),
)
SERVICE = Default(
    lists=("feedbacks.mine", "customers.today", "leads.new", "todos.open"),
    counters=("customers.new", "leads.month", "feedbacks.open"),
    blocks=("lists", "counters", "shortcuts"),
    shortcuts=("menu:feedbacks", "menu:leads", "menu:customers"),
)
ADMINISTRATOR = Default(
    lists=("todos.open", "suggestions.new", "leads.new", "sales.silent"),
    counters=("customers.new", "sales.open", "sales.won", "customers.incomplete"),
    blocks=("counters", "lists", "shortcuts", "funnel"),
    shortcuts=("menu:units", "menu:users", "menu:roles", "menu:imports", "menu:suggestions"),
)
ANYBODY = Default(
    lists=("todos.open", "customers.today", "feedbacks.mine", "customers.assigned", "expenses.own_open"),
    counters=("customers.new", "sales.open"),
    blocks=("lists", "counters", "shortcuts", "funnel"),
    shortcuts=("menu:customers", "menu:opportunities", "menu:projects"),
)

# The first role that a person holds decides; whoever leads comes before whoever works, administrators last.
BY_ROLE: dict[str, Default] = {
    "group_manager": MANAGER,
    "subsidiary_manager": MANAGER,
    "sales_supervisor": SUPERVISOR,
    "sales": SALES,
    "marketing": MARKETING,
    "project_manager": PROJECTS,
    "finance_director": FINANCE,
    "finance": FINANCE,
    "risk_control": RISK,
    "service": SERVICE,
    "quality": SERVICE,
    "safety": SERVICE,
    "administrator": ADMINISTRATOR,
    "subsidiary_administrator": ADMINISTRATOR,
}


def default_for(roles: Iterable[str]) -> Default:
    """The arrangement for whoever holds these roles."""
    held = set(roles)
    return next((default for code, default in BY_ROLE.items() if code in held), ANYBODY)
