"""The load of resources: what projects have been promised and what plans assign, against what there is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhuke.commons.calendars.services import is_workday
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.effort.domain.load import Demand, Week, weeks
from zhuke.modules.planning.models import Assignment
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.domain.availability import days as days_of
from zhuke.modules.workforce.domain.availability import works
from zhuke.modules.workforce.models import Absence, Booking, PoolResource


@dataclass(frozen=True)
class Loaded:
    """A resource with its weeks."""

    resource: PoolResource
    weeks: list[Week]

    @property
    def capacity(self) -> float:
        """Hours that there are in the period."""
        return sum(week.capacity for week in self.weeks)

    @property
    def load(self) -> float:
        """Hours that are asked for."""
        return sum(week.load for week in self.weeks)

    @property
    def away(self) -> int:
        """Working days of absence."""
        return sum(week.away for week in self.weeks)

    @property
    def free(self) -> int:
        """Percent of the capacity that nobody has asked for; 0 where there is no capacity."""
        return max(0, round((1 - self.load / self.capacity) * 100)) if self.capacity else 0


def day_hours(resource: PoolResource) -> float:
    """What the whole of a resource works on a day."""
    return float(resource.hours_per_day * resource.capacity / 100)


def loads(resources: Sequence[PoolResource], first: dt.date, last: dt.date) -> list[Loaded]:
    """The weeks of these resources between two days, in the same order."""
    keys = [resource.pk for resource in resources]
    asked = _demands(resources, keys, first, last)
    gone: dict[UUID, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for key, since, until in Absence.objects.filter(resource__in=keys, archived_at=None, since__lte=last, until__gte=first).values_list(
        "resource_id", "since", "until"
    ):
        gone[key].append((since, until))
    period = list(days_of(first, last))
    office = {day: is_workday(day) for day in period}
    return [Loaded(each, _weeks(each, period, office, gone[each.pk], asked[each.pk])) for each in resources]


def project_names(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those projects that the actor may see."""
    return dict(visible(actor, by_model(Project)).filter(pk__in=set(keys)).values_list("pk", "name"))


def narrowed(rows: QuerySet[Any], *, kind: str = "", skills: Sequence[str] = (), q: str = "") -> QuerySet[Any]:
    """Live resources of a kind with all these skills whose name or position holds a text."""
    rows = rows.filter(archived_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    if skills:
        rows = rows.filter(skills__contains=list(skills))
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(position__icontains=q))
    return rows


def _weeks(
    resource: PoolResource, period: Sequence[dt.date], office: dict[dt.date, bool], gone: Sequence[tuple[dt.date, dt.date]],
    demands: Sequence[Demand],
) -> list[Week]:  # fmt: skip
    hours = day_hours(resource)
    capacity: list[float] = []
    away: list[bool] = []
    for day in period:
        early = resource.available_from and day < resource.available_from
        late = resource.available_until and day > resource.available_until
        worked = works(resource.week, day, office.__getitem__) and not early and not late
        absent = worked and any(since <= day <= until for since, until in gone)
        capacity.append(hours if worked and not absent else 0.0)
        away.append(absent)
    return weeks(period, capacity, away, demands)


def _demands(resources: Sequence[PoolResource], keys: Sequence[UUID], first: dt.date, last: dt.date) -> dict[UUID, list[Demand]]:
    known = {resource.pk: resource for resource in resources}
    found: dict[UUID, list[Demand]] = defaultdict(list)
    booked = Booking.objects.filter(resource__in=keys, archived_at=None, since__lte=last, until__gte=first, project__archived_at=None)
    for key, project, since, until, percent in booked.values_list("resource_id", "project_id", "since", "until", "percent"):
        found[key].append(Demand(project, since, until, day_hours(known[key]) * float(percent) / 100, booked=True))
    since_at, until_at = _moment(first), _moment(last + dt.timedelta(days=1))
    rows = Assignment.objects.filter(
        resource__in=keys, archived_at=None, task__archived_at=None, task__live=True, task__inactive=False, task__kind="task",
        task__starts_at__lt=until_at, task__ends_at__gt=since_at, task__project__archived_at=None,
    ).exclude(task__state="done")  # fmt: skip
    for key, project, starts, ends, units, work in rows.values_list(
        "resource_id", "task__project_id", "task__starts_at", "task__ends_at", "units", "work"
    ):
        since, until = timezone.localdate(starts), timezone.localdate(ends)
        resource = known[key]
        hours = float(resource.hours_per_day * units / 100)
        if work is not None:  # so many hours in all, spread evenly over the working days of the task
            worked = sum(works(resource.week, day, is_workday) for day in days_of(since, until)) or 1
            hours = float(Decimal(work) / 60) / worked
        found[key].append(Demand(project, since, until, hours, booked=False))
    return found


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
