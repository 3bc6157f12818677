"""A sales team of the east company, a colleague in the west."""

from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system

CHILDREN = ("contacts", "addresses", "interactions", "feedbacks", "cooperations")
EVERYTHING = {
    "customers": ["read", "create", "update", "archive", "export", "import", "assign", "merge", "claim", "return_to_pool"],
    **{name: ["read", "create", "update", "archive"] for name in CHILDREN},
    "leads": ["read", "create", "update", "archive", "convert", "discard"],
    "users": ["read"],
    "units": ["read"],
}
EVERYTHING["feedbacks"].append("answer")


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, and the dictionaries."""
    config.forget()
    sync_dictionaries(system("测试"))
    return make_firm()


@pytest.fixture
def seller(firm: Firm) -> Caller:
    """May do everything within the east company and sees masked fields."""
    person = make_person("王东", firm.east_sales)
    role = allow(person, EVERYTHING)
    for resource, names in {
        "customers": ("phone", "email", "budget"),
        "contacts": ("phone", "landline", "email", "wechat"),
        "cooperations": ("amount",),
    }.items():
        for name in names:
            unmask(role, resource, name)
    return Caller(person)


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """The same rights in the west company, masked fields closed."""
    return Caller(make_person("李西", firm.west_sales, EVERYTHING, phone="13900000001"))


def customer(caller: Caller, name: str = "江苏新筑建设有限公司", **values: Any) -> dict[str, Any]:
    """A customer entered through the API."""
    answer = caller.post("/r/customers", {"name": name, **values})
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data


def child(caller: Caller, resource: str, of: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A child of a customer entered through the API."""
    answer = caller.post(f"/r/{resource}", {"customer": of["id"], **values})
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data
