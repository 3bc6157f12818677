"""Holidays for the rights suite."""

import datetime as dt
import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def holiday_body(unit: Any, person: Any) -> dict[str, Any]:
    """A day off in years that have none."""
    return {"day": (dt.date(2100, 1, 1) + dt.timedelta(days=next(numbers))).isoformat(), "kind": "off", "name": "厂庆"}


def rule_body(unit: Any, person: Any) -> dict[str, Any]:
    """A rule of the unit that hinders no other test."""
    return {"unit": unit.pk, "most_days": 365, "note": f"一年内补录 {next(numbers)}"}


FACTORIES = {
    "holidays": Factory(holiday_body, {"name": "司庆"}, belongs="all"),
    "entry_rules": Factory(rule_body, {"note": "改"}, belongs="unit"),
}
ROUTES = {
    "GET /calendar": "signed in; each kind of entry as far as its records may be read",
    "GET /calendar/feeds": "own feeds",
    "POST /calendar/feeds": "own feeds, not by a token",
    "DELETE /calendar/feeds/{pk}": "own feeds, not by a token",
    "GET /calendar/feed/{secret}.ics": "public",
}
