"""Meetings, and the days on which issues and actions are due, in people's calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.services import workday_before
from zhuke.commons.calendars.sources import MOST, Asked, Entry, register_source, resource
from zhuke.kernel.access import Actor, visible
from zhuke.modules.effort.services.feeds import ENTRIES, add_entries
from zhuke.modules.projects.models import Project

HALF_HOUR = dt.timedelta(minutes=30)


def meetings(asked: Asked) -> Iterator[Entry]:
    """Meetings that these people arrange, lead or attend."""
    attending = Q(attendees__person_id__in=asked.people, attendees__archived_at=None)
    mine = Q(owner_id__in=asked.people) | Q(chair_id__in=asked.people) | attending
    rows = visible(asked.actor, resource("meetings")).filter(mine, archived_at=None).exclude(state="cancelled")
    for row in rows.filter(starts_at__gte=asked.since, starts_at__lt=asked.until).distinct().order_by("starts_at")[:MOST]:
        person = next((key for key in (row.owner_id, row.chair_id) if key in asked.people), None)
        yield Entry(
            "meeting", row.title, row.starts_at, "meetings", row.pk, end=row.ends_at, person=person or next(iter(asked.people), None),
            done=row.state != "planned", changed_at=row.updated_at, place=row.place, note=row.number, remind=HALF_HOUR,
        )  # fmt: skip


def issues(asked: Asked) -> Iterator[Entry]:
    """Issues on the day by which they shall be resolved."""
    return _due(asked, "issue", "issues", Q(state__in=("open", "doing", "reopened")))


def risk_actions(asked: Asked) -> Iterator[Entry]:
    """What is done against risks, on its last day."""
    return _due(asked, "risk_action", "risk_actions", Q(state="open"))


def meeting_actions(asked: Asked) -> Iterator[Entry]:
    """What meetings gave people to do, on its last day; what has become a task or to-do stands there as that."""
    return _due(asked, "meeting_action", "meeting_actions", Q(state="open", task=None, todo=None))


def _due(asked: Asked, kind: str, name: str, active: Q) -> Iterator[Entry]:
    rows: QuerySet[Any] = visible(asked.actor, resource(name)).filter(active, archived_at=None, owner_id__in=asked.people)
    today = timezone.localdate()
    for row in rows.filter(due_on__gte=asked.first, due_on__lte=asked.last).order_by("due_on")[:MOST]:
        yield Entry(
            kind, row.title, row.due_on, name, row.pk, person=row.owner_id, overdue=row.due_on < today, changed_at=row.updated_at,
            remind=workday_before(row.due_on),
        )  # fmt: skip


def of_project(actor: Actor, project: Project) -> Iterator[Entry]:
    """Meetings of a project and the days on which its issues are due, for the project's feed."""
    held = visible(actor, resource("meetings")).filter(project=project, archived_at=None).exclude(state="cancelled")
    for row in held.order_by("-starts_at")[:ENTRIES]:
        yield Entry(
            "meeting", row.title, row.starts_at, "meetings", row.pk, end=row.ends_at, done=row.state != "planned",
            changed_at=row.updated_at, place=row.place, note=row.number, remind=HALF_HOUR,
        )  # fmt: skip
    due = visible(actor, resource("issues")).filter(project=project, archived_at=None, due_on__isnull=False)
    for row in due.filter(state__in=("open", "doing", "reopened")).order_by("due_on")[:ENTRIES]:
        yield Entry(
            "issue", row.title, row.due_on, "issues", row.pk, changed_at=row.updated_at, note=row.number, remind=workday_before(row.due_on)
        )


add_entries(of_project)
register_source("meeting", _("会议"), "purple", meetings, resource="meetings")
register_source("issue", _("问题整改期限"), "red", issues, resource="issues")
register_source("risk_action", _("风险应对措施"), "orange", risk_actions, resource="risk_actions")
register_source("meeting_action", _("会议行动项"), "geekblue", meeting_actions, resource="meeting_actions")
