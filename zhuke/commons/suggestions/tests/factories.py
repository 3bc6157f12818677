"""Suggestions for tests."""

from typing import Any

from zhuke.kernel.testing import Factory


def suggestion_body(unit: Any, person: Any) -> dict[str, Any]:
    """A suggestion of the person."""
    return {"kind": "problem", "text": "导出很慢", "page": "/customers", "unit": unit.pk, "owner": person.pk}


FACTORIES = {"suggestions": Factory(suggestion_body, {"text": "导出太慢"})}
