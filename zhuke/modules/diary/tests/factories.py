"""Visits and reports for tests."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.modules.customers.tests.factories import of_customer

numbers = itertools.count(1)


def visit_body(unit: Any, person: Any) -> dict[str, Any]:
    """A visit tomorrow."""
    when = timezone.now() + dt.timedelta(days=1)
    return {**of_customer(unit, person), "purpose": "谈工期", "planned_at": when, "unit": unit.pk, "owner": person.pk}


def report_body(unit: Any, person: Any) -> dict[str, Any]:
    """A report of another day each time."""
    day = timezone.localdate() - dt.timedelta(days=next(numbers))
    return {"day": day, "summary": "联系三家客户", "unit": unit.pk, "person": person.pk}


FACTORIES = {
    "visits": Factory(visit_body, {"purpose": "谈付款"}),
    "daily_reports": Factory(report_body, {"summary": "改"}),
}
ROUTES = {
    "GET /diary/day": "daily_reports.read; one's own day",
    "GET /diary/reports/{pk}/facts": "read of the report, then of each record",
    "GET /diary/team": "daily_reports.read",
    "GET /diary/punctuality": "daily_reports.read; of talks as far as interactions.read reaches",
    "POST /diary/export": "daily_reports.export",
}
