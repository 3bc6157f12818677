"""A plan out of the database into memory."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from zhuke.modules.planning.domain.state import AssignmentRow, LinkRow, State, task_values
from zhuke.modules.planning.domain.worktime import DAY, day_number
from zhuke.modules.planning.models import Plan, WorkCalendar

from .columns import select, task_row
from .worktimes import compile_all


class Loaded:
    """A plan in memory beside what it was when it was read, so that saving writes only what differs."""

    __slots__ = ("before", "plan", "state")

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan, self.state = plan, state
        self.before: dict[UUID, tuple[Any, ...]] = {task.id: task_values(task) for task in state.tasks.values()}


def load(plan: Plan) -> Loaded:
    """Read the whole plan; who changes it holds the plan's row."""
    state = empty_state(plan)
    state.tasks = {row[0]: task_row(row) for row in select("tasks", "plan_id = %s AND archived_at IS NULL", [plan.pk])}
    state.links = {row[0]: LinkRow(*row) for row in select("links", "plan_id = %s AND archived_at IS NULL", [plan.pk])}
    found = select("assignments", "plan_id = %s AND archived_at IS NULL", [plan.pk])
    state.assignments = {row[0]: AssignmentRow(*row) for row in found}
    return Loaded(plan, state)


def empty_state(plan: Plan) -> State:
    """The plan's own facts and the calendars that its tasks may name."""
    calendars = compile_all(calendars_of(plan))
    begin = day_number(plan.starts_on) * DAY + plan.day_begins
    status_at = (day_number(plan.status_on) + 1) * DAY if plan.status_on else None
    return State(
        begin, plan.calendar_id, calendars, status_at, plan.honour_constraints, plan.lag_by, plan.critical_limit,
    )  # fmt: skip


def calendars_of(plan: Plan) -> list[WorkCalendar]:
    """The plan's own calendar, the project's, the group's and those that tasks already use."""
    used = plan.tasks.filter(archived_at=None).exclude(calendar=None).values("calendar")
    in_use = Q(pk=plan.calendar_id) | Q(pk__in=used)
    offered = Q(archived_at=None) & (Q(project=plan.project_id) | Q(project=None, unit=None))
    return list(WorkCalendar.objects.filter(in_use | offered).order_by("name", "pk"))
