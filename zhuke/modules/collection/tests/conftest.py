"""The east company with its finance, risk control and a debtor; the ladder and its letters."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION
from zhuke.commons.letters.services.writing import install_templates
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources
from zhuke.modules.collection.services.ladders import install_ladder
from zhuke.modules.orgs.models import Membership, Role

TODAY = dt.date(2026, 6, 10)


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


def give_role(code: str, name: str, unit: Any, person: Any) -> None:
    """Let a person hold a role of this code in a unit."""
    role = Role.objects.filter(code=code).first() or Role.objects.create(code=code, name=name)
    Membership.objects.create(user=person, unit=unit, role=role)
    config.forget()


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    """Time stands on a Wednesday morning and is moved by ``clock.days(n)``; nobody is signed out meanwhile."""
    settings.SESSION_COOKIE_AGE = 365 * 24 * 3600

    class Clock:
        def __init__(self, traveller: Any) -> None:
            self.traveller = traveller

        def days(self, count: int) -> dt.date:
            self.traveller.shift(dt.timedelta(days=count))
            return timezone.localdate()

    with time_machine.travel(dt.datetime(2026, 6, 10, 2, 0, tzinfo=dt.UTC), tick=True) as traveller:
        yield Clock(traveller)


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, the dictionaries, letter templates, roles and the usual ladder."""
    config.forget()
    tests = system("测试")
    sync_dictionaries(tests)
    made = make_firm()
    install_templates(tests)
    install_ladder(tests)
    install_rules(AUTOMATION)
    return made


@pytest.fixture
def finance(firm: Firm) -> Caller:
    """Chases for the east company, with all rights in it."""
    person = make_person("钱会计", firm.east, everything(), scope="below")
    give_role("finance", "财务", firm.east, person)
    unmask(allow(person, {}), "customer_credits", "limit")
    return Caller(person)


@pytest.fixture
def director(firm: Firm) -> Any:
    """The finance director of the group."""
    person = make_person("总监", firm.group, everything(), scope="group")
    give_role("finance_director", "财务总监", firm.group, person)
    return person


@pytest.fixture
def risk(firm: Firm) -> Any:
    """Risk control of the group."""
    person = make_person("风控员", firm.group, everything(), scope="group")
    give_role("risk_control", "风控", firm.group, person)
    unmask(allow(person, {}), "customer_credits", "limit")
    return person


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """All rights in the west company."""
    return Caller(make_person("李西", firm.west_sales, everything()))


@pytest.fixture
def customer(firm: Firm, finance: Caller) -> Any:
    """A debtor with somebody in its finance."""
    row = make("customers", name="迟付建设有限公司", unit=firm.east_sales, owner=finance.person, email="office@late.example")
    make("contacts", customer=row, name="赵总", position="总经理", email="zhao@late.example", is_primary=True)
    make("contacts", customer=row, name="孙会计", position="财务经理", email="sun@late.example")
    return row
