"""A project manager in the east who needs people, the head of the west who has them."""

from __future__ import annotations

from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, make, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system

from .factories import numbers, project_of

WORK = ["read", "create", "update", "archive", "export"]
POOL: dict[str, list[str]] = dict.fromkeys(("pool_resources", "certificates", "absences", "bookings"), WORK)


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, and the dictionaries."""
    config.forget()
    sync_dictionaries(system("测试"))
    return make_firm()


@pytest.fixture
def manager(firm: Firm) -> Caller:
    """Runs projects of the east and asks for people."""
    rights = {"projects": WORK, "project_members": ["read"], "pool_resources": ["read"], "resource_requests": WORK}
    return Caller(make_person("王项目", firm.east_sales, {**rights, "units": ["read"], "users": ["read"]}))


@pytest.fixture
def west(firm: Firm) -> Caller:
    """The head of the west: decides on its pool."""
    rights = {**POOL, "resource_requests": [*WORK, "grant"], "units": ["read"], "users": ["read"], "projects": ["read"]}
    person = make_person("西部经理", firm.west, rights)
    firm.west.manager = person
    firm.west.save()
    config.forget()
    return Caller(person)


@pytest.fixture
def project(firm: Firm, manager: Caller) -> Any:
    """A project of the east."""
    return project_of(firm.east_sales, manager.person)


def pooled(unit: Any, name: str = "塔吊 7 号", **values: Any) -> Any:
    """A resource of the unit as it is."""
    return make("pool_resources", **{"name": name, "unit": unit, "kind": "machine", "number": f"Z{next(numbers)}", **values})


def made(answer: Any) -> Any:
    """What was answered; the request was fine."""
    assert answer.status in (200, 201), answer.data
    return answer.data
