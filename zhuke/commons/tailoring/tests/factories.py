"""Dictionaries and custom fields for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def entry_body(unit: Any, person: Any) -> dict[str, Any]:
    """A choice of a dictionary."""
    number = next(numbers)
    return {"dictionary": "customer_kind", "code": f"kind_{number}", "label": f"类型{number}"}


def field_body(unit: Any, person: Any) -> dict[str, Any]:
    """A text field of units."""
    number = next(numbers)
    return {"resource": "units", "code": f"extra_{number}", "label": f"附加{number}", "type": "text"}


FACTORIES = {
    "dictionary_entries": Factory(entry_body, {"label": "改"}, belongs="all"),
    "custom_fields": Factory(field_body, {"label": "改"}, belongs="all"),
}
