"""Calendars of plan files as working time: what is derived from what, days that come back, other weeks."""

import calendar as months
import datetime as dt
from collections.abc import Iterator

from zhuke.modules.planning.domain.worktime import STANDARD, Shifts, WorkTime, day_number

from .plan_file import FileCalendar, FileException, PlanFile, Recurrence

DAILY, YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE, WEEKLY = 1, 2, 3, 4, 5, 6
_LAST_PLACE = 4
MOST_DAYS = 36_600
FIRST_DAY, LAST_DAY = dt.date(1984, 1, 1), dt.date(2149, 12, 31)


def work_time(plan: PlanFile, uid: int | None) -> WorkTime:
    """The working time of a calendar with everything it inherits; the standard week where there is no such calendar."""
    known = {calendar.uid: calendar for calendar in plan.calendars}
    line: list[FileCalendar] = []
    while uid is not None and (found := known.get(uid)) and found not in line:
        line.append(found)
        uid = found.base
    week: list[Shifts] = list(STANDARD)
    exceptions: dict[int, Shifts] = {}
    for calendar in reversed(line):  # the one everything is derived from first
        week = [shifts if shifts is not None else below for shifts, below in zip(calendar.week, week, strict=True)]
        exceptions = {**exceptions, **_other_weeks(calendar), **_exceptions(calendar)}
    return WorkTime(week, exceptions)


def _other_weeks(calendar: FileCalendar) -> dict[int, Shifts]:
    found: dict[int, Shifts] = {}
    for other in calendar.weeks:
        for day in _range(other.since, other.until):
            shifts = other.week[day.weekday()]
            if shifts is not None:
                found[day_number(day)] = shifts
    return found


def _exceptions(calendar: FileCalendar) -> dict[int, Shifts]:
    return {day_number(day): exception.shifts for exception in calendar.exceptions for day in days_of(exception)}


def days_of(exception: FileException) -> Iterator[dt.date]:
    """The days that an exception is about, at most some hundred years of them."""
    rule = exception.recurrence
    if rule is None or (rule.kind == DAILY and rule.period <= 1 and rule.times is None):
        yield from _range(exception.since, exception.until)
        return
    until = min(exception.until, LAST_DAY) if rule.times is None else LAST_DAY
    left = min(rule.times or MOST_DAYS, MOST_DAYS)
    for day in _recurring(rule, max(exception.since, FIRST_DAY), until):
        if left <= 0:
            return
        left -= 1
        yield day


def _range(since: dt.date, until: dt.date) -> Iterator[dt.date]:
    day, last = max(since, FIRST_DAY), min(until, LAST_DAY)
    while day <= last:
        yield day
        day += dt.timedelta(days=1)


def _recurring(rule: Recurrence, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    period = max(rule.period, 1)
    if rule.kind == WEEKLY:
        yield from _weekly(rule, since, until, period)
    elif rule.kind in (YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE):
        yield from _by_month(rule, since, until, period)
    else:
        day = since
        while day <= until:
            yield day
            day += dt.timedelta(days=period)


def _weekly(rule: Recurrence, since: dt.date, until: dt.date, period: int) -> Iterator[dt.date]:
    """``weekdays``: bit 0 is Sunday … bit 6 Saturday; weeks are counted from the one of the first day, beginning on Sunday."""
    first = since - dt.timedelta(days=(since.weekday() + 1) % 7)
    day = since
    while day <= until:
        in_week = ((day - first).days // 7) % period == 0
        if in_week and rule.weekdays >> ((day.weekday() + 1) % 7) & 1:
            yield day
        day += dt.timedelta(days=1)


def _by_month(rule: Recurrence, since: dt.date, until: dt.date, period: int) -> Iterator[dt.date]:
    yearly = rule.kind in (YEARLY, YEARLY_PLACE)
    placed = rule.kind in (YEARLY_PLACE, MONTHLY_PLACE)
    year, month = since.year, since.month
    if yearly:
        month = min(max(rule.month, 0), 11) + 1
    while year <= until.year:
        day = _place(year, month, rule.item, rule.position) if placed else _date(year, month, rule.day)
        if day and since <= day <= until:
            yield day
        if yearly:
            year += 1
        else:
            year, month = year + (month - 1 + period) // 12, (month - 1 + period) % 12 + 1


def _date(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if 1 <= day <= months.monthrange(year, month)[1] else None


def _place(year: int, month: int, item: int, position: int) -> dt.date | None:
    """The first … fourth or last day, working day, weekend day (item 0, 1, 2) or Sunday … Saturday (3 … 9) of a month."""
    days = [dt.date(year, month, number) for number in range(1, months.monthrange(year, month)[1] + 1)]
    if item == 1:
        days = [day for day in days if day.weekday() < 5]
    elif item == 2:
        days = [day for day in days if day.weekday() >= 5]
    elif item >= 3:
        days = [day for day in days if (day.weekday() + 1) % 7 == item - 3]
    if position >= _LAST_PLACE:
        return days[-1] if days else None
    return days[position] if 0 <= position < len(days) else None
