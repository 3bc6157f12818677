"""Open issues at tasks of the plan: for the Gantt view and the building model."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.services.marks import Mark, declare_marks

from .models import Issue
from .models.issues import OPEN_ISSUE


def find(actor: Actor, project_id: UUID) -> list[Mark]:
    """The open issues of a project that name a task, as far as the actor may see them."""
    if not actor.can("issues", "read"):
        return []
    today = timezone.localdate()
    rows = visible(actor, by_model(Issue)).filter(project=project_id, task__isnull=False, state__in=OPEN_ISSUE, archived_at=None)
    found = rows.values_list("task_id", "pk", "title", "priority", "due_on")
    return [
        Mark(task, "issues", pk, title, "bad" if priority == "urgent" or (due_on and due_on < today) else "warn", due_on)
        for task, pk, title, priority, due_on in found
    ]


declare_marks(find)
