"""What has to be put right at tasks (issues, hazards), told by the modules above that know: for Gantt view and building models (X12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.models import Plan


@dataclass(frozen=True)
class Mark:
    """One thing at a task: a record of ``resource``. ``level``: ``bad`` for what is urgent or late, else ``warn``."""

    task: UUID
    resource: str
    id: UUID
    label: str
    level: str
    due_on: dt.date | None = None


Find = Callable[[Actor, UUID], Iterable[Mark]]
_finders: list[Find] = []


def declare_marks(find: Find) -> None:
    """Let a module tell what is wrong at tasks of a project, as far as the actor may know; call it in AppConfig.ready."""
    _finders.append(find)


def marks(actor: Actor, project_id: UUID) -> list[Mark]:
    """Everything that is to be put right at tasks of a project, the worst first."""
    found = [mark for find in _finders for mark in find(actor, project_id)]
    return sorted(found, key=lambda mark: (mark.level != "bad", mark.due_on or dt.date.max, mark.label))


def of_plan(actor: Actor, pk: UUID) -> list[dict[str, Any]]:
    """The marks at the tasks of a plan; scenarios have none. Raises not_found."""
    plan: Plan = get_visible(actor, by_model(Plan), pk)
    return [asdict(mark) for mark in marks(actor, plan.project_id)] if plan.kind == "live" else []
