"""Working days. Years without announced holidays fall back to the plain week."""

from __future__ import annotations

import datetime as dt

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.config import forget, keep

from .facts import announced
from .models import Holiday

DAY = dt.timedelta(days=1)
MOST = 10_000


def _exceptions() -> dict[dt.date, bool]:
    """Day → whether it is worked, for every day that differs from the plain week."""
    rows = Holiday.objects.filter(archived_at=None).values_list("day", "kind")
    return keep("holidays", lambda: {day: kind == "work" for day, kind in rows})


def is_workday(day: dt.date) -> bool:
    """Whether people work on this day."""
    return _works(_exceptions(), day)


def _works(exceptions: dict[dt.date, bool], day: dt.date) -> bool:
    return exceptions.get(day, day.weekday() < 5)


def add_workdays(day: dt.date, days: int) -> dt.date:
    """The ``days``-th working day after ``day`` (negative: before it). 0: the day itself, or the next one that is worked.

    Raises ValueError beyond 10,000.
    """
    if abs(days) > MOST:
        raise ValueError(f"more than {MOST} working days")
    exceptions = _exceptions()
    step, left = (-DAY if days < 0 else DAY), abs(days)
    while left > 0:
        day += step
        left -= _works(exceptions, day)
    while not _works(exceptions, day):
        day += step
    return day


def workday_before(day: dt.date) -> dt.timedelta:
    """How long before a day the last working day before it begins: what is announced one day ahead is announced while people work."""
    return day - add_workdays(day, -1)


def days_off_ahead(day: dt.date) -> int:
    """How many days off follow at once after ``day``: 2 on an ordinary Friday, 0 before a working day."""
    return (add_workdays(day, 1) - day).days - 1


def workdays_between(first: dt.date, last: dt.date) -> int:
    """How many working days there are from ``first`` to ``last``, both included; 0 when ``last`` is earlier."""
    exceptions = _exceptions()
    return sum(_works(exceptions, first + DAY * n) for n in range((last - first).days + 1))


def load_facts(actor: Actor) -> int:
    """Add the announced holidays of years that have none yet; returns how many days. What the firm edited stays."""
    years = set(Holiday.objects.values_list("day__year", flat=True))
    missing = [Holiday(day=day, kind=kind, name=name) for day, kind, name in announced() if day.year not in years]
    if missing:
        with writing(actor, "setup"):
            Holiday.objects.bulk_create(missing)
        forget()
    return len(missing)
