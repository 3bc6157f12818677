"""What plans say about the health of projects: an end that has slipped, milestones that are late, work that lags behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import say
from zhuke.modules.projects.health import declare_source
from zhuke.modules.projects.models import Project

from .models import Plan, Task

Found = Mapping[UUID, tuple[str, Any]]
RUNNING = ("initiation", "design", "construction", "acceptance")
SLIPPED_DAYS, MANY_LATE = 14, 5


def _running(projects: Sequence[Project]) -> dict[UUID, Project]:
    return {one.pk: one for one in projects if one.phase in RUNNING and not one.held_on}


def _end(projects: Sequence[Project]) -> Found:
    """The plan ends after the day that was promised."""
    running = _running(projects)
    found: dict[UUID, tuple[str, Any]] = {}
    rows = Plan.objects.filter(project__in=list(running), kind="live", archived_at=None).exclude(finish_at=None)
    for key, finish in rows.values_list("project_id", "finish_at"):
        promised = running[key].ends_on
        if promised and finish and (days := (timezone.localtime(finish).date() - promised).days) > 0:
            found[key] = ("red" if days > SLIPPED_DAYS else "amber", say(_("按计划竣工将比约定晚 %(n)s 天"), n=days))
    return found


def _late(projects: Sequence[Project]) -> Found:
    """Milestones and deadlines that have passed undone; then any work that should be done."""
    now = timezone.now()
    open_tasks = Task.objects.filter(
        project__in=list(_running(projects)), live=True, archived_at=None, inactive=False, actual_end=None
    ).exclude(kind="summary")
    counted = open_tasks.values("project").order_by().annotate(
        milestones=Count("pk", filter=Q(kind="milestone", ends_at__lt=now)),
        broken=Count("pk", filter=Q(deadline__lt=F("ends_at"))),
        late=Count("pk", filter=Q(ends_at__lt=now)),
        first=Min("ends_at", filter=Q(ends_at__lt=now)),
        negative=Max("total_float", filter=Q(total_float__lt=0)),
    )  # fmt: skip
    found: dict[UUID, tuple[str, Any]] = {}
    for row in counted:
        if row["broken"]:
            found[row["project"]] = ("red", say(_("%(n)s 项任务将错过截止日期"), n=row["broken"]))
        elif row["milestones"]:
            found[row["project"]] = ("red" if row["milestones"] > 1 else "amber", say(_("%(n)s 个里程碑已过期未完成"), n=row["milestones"]))
        elif row["late"]:
            found[row["project"]] = ("red" if row["late"] > MANY_LATE else "amber", say(_("%(n)s 项任务已过计划完成日期"), n=row["late"]))
    return found


declare_source("plan_end", _("计划竣工"), _end)
declare_source("plan_tasks", _("计划任务"), _late)
