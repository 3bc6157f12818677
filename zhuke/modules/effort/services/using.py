"""Utilisation: the hours that were worked against those that there were, by person, unit or project; and one project's effort."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import invalid
from zhuke.kernel.resource import by_model
from zhuke.modules.effort.models import Timesheet
from zhuke.modules.orgs.models import Unit
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.models import PoolResource

from .loads import loads

LONGEST = 366
MOST = 500


@dataclass
class Use:
    """One line: hours worked, of which overtime, hours there were (None: has no meaning for projects)."""

    id: UUID
    label: str
    unit: str
    hours: Decimal
    overtime: Decimal
    capacity: float | None

    @property
    def percent(self) -> int | None:
        """Hours in percent of what there was."""
        return round(float(self.hours) / self.capacity * 100) if self.capacity else None


def utilisation(actor: Actor, *, since: dt.date, until: dt.date, by: str, unit: UUID | None) -> list[Use]:
    """Lines by ``person``, ``unit`` or ``project``, the busiest first. Only hours that were sent count.

    Capacity is that of the resources within the actor's sight. Raises invalid (period).
    """
    if until < since or (until - since).days >= LONGEST:
        raise invalid({"until": [_("请选择不超过 %(n)s 天的时间段，结束日期不早于开始日期。") % {"n": LONGEST}]})
    sheets = visible(actor, by_model(Timesheet)).filter(day__range=(since, until), archived_at=None, state__in=("submitted", "approved"))
    pool = visible(actor, by_model(PoolResource)).filter(archived_at=None)
    if unit:
        path = Unit.objects.filter(pk=unit).values_list("path", flat=True).first() or "-"
        sheets, pool = sheets.filter(resource__unit__path__startswith=path), pool.filter(unit__path__startswith=path)
    if by == "project":
        return _projects(actor, sheets)
    hours = {row["resource"]: row for row in sheets.values("resource").annotate(hours=Sum("hours"), overtime=Sum("overtime"))}
    people = list(pool.select_related("unit").order_by("pinyin", "pk")[:MOST])
    lines = []
    for each in loads(people, since, until):
        row = hours.get(each.resource.pk, {"hours": Decimal(0), "overtime": Decimal(0)})
        resource = each.resource
        lines.append((resource.unit, Use(resource.pk, resource.name, resource.unit.name, row["hours"], row["overtime"], each.capacity)))
    return _sorted([line for _unit, line in lines] if by == "person" else _units(lines))


def of_project(actor: Actor, project: Project) -> dict[str, Any]:
    """The effort of a project, as far as the actor reads hours: who, how much, since when, and hours by week."""
    rows = visible(actor, by_model(Timesheet)).filter(project=project, archived_at=None)
    people = rows.values("resource", "resource__name", "resource__kind", "resource__unit__name").annotate(
        hours=Sum("hours"), overtime=Sum("overtime"), last=Max("day"), days=Count("day", distinct=True)
    )
    weeks: dict[dt.date, Decimal] = defaultdict(Decimal)
    for day, hours in rows.values_list("day").annotate(sum=Sum("hours")):
        weeks[day - dt.timedelta(days=day.weekday())] += hours
    total = rows.aggregate(hours=Sum("hours"), overtime=Sum("overtime"), costed=Sum("costed"))
    return {
        "hours": total["hours"] or Decimal(0),
        "overtime": total["overtime"] or Decimal(0),
        "costed": total["costed"] if actor.sees("timesheets", "costed") else None,
        "waiting": rows.exclude(state="approved").aggregate(sum=Sum("hours"))["sum"] or Decimal(0),
        "people": [
            {
                "id": row["resource"],
                "name": row["resource__name"],
                "kind": row["resource__kind"],
                "unit": row["resource__unit__name"],
                "hours": row["hours"],
                "overtime": row["overtime"],
                "days": row["days"],
                "last": row["last"],
            }
            for row in people.order_by("-hours")[:100]
        ],
        "weeks": [{"monday": monday, "hours": weeks[monday]} for monday in sorted(weeks)[-52:]],
    }


def _projects(actor: Actor, sheets: Any) -> list[Use]:
    names = dict(visible(actor, by_model(Project)).values_list("pk", "name"))
    rows = sheets.values("project", "project__unit__name").annotate(hours=Sum("hours"), overtime=Sum("overtime"))
    found = [
        Use(row["project"], names[row["project"]], row["project__unit__name"], row["hours"], row["overtime"], None)
        for row in rows
        if row["project"] in names
    ]
    return _sorted(found)[:MOST]


def _units(lines: Sequence[tuple[Unit, Use]]) -> list[Use]:
    found: dict[UUID, Use] = {}
    for unit, line in lines:
        one = found.setdefault(unit.pk, Use(unit.pk, unit.name, unit.name, Decimal(0), Decimal(0), 0.0))
        one.hours += line.hours
        one.overtime += line.overtime
        one.capacity = (one.capacity or 0.0) + (line.capacity or 0.0)
    return list(found.values())


def _sorted(lines: list[Use]) -> list[Use]:
    return sorted(lines, key=lambda line: (-line.hours, line.label))
