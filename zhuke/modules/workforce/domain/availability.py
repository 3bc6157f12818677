"""On which days a resource works, and how much of it is promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``since`` to ``until``, both included, with ``percent`` of the resource's capacity."""

    since: dt.date
    until: dt.date
    percent: Decimal = Decimal(100)


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Each day from ``first`` to ``last``, both included."""
    for n in range((last - first).days + 1):
        yield first + DAY * n


def works(week: str, day: dt.date, is_workday: Callable[[dt.date], bool]) -> bool:
    """Whether this week works on the day: ``office`` follows the national calendar, ``six`` rests on Sundays, ``seven`` never."""
    if week == "office":
        return is_workday(day)
    return week == "seven" or day.weekday() != 6


def peak(spans: Iterable[Span], since: dt.date, until: dt.date) -> tuple[Decimal, dt.date | None]:
    """The highest sum of percents on a day of the period, and the first such day; (0, None) where nothing is promised."""
    turns: dict[dt.date, Decimal] = {}
    for span in spans:
        first, last = max(span.since, since), min(span.until, until)
        if first <= last:
            turns[first] = turns.get(first, Decimal(0)) + span.percent
            turns[last + DAY] = turns.get(last + DAY, Decimal(0)) - span.percent
    highest, when, running = Decimal(0), None, Decimal(0)
    for day in sorted(turns):
        running += turns[day]
        if running > highest:
            highest, when = running, day
    return highest, when
