"""How much of a resource is asked for: capacity, bookings and assignments, day by day and week by week."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Demand:
    """``hours`` on each working day from ``since`` to ``until`` for a project. ``booked``: a promise; else work that is planned."""

    project: UUID
    since: dt.date
    until: dt.date
    hours: float
    booked: bool


@dataclass(slots=True)
class Week:
    """A week of a resource in hours. ``away``: working days on which it is absent."""

    monday: dt.date
    capacity: float = 0.0
    load: float = 0.0
    away: int = 0
    projects: dict[UUID, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def percent(self) -> int | None:
        """Load in percent of capacity; None: no capacity, so nothing to divide by."""
        return round(self.load / self.capacity * 100) if self.capacity else None


def by_day(days: Sequence[dt.date], demands: Iterable[Demand]) -> list[dict[UUID, float]]:
    """Hours by project for each day. What is planned within a promise is not asked for twice: of the two the greater counts."""
    booked: list[dict[UUID, float]] = [defaultdict(float) for _day in days]
    planned: list[dict[UUID, float]] = [defaultdict(float) for _day in days]
    if days:
        for demand in demands:
            first = max(0, (demand.since - days[0]).days)
            last = min(len(days) - 1, (demand.until - days[0]).days)
            side = booked if demand.booked else planned
            for n in range(first, last + 1):
                side[n][demand.project] += demand.hours
    return [{key: max(one.get(key, 0.0), two.get(key, 0.0)) for key in {*one, *two}} for one, two in zip(booked, planned, strict=True)]


def weeks(days: Sequence[dt.date], capacity: Sequence[float], away: Sequence[bool], demands: Iterable[Demand]) -> list[Week]:
    """The weeks that the days touch. ``capacity`` are the hours of each day, absences left out (0 on days of rest).

    Load on days without capacity is not counted: nobody works then, and a promise over a weekend asks for nothing more.
    """
    found: dict[dt.date, Week] = {}
    for n, projects in enumerate(by_day(days, demands)):
        monday = days[n] - dt.timedelta(days=days[n].weekday())
        week = found.setdefault(monday, Week(monday))
        week.capacity += capacity[n]
        week.away += away[n]
        if not capacity[n]:
            continue
        for project, hours in projects.items():
            week.projects[project] += hours
            week.load += hours
    return list(found.values())
