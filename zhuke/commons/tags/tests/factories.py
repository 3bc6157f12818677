"""Tags and routes for the rights suite."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def tag_body(unit: Any, person: Any) -> dict[str, Any]:
    """A tag of the unit."""
    return {"name": f"标签{next(numbers)}", "unit": unit.pk}


FACTORIES = {"tags": Factory(tag_body, {"color": "red"}, belongs="unit")}
ROUTES = {
    "GET /r/{name}/tags": "read of the resource",
    "GET /r/{name}/{pk}/tags": "read of the record",
    "PUT /r/{name}/{pk}/tags": "update of the record",
}
