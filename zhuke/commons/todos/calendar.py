"""To-dos in calendars and daily reports."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.day_facts import DayAsked, Fact, register_fact
from zhuke.commons.calendars.sources import MOST, Asked, Entry, register_source, resource
from zhuke.kernel.access import visible


def todos(asked: Asked) -> Iterator[Entry]:
    """What these people have to do by a day."""
    today = timezone.localdate()
    rows = visible(asked.actor, resource("todos")).filter(archived_at=None, assignee_id__in=asked.people).exclude(state="dismissed")
    for row in rows.filter(due_on__gte=asked.first, due_on__lte=asked.last).order_by("due_on")[:MOST]:
        yield Entry(
            "todo",
            row.title,
            row.due_on,
            "todos",
            row.pk,
            person=row.assignee_id,
            done=row.state == "done",
            overdue=row.due_on < today,
            changed_at=row.updated_at,
            note=row.body[:120],
        )


def todos_done(asked: DayAsked) -> Iterator[Fact]:
    """What the person finished on the day."""
    rows = visible(asked.actor, resource("todos")).filter(archived_at=None, closed_by_id=asked.person, state="done")
    for row in rows.filter(closed_at__gte=asked.since, closed_at__lt=asked.until).order_by("closed_at"):
        yield Fact(row.title, row.closed_at, "todos", row.pk, row.object_label)


register_source("todo", gettext_lazy("待办"), "default", todos, resource="todos")
register_fact("todos", gettext_lazy("完成待办"), "todos", todos_done)
