"""Finance of the east company, its director, a colleague in the west, and a customer who owes."""

from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources
from zhuke.modules.billing.tests.factories import make_receipt, make_receivable  # noqa: F401
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.tests.factories import of_customer


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, and the dictionaries."""
    config.forget()
    sync_dictionaries(system("测试"))
    return make_firm()


@pytest.fixture
def finance(firm: Firm) -> Caller:
    """Keeps the books of the east company."""
    return Caller(make_person("钱会计", firm.east_sales, everything()))


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """The same rights in the west company."""
    return Caller(make_person("李西", firm.west_sales, everything()))


@pytest.fixture
def customer(firm: Firm, finance: Caller) -> Customer:
    """Owes the east company."""
    return Customer.objects.get(pk=of_customer(firm.east_sales, finance.person)["customer"])


def made(answer: Answer) -> Any:
    """What was created or answered, as it should be."""
    assert answer.status in (200, 201), answer.data
    return answer.data


def do(caller: Caller, resource: str, row: Any, verb: str, **inputs: Any) -> Answer:
    """A verb."""
    pk = row["id"] if isinstance(row, dict) else row.pk
    return caller.post(f"/r/{resource}/{pk}/do/{verb}", {"inputs": inputs})
