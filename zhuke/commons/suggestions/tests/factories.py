"""Suggestions for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def suggestion_body(unit: Any, person: Any) -> dict[str, Any]:
    """A suggestion of the person."""
    return {"kind": "problem", "text": f"导出很慢，第 {next(numbers)} 次", "page": "/customers", "unit": unit.pk, "owner": person.pk}


FACTORIES = {"suggestions": Factory(suggestion_body, {"text": "导出太慢"})}
