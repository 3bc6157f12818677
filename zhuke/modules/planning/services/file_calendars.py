"""Calendars of plan files as working calendars of a project, and back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel import writes
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain.worktime import EPOCH_DAY, Shifts, WorkTime, day_number
from zhuke.modules.planning.interchange.network import Calendars, start_of
from zhuke.modules.planning.interchange.plan_file import FileTask, PlanFile
from zhuke.modules.planning.interchange.refusals import warning
from zhuke.modules.planning.models import Plan, WorkCalendar

from .reading import calendars_of
from .worktimes import MOST_DAYS, compiled, shown

BEFORE, AFTER = 366, 3653  # days around a plan that its calendars are kept for
Run = tuple[int, int, Shifts]


def runs(exceptions: dict[int, Shifts]) -> list[Run]:
    """Exceptional days as (first, last, shifts), neighbours alike as one."""
    found: list[Run] = []
    for day in sorted(exceptions):
        shifts = exceptions[day]
        if found and found[-1][1] == day - 1 and found[-1][2] == shifts:
            found[-1] = (found[-1][0], day, shifts)
        else:
            found.append((day, day, shifts))
    return found


def around(time: WorkTime, first: int, last: int) -> dict[int, Shifts]:
    """Exceptions between two days that say something else than the week does."""
    return {day: shifts for day, shifts in time.exceptions.items() if first <= day <= last and shifts != time.week[(day + 5) % 7]}


class ProjectCalendars:
    """The calendars of a file among those of a project; what is missing is made when it is asked for."""

    def __init__(self, plan: Plan, file: PlanFile) -> None:
        self.plan, self.file = plan, file
        self.times = Calendars(file)
        self.first, self.last = _window(file)
        self._made: dict[int, UUID] = {}
        self._known: dict[UUID, tuple[Any, Any]] = {row.pk: self._key(compiled(row)) for row in calendars_of(plan)}

    def _key(self, time: WorkTime) -> tuple[Any, Any]:
        return time.week, around(time, self.first, self.last)

    def own(self) -> UUID:
        """The plan's own calendar; a file without calendars leaves it as it is."""
        if not self.file.calendars:
            return self.plan.calendar_id
        name = next((one.name for one in self.file.calendars if one.uid == self.file.calendar), "")
        return self._id(0, [name])

    def of(self, task: FileTask, own: UUID) -> UUID | None:
        """The calendar of a task, None where it is the plan's."""
        index = 0 if task.summary or task.elapsed else self.times.of(task)
        found = own if index == 0 else self._id(index, self.times.names_of(task))
        return None if found == own else found

    def _id(self, index: int, names: list[str]) -> UUID:
        if index not in self._made:
            time = self.times.times[index]
            key = self._key(time)
            same = next((pk for pk, other in self._known.items() if other == key), None)
            self._made[index] = same or self._make(time, " + ".join(name for name in names if name))
        return self._made[index]

    def _make(self, time: WorkTime, name: str) -> UUID:
        exceptions = runs(around(time, self.first, self.last))
        kept, days = [], 0
        for first, last, shifts in exceptions:
            days += last - first + 1
            if days > MOST_DAYS:
                self.file.findings.append(warning("calendar_cut", _("日历“%(name)s”的例外日期过多，只保留了较早的。") % {"name": name}))
                break
            kept.append([_day(first), _day(last), [[shown(b), shown(e)] for b, e in shifts], ""])
        row = WorkCalendar(
            project_id=self.plan.project_id,
            name=(name or _("导入的日历"))[:60],
            week=[[[shown(b), shown(e)] for b, e in shifts] for shifts in time.week],
            statutory=False,
            exceptions=kept,
        )
        resource = by_model(WorkCalendar)
        writes.save(row, resource)
        self._known[row.pk] = self._key(time)
        return row.pk


def _day(number: int) -> str:
    return (EPOCH_DAY + dt.timedelta(days=number)).isoformat()


def _window(file: PlanFile) -> tuple[int, int]:
    dates = [date for task in file.rows() for date in (task.start, task.finish) if date]
    start = start_of(file)
    first = day_number(min([start, *dates]).date()) - BEFORE
    return first, min(day_number(max([start, *dates]).date()), first + 20 * 366) + AFTER
