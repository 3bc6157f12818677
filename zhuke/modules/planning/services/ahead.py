"""What comes up: the next weeks of a plan, with what each task waits for."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain.state import State, TaskRow
from zhuke.modules.planning.domain.worktime import DAY, day_number
from zhuke.modules.planning.models import Plan

from . import materials, shown
from .reading import load


def look_ahead(actor: Actor, pk: UUID, *, weeks: int = 3, since: dt.date | None = None) -> dict[str, Any]:
    """Tasks that go on, begin or end in these weeks, and those that should be done already. Raises not_found.

    ``why``: late, goes_on, begins; ``waits_for``: predecessors that are not done; ``materials``: what of theirs nobody
    has confirmed.
    """
    plan: Plan = get_visible(actor, by_model(Plan), pk)
    first = since or timezone.localdate()
    last = first + dt.timedelta(weeks=weeks) - dt.timedelta(days=1)
    begin, end = day_number(first) * DAY, (day_number(last) + 1) * DAY
    state = load(plan).state
    rows = [task for task in state.tasks.values() if _counts(task) and task.start is not None and task.start < end]
    rows.sort(key=lambda task: (task.start or 0, task.wbs_sort))
    waits = _waits(state)
    lacking = materials.unconfirmed(actor, plan, [task.id for task in rows]) if plan.kind == "live" else {}
    return {
        "since": first,
        "until": last,
        "tasks": [
            {
                **told,
                "why": _why(task, begin),
                "above": _above(state, task),
                "waits_for": waits.get(task.id, []),
                "materials": lacking.get(task.id, []),
            }
            for task, told in zip(rows, shown.tasks(state, rows), strict=True)
        ],
    }


def _counts(task: TaskRow) -> bool:
    return task.kind != "summary" and not task.inactive and task.state != "done"


def _why(task: TaskRow, begin: int) -> str:
    if (task.end or 0) < begin:
        return "late"
    return "goes_on" if task.started or (task.start or 0) < begin else "begins"


def _above(state: State, task: TaskRow) -> str:
    return state.tasks[task.parent].name if task.parent else ""


def _waits(state: State) -> dict[UUID, list[dict[str, Any]]]:
    """What has to be done, or begun, before each task may begin, and is not."""
    waits: dict[UUID, list[dict[str, Any]]] = {}
    for link in state.links.values():
        pred = state.tasks[link.pred]
        open_ = {"FS": pred.state != "done", "SS": not pred.started}.get(link.kind, False)
        if open_ and not pred.inactive:
            waits.setdefault(link.succ, []).append({"id": pred.id, "label": pred.name})
    return waits
