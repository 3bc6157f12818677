"""A seller and the head of the sales department in the east, a colleague in the west."""

from __future__ import annotations

from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, make, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system

WORK = ["read", "create", "update", "archive", "export"]
SELLING: dict[str, list[str]] = {
    **dict.fromkeys(("customers", "addresses", "contacts", "interactions", "opportunities", "visits"), WORK),
    "daily_reports": ["read", "create", "update", "export"],
    "users": ["read"],
    "units": ["read"],
}


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, and the dictionaries."""
    config.forget()
    sync_dictionaries(system("测试"))
    return make_firm()


@pytest.fixture
def seller(firm: Firm) -> Caller:
    """Does everything with the own records, reads the department's."""
    return Caller(make_person("王东", firm.east_sales, SELLING, scope="own"))


@pytest.fixture
def head(firm: Firm) -> Caller:
    """Manages the department: the superior of the seller."""
    person = make_person("周主管", firm.east_sales, SELLING, scope="below")
    firm.east_sales.manager = person
    firm.east_sales.save()
    config.forget()
    return Caller(person)


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """The same rights in the west company."""
    return Caller(make_person("李西", firm.west_sales, SELLING))


def customer_of(caller: Caller, **values: Any) -> Any:
    """A customer of the person."""
    return make("customers", **{"name": "江苏新筑建设有限公司", "unit": caller.person.unit, "owner": caller.person, **values})


def rule(unit: Any, most_days: int) -> None:
    """How late the unit may enter."""
    make("entry_rules", unit=unit, most_days=most_days)
    config.forget()
