"""How effort is answered: the week with its proposals, the heat map, who is free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from zhuke.commons.calendars.lateness import late_days, most_days
from zhuke.commons.calendars.services import is_workday
from zhuke.commons.records import person
from zhuke.kernel import query
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.config import entries
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.models import Assignment, Task
from zhuke.modules.projects.models import Project, ProjectMember
from zhuke.modules.workforce.domain.availability import works
from zhuke.modules.workforce.models import Booking, Certificate, PoolResource

from .models import Timesheet, WeeklyReport
from .services.finding import Candidate
from .services.loads import Loaded, loads, project_names
from .services.sheets import week_lines
from .services.weeks import resources_for

ROWS = 150
PROPOSED = 30


def today() -> dt.date:
    """The day in Shanghai."""
    return timezone.localdate()


def week(actor: Actor, monday: dt.date) -> dict[str, Any]:
    """One's own week with its days, hours and report, the week before, and the projects, tasks, crews and machines that are likely."""
    me = person(actor)
    own = PoolResource.objects.filter(user_id=me).first()
    kind = own.week if own else "office"
    most = most_days(actor.unit)
    report = visible(actor, by_model(WeeklyReport)).filter(person_id=me, monday=monday, archived_at=None).first()
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    return {
        "monday": monday,
        "days": [
            {
                "day": day,
                "workday": works(kind, day, is_workday),
                "late_days": late_days(day),
                "open": day <= today() and (most is None or late_days(day) <= most),
            }
            for day in days
        ],
        "hours_per_day": own.hours_per_day if own else 8,
        "most_days": most,
        "report": query.one(actor, by_model(WeeklyReport), report.pk) if report else None,
        "lines": [_line(row) for row in week_lines(me, monday)],
        "before": [_line(row) for row in week_lines(me, monday - dt.timedelta(days=7))],
        "projects": _projects(actor, me),
        "tasks": _tasks(actor, me, own, days[-1]),
        "resources": [{"id": row.pk, "label": row.name, "kind": row.kind} for row in resources_for(actor, me)],
    }


def heat(actor: Actor, rows: QuerySet[Any], monday: dt.date, count: int) -> dict[str, Any]:
    """The weeks of these resources; project names only where the actor may see the project."""
    found = list(rows.select_related("unit").order_by("unit__path", "kind", "pinyin", "pk")[: ROWS + 1])
    shown = loads(found[:ROWS], monday, monday + dt.timedelta(days=7 * count - 1))
    names = project_names(actor, {key for each in shown for week in each.weeks for key in week.projects})
    return {
        "weeks": [monday + dt.timedelta(days=7 * n) for n in range(count)],
        "rows": [_heat_row(each, names) for each in shown],
        "cut": len(found) > ROWS,
    }


def free_ones(actor: Actor, found: Sequence[Loaded], near: str, until: dt.date) -> list[dict[str, Any]]:
    """Who is free, with their papers (X11), told without what only their own unit may know. ``ends``: a paper runs out by that day."""
    keys = [each.resource.pk for each in found]
    papers = _papers(keys, until)
    readable = set(visible(actor, by_model(PoolResource)).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        {
            **_told(each.resource),
            "free": each.free,
            "hours": round(max(0.0, each.capacity - each.load), 1),
            "away": each.away,
            "near": bool(near) and near in each.resource.city,
            "papers": papers[each.resource.pk],
            "readable": each.resource.pk in readable,
        }
        for each in found
    ]


def _papers(keys: Sequence[UUID], until: dt.date) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {key: [] for key in keys}
    english = (get_language() or "").startswith("en")
    labels = {entry.code: (english and entry.label_en) or entry.label for entry in entries("certificate_kind")}
    rows = Certificate.objects.filter(resource__in=keys, archived_at=None).order_by("kind", "expires_on")
    for key, kind, expires in rows.values_list("resource_id", "kind", "expires_on"):
        ends = expires is not None and expires <= until
        found[key].append({"kind": kind, "label": labels.get(kind, kind), "expires_on": expires, "ends": ends})
    return found


