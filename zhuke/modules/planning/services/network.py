"""A whole plan for the Gantt view."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from zhuke.commons.collecting import rarely
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain import optimal
from zhuke.modules.planning.domain.worktime import EPOCH_DAY, WorkTime
from zhuke.modules.planning.models import Baseline, BaselineTask, Plan

from . import shown
from .moments import since_epoch, text
from .reading import calendars_of, load
from .worktimes import shown as clock

# What may be done to a plan by who may change it; screens ask by these names.
EDITING = ("edit", "baseline", "adopt", "level", "copy")
OPTIMISING = ("optimise",) if optimal.available() else ()


@rarely()
def network(actor: Actor, pk: UUID, baseline: UUID | None = None) -> dict[str, Any]:
    """The plan with its calendars, tasks in WBS order, links, baselines. Raises not_found (also for a baseline of another plan)."""
    resource = by_model(Plan)
    plan: Plan = get_visible(actor, resource, pk)
    loaded = load(plan)
    state = loaded.state
    rows = sorted(state.tasks.values(), key=lambda task: task.wbs_sort)
    may = not plan.archived_at and visible(actor, resource, "update").filter(pk=pk).exists()
    return {
        "plan": plan_json(plan) | {"can": [*EDITING, *OPTIMISING] if may else []},
        "calendars": [_calendar(row.pk, row.name, state.calendars[row.pk]) for row in calendars_of(plan)],
        "tasks": shown.tasks(state, rows),
        "links": [shown.link_json(link) for link in state.links.values()],
        "baselines": [
            {
                "id": row.pk,
                "name": row.name,
                "taken_at": row.taken_at,
                "finish": _moment(row.finish_at),
            }
            for row in plan.baselines.filter(archived_at=None).order_by("-taken_at")
        ],
        "baseline": _baseline(plan, baseline) if baseline else None,
    }


def _moment(at: dt.datetime | None) -> str | None:
    return text(since_epoch(at)) if at else None


def plan_json(plan: Plan) -> dict[str, Any]:
    """The head of a plan."""
    return {
        "id": plan.pk,
        "name": plan.name,
        "project": {"id": plan.project_id, "label": plan.project.name},
        "kind": plan.kind,
        "starts_on": plan.starts_on,
        "status_on": plan.status_on,
        "revision": plan.revision,
        "finish": _moment(plan.finish_at),
        "progress": float(plan.progress),
        "calendar": plan.calendar_id,
        "ends_on": plan.project.ends_on,
        "version": plan.version,
    }


def _baseline(plan: Plan, pk: UUID) -> dict[str, Any]:
    row = baseline_of(plan, pk)
    found = BaselineTask.objects.filter(baseline=row).values_list("task", "starts_at", "ends_at")
    return {str(task): [text(since_epoch(start)), text(since_epoch(end))] for task, start, end in found}


def baseline_of(plan: Plan, pk: UUID) -> Baseline:
    """A baseline of this plan. Raises not_found."""
    row = plan.baselines.filter(pk=pk, archived_at=None).first()
    if row is None:
        raise NotFound
    return row


def _calendar(pk: UUID, name: str, calendar: WorkTime) -> dict[str, Any]:
    return {
        "id": pk,
        "name": name,
        "minutes_per_day": calendar.minutes_per_day(),
        "week": [[[clock(b), clock(e)] for b, e in shifts] for shifts in calendar.week],
        "exceptions": _exceptions(calendar),
    }


def _exceptions(calendar: WorkTime) -> list[Any]:
    """Days that differ from the week, neighbours with the same shifts as one."""
    runs: list[list[Any]] = []
    for day in sorted(calendar.exceptions):
        shifts = calendar.exceptions[day]
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == shifts:
            runs[-1][1] = day
        else:
            runs.append([day, day, shifts])
    return [[_day(first), _day(last), [[clock(b), clock(e)] for b, e in shifts]] for first, last, shifts in runs]


def _day(number: int) -> str:
    return (EPOCH_DAY + dt.timedelta(number)).isoformat()
