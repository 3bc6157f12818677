"""Funnel, forecast, losses, success: figures over what the reader may see. Every sum is one statement over named querysets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.orgs.actors import tree
from zhuke.modules.sales.figures import WEIGHTED, Figures
from zhuke.modules.sales.models import PHASE_CODES, PHASES, Opportunity

LOSS_COLUMNS = {"phase": "lost_phase", "region": "region", "project_type": "project_type", "reason": "lost_reason", "owner": "owner_id"}
WIN_COLUMNS = {"region": "region", "project_type": "project_type", "owner": "owner_id", "source": "source"}
DICTIONARY = {"project_type": "industry", "reason": "loss_reason", "churn_reason": "churn_reason", "source": "customer_source"}


@dataclass(frozen=True)
class Asked:
    """What a figure is asked for. ``since`` and ``until`` are days, both included; of what, each figure says.

    ``action``: the right whose reach counts, besides that to read.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    unit: UUID | None = None
    owner: UUID | None = None
    project_type: str = ""
    region: str = ""
    action: str = "read"


def rows_for(actor: Actor, asked: Asked) -> Figures:
    """The visible opportunities that are asked about, whatever their day. Raises not_allowed."""
    resource = by_model(Opportunity)
    require(actor, resource, "read")
    require(actor, resource, asked.action)
    rows: Figures = visible(actor, resource).filter(archived_at=None)  # type: ignore[assignment]
    if asked.action != "read":
        rows = rows.filter(resource.scope.q(actor, resource, asked.action))
    if asked.unit:
        rows = rows.filter(unit_id__in=sorted(tree().below(asked.unit)))
    if asked.owner:
        rows = rows.filter(owner_id=asked.owner)
    if asked.project_type:
        rows = rows.filter(project_type=asked.project_type)
    return rows.filter(region=asked.region) if asked.region else rows


def opened(rows: Figures, asked: Asked) -> Figures:
    """Those opened in the period."""
    rows = rows.filter(opened_on__gte=asked.since) if asked.since else rows
    return rows.filter(opened_on__lte=asked.until) if asked.until else rows


def closed(rows: Figures, asked: Asked) -> Figures:
    """Those decided in the period."""
    rows = rows.filter(closed_at__gte=midnight(asked.since)) if asked.since else rows
    return rows.filter(closed_at__lt=midnight(asked.until + dt.timedelta(days=1))) if asked.until else rows


def funnel(actor: Actor, asked: Asked) -> dict[str, Any]:
    """Of the opportunities opened in the period: how many reached each phase, and what became of those.

    ``entered`` reached the phase (or one beyond it) = ``passed`` (stand beyond it) + ``still`` (stand in it) + ``lost`` (in it)
    + ``back`` (went back before it). ``won`` are those of ``passed`` and ``still`` that are signed. ``conversion``: the share of those who
    entered that reached the next phase.
    """
    rows = opened(rows_for(actor, asked), asked)
    groups = list(rows.by_position())
    dwell = rows.dwell(len(PHASES))
    phases = [_phase_out(index, code, str(label), groups, dwell) for index, (code, label) in enumerate(PHASES)]
    for this, after in pairwise(phases):
        this["conversion"] = percent(after["entered"], this["entered"])
    phases[-1]["conversion"] = None
    states = {state: sum(g["count"] for g in groups if g["state"] == state) for state in ("open", "won", "lost")}
    return {"phases": phases, **states, "count": sum(states.values()), "win_rate": percent(states["won"], states["won"] + states["lost"])}


def _phase_out(index: int, code: str, label: str, groups: list[dict[str, Any]], dwell: dict[str, Any]) -> dict[str, Any]:
    here = [(PHASE_CODES.index(g["phase"]), g) for g in groups if g["furthest"] >= index]

    def count(chosen: Iterable[tuple[int, dict[str, Any]]]) -> int:
        return sum(g["count"] for _position, g in chosen)

    return {
        "phase": code,
        "label": label,
        "entered": count(here),
        "passed": count(pair for pair in here if pair[0] > index),
        "still": count(pair for pair in here if pair[0] == index and pair[1]["state"] != "lost"),
        "lost": count(pair for pair in here if pair[0] == index and pair[1]["state"] == "lost"),
        "back": count(pair for pair in here if pair[0] < index),
        "amount": money(sum((g["total"] or Decimal(0) for _position, g in here), Decimal(0))),
        "dwell_average": _days(dwell[f"average{index}"]),
        "dwell_median": _days(dwell[f"median{index}"]),
        "dwell_count": dwell[f"count{index}"],
    }


def _days(value: Any) -> float | None:
    return None if value is None else round(float(value), 1)


