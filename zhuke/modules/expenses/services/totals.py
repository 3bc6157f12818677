"""What expenses come to: by project, person, unit, kind or month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.expenses.domain.limits import ZERO
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLine

COUNTED = ("approved", "paid")
GROUPS: dict[str, Any] = {
    "project": Coalesce(F("project_id"), F("claim__project_id")),
    "person": F("claim__owner_id"),
    "unit": F("claim__unit_id"),
    "kind": F("kind"),
    "month": TruncMonth("on"),
}
REFERS = {"project": "projects", "person": "users", "unit": "units"}


@dataclass(frozen=True)
class Wanted:
    """What is asked for; days are those of the expenses, both included."""

    by: str
    since: dt.date | None = None
    until: dt.date | None = None
    project: UUID | None = None
    unit: UUID | None = None
    limit: int = 100


def totals_of(actor: Actor, wanted: Wanted) -> dict[str, Any]:
    """Rows by group, the largest first (months in their order), and the sums over all; what one may not see is one row without a name."""
    rows = _lines(actor, wanted)
    sums = {"amount": Sum("amount"), "over": Sum("over_limit"), "count": Count("id")}
    grouped: Any = rows.annotate(group=GROUPS[wanted.by]).values("group").annotate(**_renamed(sums))
    grouped = grouped.order_by("group") if wanted.by == "month" else grouped.order_by("-sum_amount", "group")
    found = list(grouped[: wanted.limit + 1])
    shown = found[: wanted.limit]
    labels = _labels(actor, wanted.by, [row["group"] for row in shown])
    total = rows.aggregate(**_renamed(sums))
    return {
        "by": wanted.by,
        "items": [{"group": _named(wanted.by, row["group"], labels), **_sums(row)} for row in shown],
        "total": _sums(total),
        "more": len(found) > wanted.limit,
    }


def _lines(actor: Actor, wanted: Wanted) -> QuerySet[ExpenseLine]:
    claims = visible(actor, by_model(ExpenseClaim)).filter(state__in=COUNTED)
    rows = ExpenseLine.objects.filter(claim__in=claims)
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(on__lte=wanted.until)
    if wanted.unit:
        rows = rows.filter(claim__unit_id=wanted.unit)
    if wanted.project:
        rows = rows.filter(Q(project_id=wanted.project) | Q(project=None, claim__project_id=wanted.project))
    return rows


def _renamed(sums: dict[str, Any]) -> dict[str, Any]:
    # The names of sums must not be those of columns: a later sum would take the earlier for its column.
    return {f"sum_{name}": value for name, value in sums.items()}


def _sums(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"amount": str(row["sum_amount"] or ZERO), "over": str(row["sum_over"] or ZERO), "count": row["sum_count"]}


def _labels(actor: Actor, by: str, keys: list[Any]) -> dict[Any, str]:
    resource = by_name(REFERS.get(by, ""))
    if resource is None:
        return {}
    wanted = [key for key in keys if key is not None]
    return {row.pk: str(row) for row in visible(actor, resource).filter(pk__in=wanted)}


def _named(by: str, key: Any, labels: dict[Any, str]) -> Any:
    if by == "kind":
        return key
    if by == "month":
        return f"{key:%Y-%m}"
    return {"id": key, "label": labels[key]} if key in labels else None
