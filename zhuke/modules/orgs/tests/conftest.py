"""A group with two companies, its preset roles, an administrator of the group and one of the east company."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from zhuke.commons.testing import Caller, Firm, make, make_firm
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.orgs.preset_offers import sync_presets

SYSTEM = system("测试")
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def presets(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The roles that come with the product, made once for a module; every test works in a savepoint above them."""
    with django_db_blocker.unblock(), transaction.atomic():
        sync_presets(SYSTEM)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def firm(presets: None) -> Iterator[Firm]:
    """The group."""
    config.forget()
    with transaction.atomic():
        yield make_firm()
        transaction.set_rollback(True)
    config.forget()


def newcomer(name: str, unit: Any, **values: Any) -> Any:
    """A person of the unit without any role."""
    number = next(numbers)
    address = {"email": f"new{number}@example.com", **values}
    return make("users", username=f"new{number}", name=name, unit=unit, must_change_password=False, password="!", **address)


def holder(role: str, unit: Any, name: str = "") -> Any:
    """A person of the unit who holds one preset role there."""
    person = newcomer(name or role, unit)
    give(person, role, unit)
    return person


def give(person: Any, role: str, unit: Any) -> Membership:
    """Put a role on a person, past all rules."""
    membership = Membership.objects.create(user=person, unit=unit, role=Role.objects.get(code=role))
    config.forget()
    return membership


@pytest.fixture
def admin(firm: Firm) -> Caller:
    """The one administrator of the group."""
    return Caller(holder("administrator", firm.group, "总管"))


@pytest.fixture
def east_admin(firm: Firm, admin: Caller) -> Caller:
    """The administrator of the east company."""
    return Caller(holder("subsidiary_administrator", firm.east, "东管"))
