"""Addresses of other systems for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def webhook_body(unit: Any, person: Any) -> dict[str, Any]:
    """An address outside."""
    n = next(numbers)
    return {"name": f"外部系统{n}", "url": f"https://hooks{n}.example.com/in"}


FACTORIES = {"webhooks": Factory(webhook_body, {"remark": "改"}, belongs="all")}
ROUTES = {
    "GET /webhooks/{pk}/calls": "webhooks.read",
    "POST /webhooks/{pk}/calls/{call_id}/again": "webhooks.update",
}
