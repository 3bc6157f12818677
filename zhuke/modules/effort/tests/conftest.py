"""A person who works on a project of the east, and the superior."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.approvals.defaults import install as install_flows
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, make, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.modules.workforce.tests.factories import project_of

OWN = ["read", "create", "update", "archive"]
WORKING: dict[str, list[str]] = {
    "timesheets": OWN, "weekly_reports": [*OWN, "submit"], "pool_resources": ["read"], "projects": ["read"], "tasks": ["read"],
    "approvals": ["read", "decide"],
}  # fmt: skip


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, the dictionaries and the flows."""
    config.forget()
    sync_dictionaries(system("测试"))
    install_flows(system("测试"))
    return make_firm()


@pytest.fixture
def worker(firm: Firm) -> Caller:
    """Fills in hours; 100 ¥ an hour."""
    person = make_person("赵工", firm.east_sales, WORKING)
    make("pool_resources", name="赵工", unit=firm.east_sales, user=person, number="T1", cost_rate=Decimal(100))
    return Caller(person)


@pytest.fixture
def head(firm: Firm) -> Caller:
    """Manages the department: approves weeks, gives them back, sees what they cost."""
    rights = {**WORKING, "weekly_reports": [*OWN, "reopen"], "project_costs": ["read"], "resource_requests": ["create"]}
    person = make_person("周主管", firm.east_sales, rights)
    firm.east_sales.manager = person
    firm.east_sales.save()
    config.forget()
    return Caller(person)


@pytest.fixture
def project(firm: Firm, head: Caller) -> Any:
    """A project of the east."""
    return project_of(firm.east_sales, head.person)


def made(answer: Any) -> Any:
    """What was answered; the request was fine."""
    assert answer.status in (200, 201), answer.data
    return answer.data
