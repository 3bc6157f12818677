"""People of the east company who spend, decide and pay, and a colleague in the west."""

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
from zhuke.modules.orgs.models import Membership, Role

TODAY = timezone.localdate()
CLAIMS = {
    "expense_claims": ["read", "create", "update", "export", "submit", "cancel"],
    "expense_lines": ["read", "create", "update", "export"],
    "expense_limits": ["read"],
    "approvals": ["read", "decide"],
}


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, the dictionaries and the flows."""
    config.forget()
    sync_dictionaries(system("测试"))
    found = make_firm()
    Role.objects.filter(code="finance").delete()
    Role.objects.create(code="finance", name="财务", preset=False)
    install(system("测试"))
    config.forget()
    return found


@pytest.fixture
def worker(firm: Firm) -> Caller:
    """Claims own expenses in the sales department of the east company, and sees no others."""
    person = make_person("周师傅", firm.east_sales, CLAIMS, scope="own")
    allow(person, {"users": ["read"], "units": ["read"]}, "group")
    return Caller(person)


@pytest.fixture
def finance(firm: Firm) -> Caller:
    """Decides and pays for the east company."""
    person = make_person("孙财务", firm.east)
    allow(person, everything(), unit=firm.east)
    Membership.objects.create(user=person, unit=firm.east, role=Role.objects.get(code="finance"))
    config.forget()
    return Caller(person)


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """All rights in the west company."""
    return Caller(make_person("李西", firm.west_sales, everything()))


def made(answer: Answer) -> Any:
    """What was created or answered, as it should be."""
    assert answer.status in (200, 201), answer.data
    return answer.data


def do(caller: Caller, row: Any, verb: str, **inputs: Any) -> Answer:
    """A verb of a claim."""
    return caller.post(f"/r/expense_claims/{row['id']}/do/{verb}", {"inputs": inputs})


def spend(amount: str, **values: Any) -> dict[str, Any]:
    """A line to be sent."""
    return {"kind": "meals", "on": str(TODAY - dt.timedelta(days=1)), "amount": amount, **values}


def a_claim(caller: Caller, *lines: dict[str, Any], **values: Any) -> Any:
    """A draft of the caller with these lines."""
    row = made(caller.post("/r/expense_claims", {"purpose": "去工地", **values}))
    return put(caller, row, *lines)["claim"] if lines else row


def put(caller: Caller, row: Any, *lines: dict[str, Any], **values: Any) -> Any:
    """Save the whole claim."""
    return made(save(caller, row, *lines, **values))


def save(caller: Caller, row: Any, *lines: dict[str, Any], **values: Any) -> Answer:
    """Try to save the whole claim."""
    body = {"version": row["version"], "lines": list(lines), **({"values": values} if values else {})}
    return caller.put(f"/r/expense_claims/{row['id']}/lines", body)


def approve(caller: Caller, row: Any) -> Any:
    """Decide what waits about a claim."""
    running = made(caller.get(f"/approvals/of/expense_claims/{row['id']}"))["running"]
    return made(caller.post(f"/approvals/{running}/approve", {"opinion": "同意"}))


def an_approved(caller: Caller, finance: Caller, *lines: dict[str, Any], **values: Any) -> Any:
    """A claim that waits to be paid."""
    row = a_claim(caller, *lines, **values)
    made(do(caller, row, "submit"))
    approve(finance, row)
    return made(finance.get(f"/r/expense_claims/{row['id']}"))
