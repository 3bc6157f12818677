"""Rows of a plan as the API tells them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from zhuke.modules.orgs.models import User
from zhuke.modules.planning.domain.state import AssignmentRow, LinkRow, State, TaskRow
from zhuke.modules.workforce.models import PoolResource

from .moments import text


class Names:
    """Names of people and resources that the shown rows speak of: one query for each table."""

    def __init__(self, tasks: Iterable[TaskRow], assignments: Iterable[AssignmentRow]) -> None:
        owners = {task.owner for task in tasks if task.owner}
        resources = {row.resource for row in assignments}
        self.people: dict[UUID, str] = dict(User.objects.filter(pk__in=owners).values_list("pk", "name")) if owners else {}
        found = PoolResource.objects.filter(pk__in=resources).values_list("pk", "name") if resources else ()
        self.resources: dict[UUID, str] = dict(found)

    def owner(self, key: UUID | None) -> dict[str, Any] | None:
        """A person as a reference."""
        return {"id": key, "label": self.people.get(key, "")} if key else None

    def resource(self, key: UUID) -> dict[str, Any]:
        """A resource as a reference."""
        return {"id": key, "label": self.resources.get(key, "")}


def tasks(state: State, rows: list[TaskRow]) -> list[dict[str, Any]]:
    """Tasks as in ``GET /r/plans/{id}/network``."""
    wanted = {task.id for task in rows}
    work: dict[UUID, list[AssignmentRow]] = {}
    for row in state.assignments.values():
        if row.task in wanted and not row.archived:
            work.setdefault(row.task, []).append(row)
    names = Names(rows, (row for found in work.values() for row in found))
    return [task_json(task, names, work.get(task.id, [])) for task in rows]


def task_json(task: TaskRow, names: Names, work: list[AssignmentRow]) -> dict[str, Any]:
    """One task."""
    return {
        "id": task.id, "parent": task.parent, "position": task.position, "wbs": task.wbs, "name": task.name, "kind": task.kind,
        "owner": names.owner(task.owner), "priority": task.priority, "tag": task.tag, "state": task.state, "duration": task.duration,
        "elapsed": task.elapsed, "start": text(task.start), "end": text(task.end), "late_start": text(task.late_start),
        "late_end": text(task.late_end), "total_float": task.total_float, "free_float": task.free_float, "critical": task.critical,
        "constraint": task.constraint, "constraint_at": text(task.constraint_at), "deadline": text(task.deadline),
        "progress": task.progress, "actual_start": text(task.actual_start), "actual_end": text(task.actual_end),
        "calendar": task.calendar, "inactive": task.inactive, "manual": task.manual, "version": task.version,
        "assigned": [{"id": row.id, "resource": names.resource(row.resource), "units": row.units} for row in work],
    }  # fmt: skip


def link_json(link: LinkRow) -> dict[str, Any]:
    """One link."""
    return {
        "id": link.id, "from": link.pred, "to": link.succ, "kind": link.kind, "lag": link.lag, "lag_percent": link.percent,
        "elapsed": link.elapsed,
    }  # fmt: skip
