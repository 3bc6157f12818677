"""Projects for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.modules.customers.tests.factories import of_customer

numbers = itertools.count(1)


def project_body(unit: Any, person: Any) -> dict[str, Any]:
    """A project of the unit and the person."""
    return {
        **of_customer(unit, person),
        "name": f"东湖 {next(numbers)} 号楼",
        "project_type": "residential",
        "city": "武汉",
        "unit": unit.pk,
        "owner": person.pk,
    }


FACTORIES = {"projects": Factory(project_body, {"remark": "改"})}
