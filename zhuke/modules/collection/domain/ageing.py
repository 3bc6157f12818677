"""The buckets into which debts fall by how late they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Debts at least ``first`` and at most ``last`` days late (None: no limit)."""

    key: str
    first: int | None
    last: int | None

    def due_between(self, on: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last due day of this bucket, seen from ``on``; None: open."""
        earliest = on - DAY * self.last if self.last is not None else None
        return earliest, (on - DAY * self.first if self.first is not None else None)


BUCKETS = (
    Bucket("current", None, 0),
    Bucket("d1_30", 1, 30),
    Bucket("d31_60", 31, 60),
    Bucket("d61_90", 61, 90),
    Bucket("over_90", 91, None),
)


def bucket_of(due_on: dt.date, on: dt.date) -> str:
    """The bucket of a debt seen from a day: due today is not late."""
    late = (on - due_on).days
    return next(b.key for b in BUCKETS if (b.first is None or late >= b.first) and (b.last is None or late <= b.last))


def months_back(last: dt.date, months: int) -> list[dt.date]:
    """The first days of so many months, the last being that of ``last``."""
    index = last.year * 12 + last.month - 1
    return [dt.date((index - back) // 12, (index - back) % 12 + 1, 1) for back in reversed(range(months))]


def month_end(first: dt.date) -> dt.date:
    """The last day of the month that begins on ``first``."""
    return (first + DAY * 31).replace(day=1) - DAY


def periods(start: dt.date, by: str, count: int) -> list[tuple[dt.date, dt.date]]:
    """So many calendar weeks (Monday first) or months in a row with their first and last days; the one of ``start`` first."""
    found = []
    first = start - DAY * start.weekday() if by == "week" else start.replace(day=1)
    for _n in range(count):
        last = first + DAY * 6 if by == "week" else month_end(first)
        found.append((first, last))
        first = last + DAY
    return found
