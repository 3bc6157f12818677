"""A sales team of the east company, a colleague in the west; stages that ask for nothing unless a test says so."""

from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.modules.sales.models import Stage

from .factories import ensure_stages

AROUND = ("opportunity_competitors", "opportunity_risks", "opportunity_nodes")
EVERYTHING = {
    "customers": ["read", "create", "update"],
    "contacts": ["read", "create", "update"],
    "interactions": ["read", "create", "update", "archive"],
    "feedbacks": ["read", "create"],
    "opportunities": ["read", "create", "update", "archive", "import", "export", "move", "lose", "reopen", "assign", "follow"],
    **{name: ["read", "create", "update", "archive"] for name in AROUND},
    "churns": ["read", "create", "update", "archive", "export"],
    "stages": ["read", "create", "update"],
    "users": ["read"],
    "units": ["read"],
}


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, dictionaries, stages with open doors."""
    config.forget()
    sync_dictionaries(system("测试"))
    made = make_firm()
    ensure_stages(open_doors=True)
    return made


@pytest.fixture
def seller(firm: Firm) -> Caller:
    """May do everything within the east company and sees prices."""
    person = make_person("王东", firm.east_sales)
    role = allow(person, EVERYTHING)
    unmask(role, "opportunities", "bid_price")
    unmask(role, "opportunity_competitors", "price")
    return Caller(person)


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """The same rights in the west company, prices closed."""
    return Caller(make_person("李西", firm.west_sales, EVERYTHING, phone="13900000001"))


def customer(caller: Caller, name: str = "江苏新筑建设有限公司", **values: Any) -> dict[str, Any]:
    """A customer entered through the API."""
    answer = caller.post("/r/customers", {"name": name, **values})
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data


def opportunity(caller: Caller, name: str = "滨江新城 A 地块总承包", **values: Any) -> dict[str, Any]:
    """An opportunity entered through the API, of a new customer unless one is given."""
    values = {"customer": values.pop("customer", None) or customer(caller, f"{name[:20]}业主单位")["id"], **values}
    answer = caller.post("/r/opportunities", {"name": name, **values})
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data


def stage(phase: str) -> Stage:
    """The group's stage of a phase."""
    return Stage.objects.get(unit=None, phase=phase)


def do(caller: Caller, row: dict[str, Any], verb: str, **inputs: Any) -> Any:
    """A verb on an opportunity, whatever its version."""
    return caller.post(f"/r/opportunities/{row['id']}/do/{verb}", {"inputs": inputs})


def move(caller: Caller, row: dict[str, Any], phase: str, **inputs: Any) -> Any:
    """Move to the group's stage of a phase."""
    return do(caller, row, "move", stage=str(stage(phase).pk), **inputs)
