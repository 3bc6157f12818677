"""Working calendars compiled: the week, national holidays and make-up days, the calendar's own exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from zhuke.commons.calendars.models import Holiday
from zhuke.kernel.config import keep
from zhuke.modules.planning.domain.worktime import Shift, Shifts, WorkTime, day_number, tidy
from zhuke.modules.planning.models import WorkCalendar

EIGHT_HOURS: Shifts = ((480, 720), (780, 1020))
MOST_DAYS = 3_000


def clock(text: str) -> int:
    """ "08:30" as minutes of the day; "24:00" is its end. ValueError: no such time."""
    hours, minutes = text.split(":")
    value = int(hours) * 60 + int(minutes)
    if not (0 <= int(minutes) < 60 and 0 <= value <= 1440):
        raise ValueError(text)
    return value


def shown(minute: int) -> str:
    """Minutes of the day as "08:30"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def shifts_of(pairs: Any) -> Shifts:
    """Shifts out of ``[["08:00", "12:00"], …]``. ValueError, TypeError: it is something else."""
    shifts: list[Shift] = []
    for begin, end in pairs:
        shift = clock(begin), clock(end)
        if shift[0] >= shift[1]:
            raise ValueError(begin)
        shifts.append(shift)
    return tidy(shifts)


def exceptions_of(calendar: WorkCalendar) -> dict[int, Shifts]:
    """Days that differ from the week: the country's, and over them the calendar's own."""
    days: dict[int, Shifts] = {}
    if calendar.statutory:
        worked = next((shifts for shifts in (shifts_of(day) for day in calendar.week) if shifts), EIGHT_HOURS)
        for day, off in _statutory():
            days[day] = () if off else worked
    for since, until, pairs, *_name in calendar.exceptions:
        first, last = day_number(dt.date.fromisoformat(since)), day_number(dt.date.fromisoformat(until))
        shifts = shifts_of(pairs)
        for day in range(first, min(last, first + MOST_DAYS) + 1):
            days[day] = shifts
    return days


def _statutory() -> list[tuple[int, bool]]:
    """National days off and make-up days. Kept until somebody edits the table."""

    def load() -> list[tuple[int, bool]]:
        return [(day_number(row.day), row.kind == "off") for row in Holiday.objects.filter(archived_at=None).order_by("day")]

    return keep(("planning.statutory",), load)


def compiled(calendar: WorkCalendar) -> WorkTime:
    """The calendar as the engine takes it."""
    return WorkTime([shifts_of(day) for day in calendar.week], exceptions_of(calendar))


def compile_all(calendars: Iterable[WorkCalendar]) -> dict[Any, WorkTime]:
    """Compiled calendars by id."""
    return {calendar.pk: compiled(calendar) for calendar in calendars}
