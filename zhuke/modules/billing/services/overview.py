"""A customer's money at a glance: what is owed both ways, how late, what came lately."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Invoice, Receipt, Receivable

from .ledger import ZERO, outstanding

LATEST = 10


def overview(actor: Actor, customer_id: Any, on: dt.date | None = None) -> dict[str, Any]:
    """Sums, the next and the oldest of what is owed, the latest receipts and invoices, as far as the actor sees them."""
    today = on or timezone.localdate()
    rows = visible(actor, by_model(Receivable)).filter(customer_id=customer_id).exclude(state="cancelled")
    receipts = visible(actor, by_model(Receipt)).filter(customer_id=customer_id).exclude(state="reversed")
    invoices = visible(actor, by_model(Invoice)).filter(customer_id=customer_id, state__in=("issued", "red"))
    return {
        "income": _side(rows.filter(direction="income"), receipts.filter(direction="income"), today),
        "expense": _side(rows.filter(direction="expense"), receipts.filter(direction="expense"), today),
        "open": [_owed(row, today) for row in rows.filter(outstanding()).order_by("due_on", "pk")[:LATEST]],
        "receipts": [_paid(row) for row in receipts.order_by("-on", "-pk")[:LATEST]],
        "invoices": [_invoice(row) for row in invoices.order_by("-issued_on", "-pk")[:LATEST]],
    }


def _side(rows: QuerySet[Receivable], receipts: QuerySet[Receipt], today: dt.date) -> dict[str, Any]:
    late = Q(due_on__lt=today) & outstanding()
    # The names of sums must not be those of columns: a later sum would take the earlier for its column.
    sums = rows.aggregate(
        **{f"sum_{name}": Sum(name) for name in ("amount", "settled", "written_off", "balance", "invoiced")},
        sum_overdue=Sum("balance", filter=late),
        sum_disputed=Sum("balance", filter=Q(disputed=True)),
        count=Count("id", filter=late),
        first=Min("due_on", filter=late),
    )
    first, count = sums.pop("first"), sums.pop("count")
    sums["sum_prepaid"] = receipts.aggregate(total=Sum("unallocated"))["total"]
    money = {name.removeprefix("sum_"): str(value or ZERO) for name, value in sums.items()}
    return money | {"overdue_count": count, "overdue_days": (today - first).days if first else 0}


def _owed(row: Receivable, today: dt.date) -> dict[str, Any]:
    late = max((today - row.due_on).days, 0)
    return _named(row, ("number", "name", "direction", "kind", "due_on", "state", "disputed"), ("amount", "balance", "invoiced")) | {
        "overdue_days": late
    }


def _paid(row: Receipt) -> dict[str, Any]:
    return _named(row, ("number", "direction", "on", "method", "state"), ("amount", "unallocated"))


def _invoice(row: Invoice) -> dict[str, Any]:
    return _named(row, ("number", "name", "direction", "kind", "issued_on", "state"), ("amount", "tax"))


def _named(row: Any, plain: tuple[str, ...], money: tuple[str, ...]) -> dict[str, Any]:
    amounts: dict[str, Decimal] = {name: getattr(row, name) for name in money}
    return {"id": row.pk} | {name: getattr(row, name) for name in plain} | {name: str(value) for name, value in amounts.items()}
