"""Working calendars: what is entered is checked, and the plans that use one are calculated anew."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.planning.models import Plan, WorkCalendar

from .plans import reschedule
from .worktimes import MOST_DAYS, shifts_of

MOST_EXCEPTIONS = 500
MOST_SHIFTS = 10
# What changes dates: reactions then have the plans calculated anew.
WORK = frozenset(("week", "statutory", "exceptions"))


def create_calendar(actor: Actor, *, pk: UUID | None = None, **values: Any) -> WorkCalendar:
    """Add a calendar. Raises invalid (shifts, exceptions, a week without work)."""
    row: WorkCalendar = build(actor, by_model(WorkCalendar), values, pk=pk)
    if "unit_id" not in values:
        row.unit_id = row.project.unit_id if row.project else row.unit_id
    _check(row)
    save(row, by_model(WorkCalendar))
    emit("work_calendars.created", row, actor)
    return row


def update_calendar(actor: Actor, row: WorkCalendar, **values: Any) -> WorkCalendar:
    """Change a calendar; all plans that count by it follow. Raises invalid, in_use (taken from plans of other projects)."""
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    assign(row, values)
    _check(row)
    save(row, by_model(WorkCalendar))
    emit("work_calendars.updated", row, actor, {"fields": sorted(changed)})
    return row


def plans_of(calendar_id: UUID) -> list[UUID]:
    """Plans that count by the calendar, as their own or as one of a task."""
    own = Plan.objects.filter(calendar=calendar_id, archived_at=None)
    by_task = Plan.objects.filter(archived_at=None, tasks__calendar=calendar_id, tasks__archived_at=None)
    return sorted({*own.values_list("pk", flat=True), *by_task.values_list("pk", flat=True)})


def follow(actor: Actor, plan_id: UUID) -> None:
    """One plan after its calendar has changed. The caller is within ``writing``."""
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("project").get(pk=plan_id)
    reschedule(actor, plan)


def _check(row: WorkCalendar) -> None:
    problems: dict[str, list[str]] = {}
    worked = _check_week(row.week)
    if worked is None:
        problems["week"] = [_("请按周一至周日填写七天的班次，例如 08:00–12:00；每天最多 10 个班次。")]
    elif not worked:
        problems["week"] = [_("一周里至少要有一天工作，请填写班次。")]
    if not _good_exceptions(row.exceptions):
        problems["exceptions"] = [_("例外日期应为起止日期和班次，截止不早于起始，最多 500 条、每条不超过 3000 天。请改正。")]
    if problems:
        raise invalid(problems)


def _check_week(week: Any) -> bool | None:
    """Whether anything is worked; None: it is no week."""
    if not (isinstance(week, list) and len(week) == 7):
        return None
    try:
        if any(len(day) > MOST_SHIFTS for day in week):
            return None
        worked = [shifts_of(day) for day in week]
        return any(worked)
    except (ValueError, TypeError, AttributeError):
        return None


def _good_exceptions(exceptions: Any) -> bool:
    if not isinstance(exceptions, list) or len(exceptions) > MOST_EXCEPTIONS:
        return False
    try:
        return all(_good_exception(*one) for one in exceptions)
    except (ValueError, TypeError, AttributeError):
        return False


def _good_exception(since: Any, until: Any, shifts: Any, name: Any = "") -> bool:
    first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
    shifts_of(shifts)
    named = isinstance(name, str) and len(name) <= 80 and "\x00" not in name
    return named and len(shifts) <= MOST_SHIFTS and first.year >= 1985 and last.year <= 2148 and 0 <= (last - first).days <= MOST_DAYS
