"""Changes, risks and issues of a project for its report, from modules that stand below and may be switched off or absent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Value, When

from zhuke.kernel.resource import by_name
from zhuke.modules.projects.models import Project

MOST = 30
URGENCY = ("urgent", "high", "normal", "low")


def _rows(name: str, project: Project) -> Any:
    resource = by_name(name)
    return resource.model._default_manager.filter(project=project, archived_at=None) if resource else None


def changes_of(project: Project, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Changes that were approved in the period."""
    rows = _rows("change_requests", project)
    if rows is None:
        return []
    found = rows.filter(state__in=("approved", "carried_out"), approved_on__gte=since, approved_on__lte=until).order_by("approved_on", "pk")
    return [
        {"number": row.number, "title": row.title, "days": row.days, "income": _text(row.income_amount), "cost": _text(row.cost_amount)}
        for row in found[:MOST]
    ]


def risks_of(project: Project, until: dt.date) -> list[dict[str, Any]]:
    """Risks that are open, the gravest first. For the internal edition."""
    rows = _rows("risks", project)
    if rows is None:
        return []
    found = rows.filter(created_at__date__lte=until).exclude(state="closed").select_related("owner").order_by("-score", "pk")
    return [
        {
            "title": row.title, "score": row.score, "level": str(row.get_level_display()), "owner": row.owner.name if row.owner else "",
            "strategy": str(row.get_strategy_display()) if row.strategy else "",
        }
        for row in found[:MOST]
    ]  # fmt: skip


def issues_of(project: Project, until: dt.date) -> list[dict[str, Any]]:
    """Issues that are not solved, the most urgent first."""
    rows = _rows("issues", project)
    if rows is None:
        return []
    rank = Case(*(When(priority=code, then=Value(place)) for place, code in enumerate(URGENCY)), default=Value(9))
    found = rows.filter(found_on__lte=until, state__in=("open", "doing", "reopened")).select_related("owner").order_by(rank, "due_on", "pk")
    return [
        {
            "title": row.title, "priority": str(row.get_priority_display()), "owner": row.owner.name if row.owner else "",
            "due": _text(row.due_on),
        }
        for row in found[:MOST]
    ]  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
