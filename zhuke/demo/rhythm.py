"""When people of a building firm talk with customers: working days and hours, busy months, the quiet weeks around Spring Festival."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from .source import Odds, Source, moment

# First day of the lunar year: nobody is called from the eve on for a week, and hardly anybody a fortnight around it.
SPRING_FESTIVALS = tuple(
    dt.date.fromisoformat(day)
    for day in [
        "2017-01-28",
        "2018-02-16",
        "2019-02-05",
        "2020-01-25",
        "2021-02-12",
        "2022-02-01",
        "2023-01-22",
        "2024-02-10",
        "2025-01-29",
        "2026-02-17",
        "2027-02-06",
        "2028-01-26",
        "2029-02-13",
        "2030-02-03",
        "2031-01-23",
        "2032-02-11",
        "2033-01-31",
        "2034-02-19",
        "2035-02-08",
        "2036-01-28",
        "2037-02-15",
        "2038-02-04",
        "2039-01-24",
        "2040-02-12",
    ]
)
# How busy a month is: tenders in spring and autumn, settling of accounts before the year ends.
MONTHS = (0.75, 0.6, 1.15, 1.2, 1.05, 1.0, 0.85, 0.85, 1.15, 1.0, 1.2, 1.15)
HOURS = Odds({8: 5, 9: 19, 10: 20, 11: 11, 13: 4, 14: 17, 15: 19, 16: 15, 17: 8, 18: 2, 19: 1, 20: 1})


@lru_cache(maxsize=8192)
def business(day: dt.date) -> float:
    """How likely a talk is on this day, 0–1.3."""
    if (day.month == 10 and day.day <= 7) or (day.month == 5 and day.day <= 3) or (day.month == 1 and day.day == 1):
        return 0.0
    near = min(((day - festival).days for festival in SPRING_FESTIVALS), key=abs)
    if -1 <= near <= 6:
        return 0.0
    quiet = 0.25 if -9 <= near <= 13 else 1.0
    return MONTHS[day.month - 1] * quiet * (1.0 if day.weekday() < 5 else 0.1 if day.weekday() == 5 else 0.03)


def talk_day(source: Source, first: dt.date, last: dt.date) -> dt.date:
    """A day of talk between two days, both included; the likelier the busier it is."""
    days = (last - first).days
    day = first
    for _try in range(40):
        day = first + dt.timedelta(days=int(source.random() * (days + 1)))
        if source.random() * 1.3 < business(day):
            return day
    return day


@lru_cache(maxsize=8192)
def working_day(day: dt.date) -> dt.date:
    """The day itself or the next one on which people work."""
    while business(day) < 0.2:
        day += dt.timedelta(days=1)
    return day


def talk_time(source: Source, day: dt.date) -> dt.datetime:
    """A moment within working hours; people round to five minutes when they write it down."""
    return moment(day, source.pick(HOURS), 5 * int(source.random() * 12))


def entered_at(source: Source, at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """When a talk of ``at`` was written down: mostly the same day, sometimes days later, never after ``now``."""
    draw, seconds = source.random(), source.randint(0, 59)
    if draw < 0.62:
        entry = at + dt.timedelta(minutes=source.randint(8, 90), seconds=seconds)
    elif draw < 0.87:
        entry = max(at + dt.timedelta(minutes=20), moment(at.date(), source.randint(17, 21), source.randint(0, 59))) + dt.timedelta(
            seconds=seconds
        )
    else:
        days = 1 if draw < 0.94 else min(21, 2 + int(source.expovariate(0.25)))
        entry = moment(working_day(at.date() + dt.timedelta(days=days)), source.randint(8, 17), source.randint(0, 59), seconds)
    return entry if entry < now else at + (now - at) * source.random()


def last_working_moment(now: dt.datetime) -> dt.datetime:
    """``now`` itself during office hours, else the end of the last working day: nobody enters anything on a Sunday night."""
    if business(now.date()) >= 0.2 and 9 <= now.hour < 18:
        return now
    day = now.date() if now.hour >= 18 else now.date() - dt.timedelta(days=1)
    while business(day) < 0.2:
        day -= dt.timedelta(days=1)
    return moment(day, 17, 30)
