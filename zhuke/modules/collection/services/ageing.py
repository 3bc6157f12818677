"""Ageing: what is owed on a day by how late it is. Today out of the stored balances, of any other day out of the entries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Entry, Receivable
from zhuke.modules.collection.domain.ageing import BUCKETS

from .places import units_below

GROUPS = {"customer": "customer__name", "unit": "unit__name", "owner": "owner__name"}
ZERO = Decimal("0.00")
MOST = 500


@dataclass(frozen=True)
class Asked:
    """What is looked at. ``by`` is a key of GROUPS or empty; ``unit`` means it and all below."""

    on: dt.date | None = None
    unit: UUID | None = None
    customer: UUID | None = None
    owner: UUID | None = None
    by: str = ""
    direction: str = "income"

    @property
    def day(self) -> dt.date:
        """The day, today unless named."""
        return self.on or timezone.localdate()


def chosen(actor: Actor, asked: Asked) -> QuerySet[Receivable]:
    """The receivables or payables that the actor sees among those asked for."""
    rows: QuerySet[Receivable] = visible(actor, by_model(Receivable)).filter(direction=asked.direction)
    if asked.unit:
        rows = rows.filter(unit_id__in=units_below(asked.unit))
    if asked.customer:
        rows = rows.filter(customer_id=asked.customer)
    return rows.filter(owner_id=asked.owner) if asked.owner else rows


def ageing(actor: Actor, asked: Asked, limit: int = MOST) -> dict[str, Any]:
    """Totals by bucket and, with ``by``, one row per customer, unit or owner, the largest first."""
    past = asked.on is not None and asked.on < timezone.localdate()
    rows, amount, prefix = _on_a_day(actor, asked) if past else _today(actor, asked)
    total = rows.aggregate(**_sums(asked.day, amount, prefix))
    answer: dict[str, Any] = {
        "on": asked.day,
        "by": asked.by,
        "direction": asked.direction,
        "total": _shown(total),
        "rows": [],
        "more": False,
    }
    if asked.by:
        key, label = f"{prefix}{asked.by}_id", f"{prefix}{GROUPS[asked.by]}"
        groups = rows.values(group=F(key), label=F(label)).annotate(**_sums(asked.day, amount, prefix)).exclude(total=0)
        found = list(groups.order_by("-total", "label")[: limit + 1])
        answer["rows"] = [{"group": _ref(row), **_shown(row)} for row in found[:limit]]
        answer["more"] = len(found) > limit
    return answer


def _ref(row: dict[str, Any]) -> dict[str, Any] | None:
    return {"id": row["group"], "label": row["label"]} if row["group"] else None


def _today(actor: Actor, asked: Asked) -> tuple[QuerySet[Any], str, str]:
    return chosen(actor, asked).filter(state__in=("open", "partial")).order_by(), "balance", ""


def _on_a_day(actor: Actor, asked: Asked) -> tuple[QuerySet[Any], str, str]:
    rows = Entry.objects.filter(book="receivable", on__lte=asked.day, receivable__in=chosen(actor, asked).order_by())
    return rows.order_by(), "amount", "receivable__"


def _sums(on: dt.date, amount: str, prefix: str) -> dict[str, Any]:
    due = f"{prefix}due_on"
    sums: dict[str, Any] = {}
    for bucket in BUCKETS:
        earliest, latest = bucket.due_between(on)
        within = Q(**{f"{due}__gte": earliest} if earliest else {}) & Q(**{f"{due}__lte": latest} if latest else {})
        sums[bucket.key] = Sum(amount, filter=within)
    late = Q(**{f"{due}__lt": on})
    sums |= {"total": Sum(amount), "overdue": Sum(amount, filter=late)}
    if not prefix:
        sums |= {"count": Count("pk"), "oldest_due_on": Min(due, filter=late), "disputed": Sum(amount, filter=Q(disputed=True))}
    else:
        sums |= {"last_on": Max("on")}
    return sums


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    money = [*(bucket.key for bucket in BUCKETS), "total", "overdue", *(["disputed"] if "disputed" in row else [])]
    return {name: f"{row[name] or ZERO:.2f}" for name in money} | {name: row[name] for name in ("count", "oldest_due_on") if name in row}
