"""Why and where customers leave: figures over the entries of customers that have left, as far as the reader may see them (R26)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.orgs.actors import tree
from zhuke.modules.sales.figures import Departures
from zhuke.modules.sales.models import Churn

from .analysis import Asked, labels_of, percent

COLUMNS = {
    "phase": "phase",
    "churn_reason": "reason",
    "region": "customer__region",
    "project_type": "customer__industry",
    "owner": "customer__owner_id",
}


def departures(actor: Actor, asked: Asked, by: str) -> dict[str, Any]:
    """Customers that left in the period, by phase, reason, region, industry or owner of the customer: count, share, how many came back.

    ``parts`` are the reasons inside each group (of a reason: the phases), most first. Raises not_allowed.
    """
    within = "phase" if by == "churn_reason" else "churn_reason"
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in _rows(actor, asked).left_by(COLUMNS[by], COLUMNS[within]):
        groups.setdefault(row["value"], []).append(row)
    total = sum(row["count"] for rows in groups.values() for row in rows)
    labels, inside = _labels(actor, by, groups), _labels(actor, within, [])
    items = [
        {
            "value": value or "",
            "label": labels(value),
            "count": sum(row["count"] for row in rows),
            "back": sum(row["back"] for row in rows),
            "share": percent(sum(row["count"] for row in rows), total),
            "parts": [{"value": row["part"] or "", "label": inside(row["part"]), "count": row["count"]} for row in rows],
        }
        for value, rows in groups.items()
    ]
    items.sort(key=lambda item: (-item["count"], item["value"] == "", str(item["value"])))
    return {"by": by, "items": items, "count": total, "back": sum(item["back"] for item in items)}


def _rows(actor: Actor, asked: Asked) -> Departures:
    resource = by_model(Churn)
    require(actor, resource, "read")
    require(actor, resource, asked.action)
    rows: Departures = visible(actor, resource, asked.action).filter(archived_at=None)  # type: ignore[assignment]
    wanted = {
        "left_on__gte": asked.since,
        "left_on__lte": asked.until,
        "customer__unit_id__in": sorted(tree().below(asked.unit)) if asked.unit else None,
        "customer__owner_id": asked.owner,
        "customer__industry": asked.project_type or None,
        "customer__region": asked.region or None,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


def _labels(actor: Actor, by: str, values: Any) -> Any:
    said = labels_of(actor, by, values)
    return lambda value: _("还没有商机") if by == "phase" and not value else said(value)
