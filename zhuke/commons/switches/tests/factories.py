"""Switches for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.commons.switches.registry import declare

numbers = itertools.count(1)


def switch_body(unit: Any, person: Any) -> dict[str, Any]:
    """A switch of the unit, for a module that only tests know."""
    name = f"trial{next(numbers)}"
    declare(name, name)
    return {"module": name, "unit": unit.pk, "on": True}


FACTORIES = {"module_switches": Factory(switch_body, {"on": False}, belongs="unit")}
ROUTES = {"GET /modules": "module_switches.read", "PUT /modules/{module}": "module_switches.update, then create where there is no switch"}
