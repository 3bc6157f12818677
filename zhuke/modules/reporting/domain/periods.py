"""The period of a report, and the day on which its draft is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

DAY = dt.timedelta(days=1)


def period(kind: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the week (Monday to Sunday) or the month that ``day`` lies in."""
    if kind == "weekly":
        first = day - DAY * day.weekday()
        return first, first + DAY * 6
    first = day.replace(day=1)
    return first, (first + DAY * 31).replace(day=1) - DAY


def due_on(kind: str, day: dt.date, weekday: int, works: Callable[[dt.date], bool]) -> dt.date:
    """When the draft for the period of ``day`` is made: on the given day of the week (1–7), else on the last working day of the period.

    A given day that nobody works moves back to the working day before it; a period without one ends with its last day.
    """
    first, last = period(kind, day)
    wanted = first + DAY * (weekday - 1) if kind == "weekly" and weekday else last
    found = wanted
    while found > first and not works(found):
        found -= DAY
    return found if works(found) else wanted


def elapsed(start: dt.datetime, end: dt.datetime, now: dt.datetime) -> float:
    """The share (0–1) of the time from ``start`` to ``end`` that has passed."""
    if now >= end:
        return 1.0
    return max(0.0, (now - start) / (end - start)) if end > start else 0.0
