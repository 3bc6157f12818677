"""Contracts for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.modules.customers.tests.factories import of_customer

numbers = itertools.count(1)


def contract_body(unit: Any, person: Any) -> dict[str, Any]:
    """A contract of the unit and the person."""
    number = next(numbers)
    return {
        **of_customer(unit, person),
        "name": f"东湖 {number} 号楼总承包合同",
        "kind": "main",
        "amount": f"2680{number:04}.00",
        "tax_rate": "9.00",
        "unit": unit.pk,
        "owner": person.pk,
    }


FACTORIES = {"contracts": Factory(contract_body, {"remark": "改"})}
