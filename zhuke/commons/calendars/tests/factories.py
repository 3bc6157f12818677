"""Holidays for the rights suite."""

import datetime as dt
import itertools
from typing import Any

from zhuke.kernel.testing import Factory

numbers = itertools.count(1)


def holiday_body(unit: Any, person: Any) -> dict[str, Any]:
    """A day off in years that have none."""
    return {"day": (dt.date(2100, 1, 1) + dt.timedelta(days=next(numbers))).isoformat(), "kind": "off", "name": "厂庆"}


FACTORIES = {"holidays": Factory(holiday_body, {"name": "司庆"}, belongs="all")}
