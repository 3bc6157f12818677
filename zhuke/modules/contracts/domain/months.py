"""Calendar months on a day, as warranties are counted."""

from __future__ import annotations

import calendar
import datetime as dt


def months_after(day: dt.date, months: int) -> dt.date:
    """The last day of a time of ``months`` that begins on ``day``: 24 months from 2026-03-01 end on 2028-02-29.

    民法典第二百条、第二百零二条: years and months are those of the calendar; where the month lacks the day, its last day.
    """
    years, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, index + 1
    same = dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return same - dt.timedelta(days=1) if day.day <= calendar.monthrange(year, month)[1] else same
