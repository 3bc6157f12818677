"""A module that is off in a company is not there for its people; the data stay, the other company works on."""

from typing import Any

import pytest

from zhuke.commons.switches.models import ModuleSwitch
from zhuke.commons.switches.registry import all_modules
from zhuke.commons.switches.services import is_on, units_without
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make_firm, make_person, queued
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Change
from zhuke.modules.contracts.models import Contract
from zhuke.modules.orgs.services.giving import in_own_right
from zhuke.modules.sales.models import Stage
from zhuke.modules.sales.tests.factories import ensure_stages, make_opportunity

RIGHTS = {
    **{name: ["read", "create", "update", "archive", "export", "import"] for name in ("customers", "contracts", "projects")},
    "units": ["read"],
}


@pytest.fixture
def firm(db: None) -> Firm:
    """The group."""
    config.forget()
    sync_dictionaries(system("测试"))
    ensure_stages(open_doors=True)
    return make_firm()


@pytest.fixture
def admin(firm: Firm) -> Caller:
    """Turns switches in the whole group."""
    return Caller(make_person("总管", firm.group, {"module_switches": ["read", "create", "update"], "units": ["read"]}, "group"))


@pytest.fixture
def east(firm: Firm) -> Caller:
    """A seller of the east company."""
    return Caller(make_person("王东", firm.east_sales, RIGHTS))


@pytest.fixture
def west(firm: Firm) -> Caller:
    """A seller of the west company."""
    return Caller(make_person("李西", firm.west_sales, RIGHTS))


def contract(caller: Caller) -> Any:
    """A contract of the caller's."""
    customer = caller.post("/r/customers", {"name": f"{caller.person.name}的客户有限公司"}).data["id"]
    return caller.post("/r/contracts", {"name": "云龙湖总承包", "customer": customer}).data


def turn(caller: Caller, module: str, on: bool | None, company: Any = None) -> Any:
    """Turn a switch through the page's route."""
    answer = caller.put(f"/modules/{module}", {"on": on, "company": str(company.pk) if company else None})
    config.forget()
    return answer


def test_off_hides_the_module_from_the_company_and_on_brings_all_back(firm: Firm, admin: Caller, east: Caller, west: Caller) -> None:
    mine, theirs = contract(east), contract(west)
    assert turn(admin, "contracts", False, firm.east).status == 200
    before, waiting = (Contract.objects.count(), Change.objects.count()), queued()
    detail = f"/r/contracts/{mine['id']}"
    assert (east.get("/r/contracts").status, east.get("/r/contracts").code) == (403, "not_allowed")
    assert east.get("/meta/contracts").status == 404
    assert east.patch(detail, {"version": 1, "name": "改"}).status == 404
    assert east.post(f"{detail}/archive", {}).status == 404
    assert east.get(f"{detail}/history").status == 404
    assert east.post("/r/contracts", {"name": "新"}).status == 403
    assert east.post("/r/contracts/export", {"format": "csv"}).status == 403
    assert "contracts" not in {r["name"] for r in east.get("/meta").data["resources"]}
    assert not [hit for hit in east.get("/search", q="云龙湖").data if hit["resource"] == "contracts"]
    me = east.get("/me").data
    assert "contracts" not in me["grants"]
    assert "contracts" not in me["modules"]
    assert "projects" in me["modules"]
    assert (Contract.objects.count(), Change.objects.count()) == before
    assert queued() == waiting

    assert west.get(f"/r/contracts/{theirs['id']}").status == 200
    assert "contracts" in west.get("/me").data["modules"]

    turn(admin, "contracts", True, firm.east)
    assert east.get(detail).data["name"] == "云龙湖总承包"
    assert east.get(detail).data["version"] == mine["version"]


