"""Numbering rules for tests."""

from typing import Any

from zhuke.commons.factories import Factory
from zhuke.commons.numbering.models import NumberingRule
from zhuke.kernel.resource import all_resources


def rule_body(unit: Any, person: Any) -> dict[str, Any]:
    """A rule of the unit for a resource that has none there."""
    taken = set(NumberingRule.objects.filter(unit=unit).values_list("resource", flat=True))
    free = next(r.name for r in all_resources() if r.name not in taken)
    return {"resource": free, "unit": unit.pk, "pattern": "BH-{year}-{seq:4}"}


FACTORIES = {"numbering_rules": Factory(rule_body, {"pattern": "BX-{year}-{seq:4}"}, belongs="unit")}
ROUTES = {"POST /numbering/preview": "numbering_rules.read"}
