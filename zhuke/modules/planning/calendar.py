"""Tasks in calendars: milestones and key nodes on their day, other tasks when due. Remind one working day ahead (R101, R5)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.services import workday_before
from zhuke.commons.calendars.sources import MOST, Asked, Entry, register_source, resource
from zhuke.kernel.access import visible

from .models import Task

KEY = Q(kind="milestone") | ~Q(tag="")


def nodes(asked: Asked) -> Iterator[Entry]:
    """Milestones and tagged nodes of the projects that these people lead, and their own."""
    concerned = Q(owner_id__in=asked.people) | Q(owner=None, project__owner_id__in=asked.people)
    return _entries("task_node", _rows(asked).filter(KEY & concerned))


def tasks(asked: Asked) -> Iterator[Entry]:
    """The days on which people's own tasks are due."""
    return _entries("task", _rows(asked).exclude(KEY).filter(owner_id__in=asked.people))


def _rows(asked: Asked) -> QuerySet[Task]:
    rows = visible(asked.actor, resource("tasks")).filter(live=True, archived_at=None, inactive=False, project__archived_at=None)
    return rows.exclude(kind="summary").filter(ends_at__gte=asked.since, ends_at__lt=asked.until)


def _entries(kind: str, rows: QuerySet[Task]) -> Iterator[Entry]:
    today = timezone.localdate()
    for row in rows.select_related("project").order_by("ends_at")[:MOST]:
        assert row.ends_at is not None
        day = timezone.localtime(row.ends_at).date()
        yield Entry(
            kind,
            _("%(task)s %(project)s") % {"task": row.name, "project": row.project.name},
            day,
            "tasks",
            row.pk,
            person=row.owner_id or row.project.owner_id,
            done=row.state == "done",
            overdue=row.state != "done" and day < today,
            changed_at=row.updated_at,
            note=row.wbs,
            remind=workday_before(day),
        )


register_source("task_node", gettext_lazy("计划节点"), "volcano", nodes, resource="tasks")
register_source("task", gettext_lazy("任务"), "blue", tasks, resource="tasks")
