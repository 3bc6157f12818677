"""Materials of tasks: who enters and confirms them, what a plan needs when, what the coming weeks lack."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.testing import Answer, Caller, Firm, make_person, queued, unmask
from zhuke.kernel import config
from zhuke.kernel.models import Event
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.orgs.preset_offers import sync_presets
from zhuke.modules.planning.models import MaterialNeed, Plan
from zhuke.modules.planning.tests.factories import TESTS, add, fill, task_named, tie
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.models import Material

EDIT = {
    **{name: ["read"] for name in ("projects", "tasks", "customers", "units")},
    "plans": ["read", "update", "export"],
    "materials": ["read", "create"],
    "material_needs": ["read", "create", "update", "archive", "confirm"],
}


@pytest.fixture
def buyer(firm: Firm) -> Caller:
    """Buys for the east company."""
    return Caller(make_person("采购东", firm.east, EDIT, "below"))


@pytest.fixture
def steel(firm: Firm) -> Material:
    """Steel bars of the east company."""
    return Material.objects.create(name="螺纹钢", spec="HRB400", number="GJ-01", measure="吨", unit=firm.east, price=Decimal("3800"))


@pytest.fixture
def building(plan: Plan) -> Plan:
    """Two tasks in a row: a week of earth works, then a week of foundations."""
    first, second = add("土方", 5), add("基础", 5)
    fill(plan, first, second, tie(first, second))
    return plan


def need(caller: Caller, plan: Plan, material: Material, task: str = "基础", quantity: Any = 20, **values: Any) -> Answer:
    body = {"task": str(task_named(plan, task).pk), "material": str(material.pk), "quantity": quantity, **values}
    return caller.post("/r/material_needs", body)


def needs_of(caller: Caller, plan: Plan, by: str = "week") -> Any:
    answer = caller.get(f"/r/plans/{plan.pk}/materials", by=by)
    assert answer.status == 200, answer.data
    return answer.data


def do(caller: Caller, row: MaterialNeed, verb: str, **inputs: Any) -> Answer:
    return caller.post(f"/r/material_needs/{row.pk}/do/{verb}", {"inputs": inputs})


def image() -> Any:
    """What a refusal must leave alone."""
    return sorted(MaterialNeed.objects.values_list("id", "version", "quantity", "confirmed", "state")), Event.objects.count(), queued()


def refused(answer: Answer, status: int, code: str, before: Any) -> None:
    assert (answer.status, answer.code) == (status, code), answer.data
    assert image() == before


def test_a_need_moves_with_its_task_unless_it_has_its_own_day(buyer: Caller, building: Plan, steel: Material) -> None:
    assert need(buyer, building, steel).status == 201
    assert need(buyer, building, steel, "土方", "1.25", needed_on="2026-03-20").status == 201
    found = needs_of(buyer, building)
    assert [(one["task"]["label"], one["needed_on"], one["own_day"]) for one in found["needs"]] == [
        ("基础", "2026-03-09", False), ("土方", "2026-03-20", True),
    ]  # fmt: skip
    assert found["periods"] == ["2026-03-09", "2026-03-16"]
    fill(building, {"op": "set", "task": task_named(building, "土方").pk, "values": {"duration": 20 * 480}})
    found = needs_of(buyer, building, "month")
    assert [(one["task"]["label"], one["needed_on"]) for one in found["needs"]] == [("土方", "2026-03-20"), ("基础", "2026-03-30")]
    [line] = found["materials"]
    assert (line["code"], line["measure"], line["quantity"], list(line["cells"])) == ("GJ-01", "吨", "21.250", ["2026-03-01"])


def test_totals_cost_what_they_cost_for_who_sees_prices(buyer: Caller, building: Plan, steel: Material) -> None:
    need(buyer, building, steel, quantity="2.5")
    hidden = needs_of(buyer, building)
    assert (hidden["amount"], hidden["needs"][0]["amount"], hidden["materials"][0]["price"]) == (None, None, None)
    unmask(Membership.objects.get(user=buyer.person).role, "materials", "price")
    shown = needs_of(buyer, building)
    assert (shown["amount"], shown["needs"][0]["amount"], shown["materials"][0]["amount"]) == ("9500.00", "9500.00", "9500.00")


def test_a_scenario_shows_the_needs_on_its_own_days(east: Caller, buyer: Caller, building: Plan, steel: Material) -> None:
    need(buyer, building, steel)
    copy = Plan.objects.get(pk=east.post(f"/r/plans/{building.pk}/copy", {"name": "提前"}).data["id"])
    fill(copy, {"op": "set", "task": task_named(copy, "土方").pk, "values": {"duration": 480}})
    found = needs_of(buyer, copy)
    assert ([one["needed_on"] for one in found["needs"]], found["can"]) == (["2026-03-03"], [])
    refused(need(buyer, copy, steel, "土方"), 409, "of_scenario", image())
    assert [one["needed_on"] for one in needs_of(buyer, building)["needs"]] == ["2026-03-09"]


def test_what_is_needed_is_confirmed_in_parts_and_released(buyer: Caller, building: Plan, steel: Material) -> None:
    row = MaterialNeed.objects.get(pk=need(buyer, building, steel).data["id"])
    assert (row.name, row.measure, row.state, row.project_id) == ("螺纹钢 HRB400", "吨", "open", building.project_id)
    assert do(buyer, row, "confirm", quantity="5").data["state"] == "part"
    refused(buyer.patch(f"/r/material_needs/{row.pk}", {"quantity": 4, "version": 2}), 409, "confirmed", image())
    refused(do(buyer, row, "confirm", quantity="20.5"), 400, "invalid", image())
    assert do(buyer, row, "confirm").data["confirmed"] == "20.000"
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("confirmed", buyer.person)
    refused(do(buyer, row, "confirm"), 409, "wrong_state", image())
    assert do(buyer, row, "release").data["state"] == "open"
    refused(do(buyer, row, "release"), 409, "wrong_state", image())


def test_a_material_stands_once_at_a_task_that_is_there(buyer: Caller, building: Plan, steel: Material) -> None:
    need(buyer, building, steel)
    refused(need(buyer, building, steel), 400, "invalid", image())
    refused(need(buyer, building, steel, "土方", 0), 422, "invalid_input", image())
    task = task_named(building, "土方")
    fill(building, {"op": "remove", "tasks": [task.pk]})
    body = {"task": str(task.pk), "material": str(steel.pk), "quantity": 1}
    refused(buyer.post("/r/material_needs", body), 409, "removed", image())
    Project.objects.filter(pk=building.project_id).update(phase="closed")
    row = MaterialNeed.objects.get()
    refused(do(buyer, row, "confirm"), 409, "archived", image())
    assert needs_of(buyer, building)["can"] == []


def test_a_removed_task_needs_nothing_and_undoing_brings_it_back(east: Caller, buyer: Caller, building: Plan, steel: Material) -> None:
    need(buyer, building, steel)
    operations = [{"op": "remove", "tasks": [str(task_named(building, "基础").pk)]}]
    assert east.post(f"/r/plans/{building.pk}/edit", {"operations": operations}).status == 200
    assert needs_of(buyer, building)["needs"] == []
    assert east.post(f"/r/plans/{building.pk}/undo", {}).status == 200
    assert len(needs_of(buyer, building)["needs"]) == 1


def test_the_coming_weeks_tell_what_nobody_has_confirmed(buyer: Caller, reader: Caller, building: Plan, steel: Material) -> None:
    row = MaterialNeed.objects.get(pk=need(buyer, building, steel).data["id"])
    do(buyer, row, "confirm", quantity="12")
    path, since = f"/r/plans/{building.pk}/lookahead", {"since": "2026-03-02"}
    lacking = {one["name"]: one["materials"] for one in buyer.get(path, **since).data["tasks"]}
    assert lacking == {"土方": [], "基础": [{"id": str(row.pk), "label": "螺纹钢 HRB400", "missing": "8.000", "measure": "吨"}]}
    assert all(one["materials"] == [] for one in reader.get(path, **since).data["tasks"])  # who may not read needs is told nothing
    do(buyer, row, "confirm")
    assert all(one["materials"] == [] for one in buyer.get(path, **since).data["tasks"])


def test_nobody_outside_sees_a_need(west: Caller, buyer: Caller, reader: Caller, firm: Firm, building: Plan, steel: Material) -> None:
    row = MaterialNeed.objects.get(pk=need(buyer, building, steel).data["id"])
    stranger = Caller(make_person("采购西", firm.west, EDIT, "below"))
    before = image()
    for answer in (
        stranger.get(f"/r/plans/{building.pk}/materials"), stranger.get(f"/r/material_needs/{row.pk}"), do(stranger, row, "confirm"),
        stranger.patch(f"/r/material_needs/{row.pk}", {"quantity": 1, "version": 1}),
    ):  # fmt: skip
        assert answer.status == 404
    assert need(stranger, building, steel).status == 400  # neither the task nor the material is there for them
    assert image() == before
    assert reader.get(f"/r/plans/{building.pk}/materials").data["needs"] == []


@pytest.mark.parametrize(("role", "may"), [("project_manager", True), ("purchaser", True), ("technical", False), ("quality", False)])
def test_managers_and_buyers_edit_and_others_read(firm: Firm, plan: Plan, building: Plan, steel: Material, role: str, may: bool) -> None:
    sync_presets(TESTS)
    person = make_person("某人", firm.east)
    Membership.objects.create(user=person, unit=firm.east, role=Role.objects.get(code=role))
    if role == "project_manager":
        Project.objects.filter(pk=plan.project_id).update(owner=person)
    config.forget()
    caller = Caller(person)
    answer = need(caller, building, steel)
    assert answer.status == (201 if may else 403), answer.data
    found = needs_of(caller, building)
    assert bool(found["can"]) is may
    assert caller.get("/r/material_needs").status == 200
    assert MaterialNeed.objects.count() == int(may)
    if may:
        assert do(caller, MaterialNeed.objects.get(), "confirm").status == 200
        assert found["amount"] == "76000.00"
