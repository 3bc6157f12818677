"""Finance of the east company, its director, a colleague in the west, and a customer who owes."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.approvals.defaults import install
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources
from zhuke.modules.billing.tests.factories import make_receipt, make_receivable  # noqa: F401
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.tests.factories import of_customer
from zhuke.modules.orgs.models import Membership, Role


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


def signed(caller: Caller, customer: Customer, *terms: dict[str, Any], **values: Any) -> Any:
    """A contract with these payment terms, signed 60 days ago; its amount is 1,000,000.00 unless said otherwise."""
    body = {"name": "东湖三号楼总承包合同", "kind": "main", "customer": str(customer.pk), "amount": "1000000.00", "tax_rate": "9", **values}
    row = made(caller.post("/r/contracts", body))
    for term in terms:
        made(caller.post("/r/payment_terms", {"contract": row["id"], **term}))
    on = str(timezone.localdate() - dt.timedelta(days=60))
    return made(do(caller, "contracts", row, "record", signed_on=on, reason="线下签订"))


@pytest.fixture
def approver(firm: Firm) -> Caller:
    """Holds the role of finance in the east company: approves invoices and small write-offs."""
    person = make_person("孙财务", firm.east)
    allow(person, {**everything(), "approvals": ["read", "decide"]}, unit=firm.east)
    Role.objects.filter(code="finance").delete()
    role = Role.objects.create(code="finance", name="财务", preset=False)
    Membership.objects.create(user=person, unit=firm.east, role=role)
    install(system("测试"))
    config.forget()
    return Caller(person)


def approve(approver: Caller, resource: str, row: Any) -> Any:
    """Decide what waits about a record."""
    running = made(approver.get(f"/approvals/of/{resource}/{row['id']}"))["running"]
    return made(approver.post(f"/approvals/{running}/approve", {"opinion": "同意"}))