def candidate(each: Candidate) -> dict[str, Any]:
    """A candidate as the dialog shows it."""
    resource = each.loaded.resource
    told = _told(resource)
    del told["kind"]
    return {**told, "user": resource.user_id, "free": each.loaded.free, "score": each.score, "reasons": each.reasons}


def engaged(project: Project) -> QuerySet[Any]:
    """The resources that are promised to a project, assigned in its plan, or whose people are its members."""
    members = ProjectMember.objects.filter(project=project, archived_at=None, person__isnull=False).values("person")
    booked = Booking.objects.filter(project=project, archived_at=None).values("resource")
    planned = Assignment.objects.filter(task__project=project, task__live=True, archived_at=None).values("resource")
    return PoolResource.objects.filter(Q(user__in=members) | Q(pk__in=booked) | Q(pk__in=planned)).values("pk")


def _told(resource: PoolResource) -> dict[str, Any]:
    return {
        "id": resource.pk,
        "name": resource.name,
        "kind": resource.kind,
        "unit": {"id": resource.unit.pk, "label": resource.unit.name},
        "city": resource.city,
        "skills": resource.skills,
    }


def _heat_row(each: Loaded, names: dict[UUID, str]) -> dict[str, Any]:
    return {**_told(each.resource), "position": each.resource.position, "cells": [_cell(week, names) for week in each.weeks]}


def _cell(week: Any, names: dict[UUID, str]) -> dict[str, Any]:
    projects = [
        {"id": key, "label": names[key], "hours": round(hours, 1)} for key, hours in week.projects.items() if key in names and hours
    ]
    hidden = sum(hours for key, hours in week.projects.items() if key not in names)
    if hidden:
        projects.append({"id": None, "label": "", "hours": round(hidden, 1)})
    return {
        "monday": week.monday,
        "capacity": round(week.capacity, 1),
        "load": round(week.load, 1),
        "percent": week.percent,
        "away": week.away,
        "projects": sorted(projects, key=lambda one: -one["hours"]),
    }


def _line(row: Timesheet) -> dict[str, Any]:
    own = row.resource is None or (row.resource.kind == "person")
    return {
        "id": row.pk,
        "day": row.day,
        "project": {"id": row.project_id, "label": row.project.name},
        "task": {"id": row.task_id, "label": row.task.name} if row.task else None,
        "resource": None if own or row.resource is None else {"id": row.resource_id, "label": row.resource.name},
        "hours": row.hours,
        "overtime": row.overtime,
        "note": row.note,
        "state": row.state,
        "late_days": row.late_days,
    }


def _projects(actor: Actor, me: UUID) -> list[dict[str, Any]]:
    """The projects of a person, those with hours in the last weeks first."""
    since = today() - dt.timedelta(days=28)
    recent = list(
        Timesheet.objects.filter(person_id=me, day__gte=since, archived_at=None).order_by("-day").values_list("project_id", flat=True)[:200]
    )
    members = ProjectMember.objects.filter(person_id=me, archived_at=None).values_list("project_id", flat=True)
    rows = visible(actor, by_model(Project)).filter(archived_at=None).exclude(phase="closed")
    keys = list(dict.fromkeys([*recent, *members]))
    found = dict(rows.filter(Q(pk__in=keys) | Q(owner_id=me)).values_list("pk", "name")[:200])
    ordered = [key for key in keys if key in found] + [key for key in found if key not in keys]
    return [{"id": key, "label": found[key]} for key in ordered[:PROPOSED]]


def _tasks(actor: Actor, me: UUID, own: PoolResource | None, last: dt.date) -> list[dict[str, Any]]:
    """What the person is assigned to or answers for and has begun or is to begin by the end of the week."""
    if not actor.can("tasks", "read"):
        return []
    end = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time()))
    rows = visible(actor, by_model(Task)).filter(live=True, inactive=False, archived_at=None, kind="task", starts_at__lt=end)
    assigned = Assignment.objects.filter(resource=own, archived_at=None).values("task") if own else []
    rows = rows.filter(Q(owner_id=me) | Q(pk__in=assigned)).exclude(state="done").select_related("project")
    return [
        {"id": row.pk, "label": row.name, "project": {"id": row.project_id, "label": row.project.name}, "state": row.state}
        for row in rows.order_by("ends_at", "pk")[:PROPOSED]
    ]