def forecast(actor: Actor, asked: Asked, *, today: dt.date) -> dict[str, Any]:
    """Per month: open opportunities expected then (count, amount, weighted by probability), and what was won in it.

    Months from ``since`` (this one unless given) to ``until`` (the eleventh after it). ``late``: expected before this month and still
    open; ``undated``: nobody said when. Neither is in a month.
    """
    rows = rows_for(actor, asked)
    first = (asked.since or today).replace(day=1)
    last = asked.until or month_after(first, 12) - dt.timedelta(days=1)
    going = rows.filter(state="open").order_by()
    expected = going.filter(expected_on__gte=max(first, today.replace(day=1)), expected_on__lte=last)
    planned = {
        row["month"]: row
        for row in expected.annotate(month=TruncMonth("expected_on")).values("month").annotate(**_sums()).order_by("month")
    }
    won = {
        timezone.localdate(row["month"]): row
        for row in closed(rows.filter(state="won"), Asked(since=first, until=last))
        .annotate(month=TruncMonth("closed_at"))
        .values("month")
        .annotate(count=Count("pk"), total=Sum("amount"))
        .order_by("month")
    }
    return {
        "months": [_month_out(month, planned.get(month, {}), won.get(month, {})) for month in months(first, last)],
        "late": _sum_out(going.filter(expected_on__lt=today.replace(day=1)).aggregate(**_sums())),
        "undated": _sum_out(going.filter(expected_on=None).aggregate(**_sums())),
    }


def _sums() -> dict[str, Any]:
    return {"count": Count("pk"), "total": Sum("amount"), "weighted": WEIGHTED}


def _sum_out(row: dict[str, Any]) -> dict[str, Any]:
    return {"count": row.get("count", 0), "amount": money(row.get("total")), "weighted": money(row.get("weighted"))}


def _month_out(month: dt.date, planned: dict[str, Any], won: dict[str, Any]) -> dict[str, Any]:
    return {
        "month": f"{month:%Y-%m}",
        **_sum_out(planned),
        "won_count": won.get("count", 0),
        "won_amount": money(won.get("total")),
    }


def losses(actor: Actor, asked: Asked, by: str) -> dict[str, Any]:
    """Opportunities lost in the period, by phase, region, project type, reason or owner: count, amount, share of all lost.

    ``parts`` are the reasons inside each group (of a reason: the phases), most first.
    """
    within = "phase" if by == "reason" else "reason"
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in closed(rows_for(actor, asked), asked).lost_by(LOSS_COLUMNS[by], LOSS_COLUMNS[within]):
        groups.setdefault(row["value"], []).append(row)
    total = sum(row["count"] for rows in groups.values() for row in rows)
    labels = labels_of(actor, by, groups)
    inside = labels_of(actor, within, [])
    items = [
        {
            "value": value or "",
            "label": labels(value),
            "count": sum(row["count"] for row in rows),
            "amount": money(_sum_of(rows)),
            "share": percent(sum(row["count"] for row in rows), total),
            "parts": [{"value": row["part"] or "", "label": inside(row["part"]), "count": row["count"]} for row in rows],
        }
        for value, rows in groups.items()
    ]
    items.sort(key=lambda item: (-item["count"], item["value"] == "", str(item["value"])))
    return {"by": by, "items": items, "count": total, "amount": money(_sum_of([row for rows in groups.values() for row in rows]))}


def _sum_of(rows: Iterable[dict[str, Any]]) -> Decimal:
    return sum((row["total"] or Decimal(0) for row in rows), Decimal(0))


def win_rates(actor: Actor, asked: Asked, by: str) -> dict[str, Any]:
    """Opportunities decided in the period, by region, project type, owner or source: won, lost, rate; and of those quoted, how many won."""
    groups = list(closed(rows_for(actor, asked), asked).decided_by(WIN_COLUMNS[by]))
    labels = labels_of(actor, by, [g["value"] for g in groups])
    items = [{"value": g["value"] or "", "label": labels(g["value"]), **_rates(g)} for g in groups]
    names = ("decided", "won", "quoted", "quoted_won", "won_amount")
    return {"by": by, "items": items, "total": _rates({name: sum((g[name] for g in groups), 0) for name in names})}


def _rates(group: dict[str, Any]) -> dict[str, Any]:
    return {
        "decided": group["decided"],
        "won": group["won"],
        "lost": group["decided"] - group["won"],
        "rate": percent(group["won"], group["decided"]),
        "quoted": group["quoted"],
        "quoted_won": group["quoted_won"],
        "quoted_rate": percent(group["quoted_won"], group["quoted"]),
        "won_amount": money(Decimal(group["won_amount"])),
    }


def labels_of(actor: Actor, by: str, values: Iterable[Any]) -> Any:
    """A function from a group's value to what people read."""
    names: dict[Any, str] = {}
    if by == "owner":
        users = by_name("users")
        assert users is not None
        names = dict(users.model._default_manager.filter(pk__in=[v for v in values if v]).values_list("pk", "name"))
    elif by in DICTIONARY:
        names = {o["value"]: o["label"] for o in FieldSpec(by, by, "choice", dictionary=DICTIONARY[by]).options()}
    elif by == "phase":
        names = {code: str(label) for code, label in PHASES}
    return lambda value: (names.get(value) or str(value)) if value else _("未填写")


def percent(part: int, whole: int) -> float | None:
    """A share in percent, one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def money(value: Decimal | None) -> str:
    """An amount as the API tells it."""
    return str((value or Decimal(0)).quantize(Decimal("0.01")))


def month_after(first: dt.date, count: int) -> dt.date:
    """The first day of the month ``count`` months after."""
    index = first.year * 12 + first.month - 1 + count
    return dt.date(index // 12, index % 12 + 1, 1)


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of all months from ``first`` to ``last``, at most 60."""
    found: list[dt.date] = []
    while first <= last and len(found) < 60:
        found.append(first)
        first = month_after(first, 1)
    return found
