"""Hours and weeks for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.modules.effort.services.sheets import monday_of
from zhuke.modules.workforce.tests.factories import project_of

numbers = itertools.count(1)
TODAY = timezone.localdate()


def sheet_body(unit: Any, person: Any) -> dict[str, Any]:
    """Eight hours on another day each time, of which one is overtime."""
    day = TODAY - dt.timedelta(days=next(numbers))
    return {
        "person": person.pk, "unit": unit.pk, "project": project_of(unit, person).pk, "day": day, "hours": Decimal(8),
        "overtime": Decimal(1), "note": "放线",
    }  # fmt: skip


def week_body(unit: Any, person: Any) -> dict[str, Any]:
    """Another week each time."""
    monday = monday_of(TODAY) - dt.timedelta(weeks=next(numbers))
    return {"person": person.pk, "unit": unit.pk, "monday": monday, "summary": "完成三层梁板"}


FACTORIES = {
    "timesheets": Factory(sheet_body, {"note": "改"}, after={"costed": "520.00"}),
    "weekly_reports": Factory(week_body, {"summary": "改"}, after={"costed": "2600.00"}),
}
ROUTES = {
    "GET /effort/week": "timesheets.read; one's own week",
    "PUT /effort/week": "timesheets.create, and update of each line; one's own week",
    "POST /effort/week/send": "weekly_reports.submit; one's own week",
    "GET /effort/load": "pool_resources.read; names of projects as far as they are in sight",
    "GET /effort/free": "resource_requests.create or pool_resources.read; over the group: name, unit, place, skills, papers, load",
    "GET /effort/utilisation": "timesheets.read, and pool_resources.read for what there was",
    "GET /effort/project-feed/{secret}.ics": "public",
    "GET /r/projects/{pk}/effort": "read of the project, and timesheets.read",
    "GET /r/projects/{pk}/candidates": "update of the project; over the group, by name, unit, place, skills, papers and load only",
    "GET /r/projects/{pk}/feeds": "read of the project; one's own addresses",
    "POST /r/projects/{pk}/feeds": "read of the project; one's own addresses",
    "DELETE /r/projects/{pk}/feeds/{feed}": "read of the project; one's own addresses",
}