def test_the_group_s_default_holds_where_a_company_has_no_switch(firm: Firm, admin: Caller, east: Caller, west: Caller) -> None:
    turn(admin, "contracts", False)
    turn(admin, "contracts", True, firm.west)
    assert (east.get("/r/contracts").status, west.get("/r/contracts").status) == (403, 200)
    assert units_without("contracts") == {firm.group.pk, firm.east.pk, firm.east_sales.pk}
    turn(admin, "contracts", None, firm.west)
    assert west.get("/r/contracts").status == 403
    assert turn(admin, "contracts", None).data["default"]["cells"]["contracts"] == {"on": True, "own": False}
    assert (east.get("/r/contracts").status, west.get("/r/contracts").status) == (200, 200)
    assert not ModuleSwitch.objects.exists()


def test_a_role_in_another_company_still_counts_there(firm: Firm, admin: Caller, east: Caller, west: Caller) -> None:
    theirs = contract(west)
    allow(east.person, {"contracts": ["read"]}, unit=firm.west)
    turn(admin, "contracts", False, firm.east)
    assert [row["id"] for row in east.get("/r/contracts").data["items"]] == [theirs["id"]]
    assert "contracts" in east.get("/me").data["modules"]


def test_no_draft_is_made_where_contracts_are_off(firm: Firm, admin: Caller) -> None:
    seller = Caller(make_person("赵东", firm.east_sales, {"opportunities": ["read", "move"]}))
    allow(seller.person, {"stages": ["read"]}, "group")
    opportunity = make_opportunity(firm.east_sales, seller.person)
    turn(admin, "contracts", False, firm.east)
    assert not is_on("contracts", firm.east_sales.pk)
    stage = Stage.objects.get(unit=None, phase="signing")
    assert seller.post(f"/r/opportunities/{opportunity.pk}/do/move", {"inputs": {"stage": str(stage.pk)}}).status == 200
    assert not Contract.objects.exists()


def test_the_matrix_tells_people_and_records(firm: Firm, admin: Caller, east: Caller) -> None:
    contract(east)
    seen = admin.get("/modules").data
    company = next(c for c in seen["companies"] if c["id"] == str(firm.east.pk))
    assert (company["people"], company["cells"]["contracts"]) == (1, {"on": True, "own": False, "records": 1})
    assert {"contracts", "projects", "customers"} <= {m["name"] for m in seen["modules"]}
    assert [m["can_be_off"] for m in seen["modules"] if m["name"] == "customers"] == [False]
    assert seen["default"]["can"] is True


def test_who_gives_roles_may_give_those_of_a_module_that_is_off(firm: Firm, admin: Caller, east: Caller) -> None:
    turn(admin, "contracts", False, firm.east)
    from zhuke.commons.testing import actor_for

    actor = actor_for(east.person)
    assert actor.reach("contracts", "read") is None
    assert in_own_right(actor).reach("contracts", "read") is not None


def test_refusals_change_nothing(firm: Firm, admin: Caller, east: Caller) -> None:
    own = Caller(make_person("东管", firm.east, {"module_switches": ["read", "create", "update"], "units": ["read"]}, "below"))
    reader = Caller(make_person("东读", firm.east, {"module_switches": ["read"]}, "below"))
    for caller, module, company, status, code in (
        (own, "contracts", firm.west, 403, "outside_scope"),
        (own, "contracts", None, 403, "outside_scope"),
        (reader, "contracts", firm.east, 403, "not_allowed"),
        (east, "contracts", firm.east, 403, "not_allowed"),
        (admin, "customers", firm.east, 400, "always_on"),
        (admin, "nonsense", firm.east, 400, "invalid"),
    ):
        answer = turn(caller, module, False, company)
        assert (answer.status, answer.code) == (status, code), (module, answer.data)
    assert not ModuleSwitch.objects.exists()
    assert east.get("/modules").status == 403
    turn(admin, "contracts", False, firm.west)
    assert turn(own, "contracts", None, firm.west).status in (403, 404)
    assert ModuleSwitch.objects.get().on is False
    assert [m.name for m in all_modules() if m.name == "contracts"] == ["contracts"]
