"""Which projects are told in full."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from zhuke.modules.projects.models import Project

MOST = 1500
"""A plan, a team, registers and documents for each of seventy thousand projects would take a day and help no benchmark."""


def told(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Of these projects those among the newest MOST of all; the others, of a large demonstration alone, are rows of the list."""
    return rows.filter(pk__in=Project.objects.order_by("-created_at", "pk").values("pk")[:MOST])


def told_keys() -> list[UUID]:
    """Those of all projects that are told in full: only of them there is more to work out than of the rest each night."""
    return list(told(Project.objects.all()).values_list("pk", flat=True))
