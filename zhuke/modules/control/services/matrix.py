"""The picture of risks: five by five cells of probability and impact, over a project or all that one sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.control.models import LEVELS, OPEN_ISSUE, Issue, Risk
from zhuke.modules.projects.models import Project

from .scales import bounds_of

ALIVE = ("open", "responding")


def matrix(actor: Actor, *, project: Project | None = None, unit: UUID | None = None, residual: bool = False) -> dict[str, Any]:
    """Cells ``[probability][impact]`` from 1 to 5 with how many living risks lie there and their level; counts by level; issues.

    ``residual``: where the risks will lie once the responses have worked (those without such a rating stay where they are).
    """
    rows = visible(actor, by_model(Risk)).filter(archived_at=None, project__archived_at=None, state__in=ALIVE)
    rows = _within(rows, project, unit)
    cells = [[0] * 5 for _row in range(5)]
    for p, i, count in _rated(rows, residual):
        cells[p - 1][i - 1] += count
    bounds = bounds_of(project.unit_id if project else unit or actor.company)
    today = timezone.localdate()
    levels = dict(rows.values_list("level").annotate(n=Count("pk")).order_by())
    return {
        "cells": cells,
        "levels": [[bounds.level(p * i) for i in range(1, 6)] for p in range(1, 6)],
        "bounds": {"medium": bounds.medium, "high": bounds.high, "extreme": bounds.extreme},
        "counts": {code: levels.get(code, 0) for code, _label in LEVELS},
        "unreviewed": rows.filter(review_on__lt=today).count(),
        "issues": _issues(actor, project, unit),
    }


def _rated(rows: Any, residual: bool) -> list[tuple[int, int, int]]:
    if not residual:
        return list(rows.order_by().values_list("probability", "impact").annotate(n=Count("pk")))
    done = rows.filter(residual_score__isnull=False).order_by()
    left = rows.filter(residual_score__isnull=True).order_by()
    return [
        *done.values_list("residual_probability", "residual_impact").annotate(n=Count("pk")),
        *left.values_list("probability", "impact").annotate(n=Count("pk")),
    ]


def _issues(actor: Actor, project: Project | None, unit: UUID | None) -> dict[str, int] | None:
    if not actor.can("issues", "read"):
        return None
    rows = visible(actor, by_model(Issue)).filter(archived_at=None, project__archived_at=None)
    late, active = Q(due_on__lt=timezone.localdate()), Q(state__in=OPEN_ISSUE)
    found: dict[str, int] = _within(rows, project, unit).aggregate(
        open=Count("pk", filter=active),
        overdue=Count("pk", filter=active & late),
        urgent=Count("pk", filter=active & Q(priority="urgent")),
        resolved=Count("pk", filter=Q(state="resolved")),
    )
    return found


def _within(rows: Any, project: Project | None, unit: UUID | None) -> Any:
    if project:
        return rows.filter(project=project)
    return rows.filter(project__unit__path__contains=f"{unit}/") if unit else rows
