"""A project's line in the cooperation history of its customer: value, frequency and the 360° page count it (R111)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.models import Cooperation
from zhuke.modules.customers.services.children import add_cooperation, edit_cooperation
from zhuke.modules.customers.services.derive import derive
from zhuke.modules.projects.models import Project


def keep_in_history(actor: Actor, project: Project) -> None:
    """Make the line, or bring it up to date where something differs. What people added to it (payment, dispute) stays."""
    values = _told(project)
    line = project.cooperation
    if line is None:
        project.cooperation = add_cooperation(actor, role="owner", **values)
        save(project, by_model(Project))
        return
    changed = {name: value for name, value in values.items() if getattr(line, name) != value}
    if changed:
        before = line.customer_id
        edit_cooperation(actor, line, **changed)
        if line.customer_id != before:
            derive([before])


def archive_line(actor: Actor, project: Project) -> None:
    """Archive or restore the line as the project is."""
    line: Cooperation | None = project.cooperation
    if line is None or bool(line.archived_at) == bool(project.archived_at):
        return
    line.archived_at = timezone.now() if project.archived_at else None
    save(line, by_model(Cooperation))
    emit(f"cooperations.{'archived' if project.archived_at else 'restored'}", line, actor)


def _told(project: Project) -> dict[str, Any]:
    contract = project.contract
    values = {
        "customer_id": project.customer_id,
        "project_name": project.name,
        "project_type": project.project_type,
        "amount": contract.amount if contract else None,
        "started_on": project.starts_on,
        "ended_on": project.ends_on,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}
