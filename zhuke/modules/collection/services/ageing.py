"""Ageing: what is owed on a day by how late it is. Today out of the stored balances, of any other day out of the entries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.domain.ageing import BUCKETS

from .places import units_below

GROUPS = ("customer", "unit", "owner")
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
    rows, sums = (_on_a_day if past else _today)(actor, asked)
    total = rows.aggregate(**sums)
    answer: dict[str, Any] = {
        "on": asked.day,
        "by": asked.by,
        "direction": asked.direction,
        "total": _shown(total),
        "rows": [],
        "more": False,
    }
    if asked.by:
        groups = rows.values(group=F(f"{asked.by}_id")).annotate(**sums).exclude(total=0)
        found = list(groups.order_by("-total", "group")[: limit + 1])
        labels = _labels(asked.by, [row["group"] for row in found])
        answer["rows"] = [{"group": _ref(row["group"], labels), **_shown(row)} for row in found[:limit]]
        answer["more"] = len(found) > limit
    return answer


def _labels(by: str, ids: list[UUID]) -> dict[UUID, str]:
    """The names of the shown groups alone: joined to all that is summed up, they would cost more than the sums."""
    model: Any = Receivable._meta.get_field(by).related_model
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "name"))


def _ref(group: UUID | None, labels: dict[UUID, str]) -> dict[str, Any] | None:
    return {"id": group, "label": labels[group]} if group else None


def _today(actor: Actor, asked: Asked) -> tuple[QuerySet[Any], dict[str, Any]]:
    late = Q(due_on__lt=asked.day)
    more = {"count": Count("pk"), "oldest_due_on": Min("due_on", filter=late), "disputed": Sum("balance", filter=Q(disputed=True))}
    return chosen(actor, asked).filter(state__in=("open", "partial")).order_by(), _sums(asked.day, "balance") | more


def _on_a_day(actor: Actor, asked: Asked) -> tuple[QuerySet[Any], dict[str, Any]]:
    """What was booked until then, of receivables that are joined: as a set of ids beside the entries it costs twice as much."""
    rows = chosen(actor, asked).filter(entries__book="receivable", entries__on__lte=asked.day)
    return rows.order_by(), _sums(asked.day, "entries__amount")


def _sums(on: dt.date, amount: str) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for bucket in BUCKETS:
        earliest, latest = bucket.due_between(on)
        within = Q(**{"due_on__gte": earliest} if earliest else {}) & Q(**{"due_on__lte": latest} if latest else {})
        sums[bucket.key] = Sum(amount, filter=within)
    return sums | {"total": Sum(amount), "overdue": Sum(amount, filter=Q(due_on__lt=on))}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    money = [*(bucket.key for bucket in BUCKETS), "total", "overdue", *(["disputed"] if "disputed" in row else [])]
    return {name: f"{row[name] or ZERO:.2f}" for name in money} | {name: row[name] for name in ("count", "oldest_due_on") if name in row}
