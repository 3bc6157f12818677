"""Change requests for tests."""

import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.modules.projects.tests.factories import a_project

numbers = itertools.count(1)


def change_body(unit: Any, person: Any) -> dict[str, Any]:
    """A change of a fresh project, with amounts."""
    number = next(numbers)
    return {
        "project": a_project(unit, person).pk,
        "title": f"{number} 层会议室改为档案室",
        "kind": "owner",
        "origin": "customer",
        "asked_on": timezone.localdate(),
        "income_amount": Decimal(f"7{number:04}.35"),
        "cost_amount": Decimal(f"4{number:04}.85"),
    }


FACTORIES = {"change_requests": Factory(change_body, {"reason": "改"})}
ROUTES = {
    "GET /r/change_requests/{pk}/effects": "read of the change request",
    "GET /changes/totals": "change_requests.read, as far as it reaches",
    "GET /changes/sites": "variations.create, projects and contracts as far as they are seen",
}
