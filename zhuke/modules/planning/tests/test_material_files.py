"""Materials in plan files: taken into the list of materials and the needs of tasks, and written back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.testing import Caller, Firm, make_person, unmask
from zhuke.modules.orgs.models import Membership
from zhuke.modules.planning.interchange import mspdi_read
from zhuke.modules.planning.interchange.plan_file import PlanFile
from zhuke.modules.planning.models import MaterialNeed, Plan
from zhuke.modules.planning.tests.conftest import RIGHTS
from zhuke.modules.planning.tests.factories import fill, task_named
from zhuke.modules.planning.tests.mspdi_text import project, task
from zhuke.modules.planning.tests.test_plan_files import load, taken
from zhuke.modules.workforce.models import Material

NEEDS = {"materials": ["read", "create"], "material_needs": ["read", "create", "update", "confirm"]}


@pytest.fixture
def planner(firm: Firm) -> Caller:
    """Plans in the east company, materials included."""
    person = make_person("计划员", firm.east, RIGHTS | NEEDS, "below")
    unmask(Membership.objects.get(user=person).role, "materials", "price")
    return Caller(person)


def material(uid: int, name: str, **values: object) -> str:
    more = "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
    return f"<Resource><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><Type>0</Type><IsNull>0</IsNull>{more}</Resource>"


def used(uid: int, task: int, resource: int, units: object, work: str, fixed: int = 1, more: str = "") -> str:
    return (
        f"<Assignment><UID>{uid}</UID><TaskUID>{task}</TaskUID><ResourceUID>{resource}</ResourceUID><FixedMaterial>{fixed}</FixedMaterial>"
        f"<Units>{units}</Units><Work>{work}</Work>{more}</Assignment>"
    )


def site() -> bytes:
    """Steel in a fixed quantity, concrete so much a day, and sand that the file says nothing more about."""
    return project(
        task(1, "绑筋", 40), task(2, "浇筑", 16),
        resources=material(1, "螺纹钢", MaterialLabel="吨", Code="GJ-01", StandardRate="3800", StandardRateFormat=8)
        + material(2, "混凝土", MaterialLabel="m³") + material(3, "砂"),
        assignments=used(1, 1, 1, "12.5", "PT12H30M0S") + used(2, 2, 2, 5, "PT10H0M0S", fixed=0, more="<RateScale>3</RateScale>"),
    )  # fmt: skip


def needs() -> list[tuple[Any, ...]]:
    rows = MaterialNeed.objects.filter(task__archived_at=None).select_related("task", "material")
    return sorted((row.task.name, row.material.name, row.quantity, row.measure, row.confirmed) for row in rows)


def amounts(file: PlanFile) -> list[tuple[Any, ...]]:
    names = ("FixedMaterial", "Units", "Work", "RateScale")
    return [(one.task, one.resource, one.units, one.work, [one.source.get(name) for name in names]) for one in file.assignments]


STEEL = ("绑筋", "螺纹钢", Decimal("12.500"), "吨", Decimal(0))
CONCRETE = ("浇筑", "混凝土", Decimal("10.000"), "m³", Decimal(0))


def test_materials_of_ms_project_become_needs(planner: Caller, plan: Plan, firm: Firm) -> None:
    Material.objects.create(name="商品混凝土 混凝土", number="X", measure="m³", unit=firm.east)
    seen = load(planner, plan, site(), preview="true")
    assert (seen.status, Material.objects.count(), needs()) == (200, 1, [])
    answer = load(planner, plan, site())
    assert needs() == sorted([CONCRETE, STEEL])
    [said] = [one["message"] for one in answer.data["findings"] if one["code"] == "new_materials"]
    assert said == "材料库里新建了 3 种材料：螺纹钢、混凝土、砂。"
    made = Material.objects.get(number="GJ-01")
    assert (made.name, made.measure, made.price, made.unit) == ("螺纹钢", "吨", Decimal("3800.00"), firm.east)
    assert Material.objects.get(name="砂").measure == "未注明"


def test_they_go_out_as_they_came_in(planner: Caller, plan: Plan) -> None:
    load(planner, plan, site())
    before, after = mspdi_read.read(site()), mspdi_read.read(taken(planner, plan))
    assert after.resources == before.resources
    assert amounts(after) == amounts(before)


def test_what_was_changed_here_goes_out(planner: Caller, plan: Plan, firm: Firm) -> None:
    load(planner, plan, site())
    tiles = Material.objects.create(name="面砖", number="MZ-7", measure="m²", unit=firm.east, price=Decimal("88.5"))
    body = {"task": str(task_named(plan, "浇筑").pk), "material": str(tiles.pk), "quantity": "30.25"}
    assert planner.post("/r/material_needs", body).status == 201
    steel = MaterialNeed.objects.get(material__number="GJ-01")
    assert planner.patch(f"/r/material_needs/{steel.pk}", {"quantity": 14, "version": 1}).status == 200
    MaterialNeed.objects.filter(material__name="混凝土").update(archived_at=steel.created_at)
    fill(plan, {"op": "set", "task": task_named(plan, "绑筋").pk, "values": {"duration": 960}})
    content = taken(planner, plan)
    after = mspdi_read.read(content)
    named = {one.uid: one for one in after.resources}
    assert [(one.task, named[one.resource or 0].name, one.units, one.work, one.fixed) for one in after.assignments] == [
        (1, "螺纹钢", Decimal(14), 840, True), (2, "面砖", Decimal("30.25"), 1815, True),
    ]  # fmt: skip
    new = next(one for one in after.resources if one.name == "面砖")
    assert (new.kind, new.code, new.measure, new.price, new.source["StandardRateFormat"]) == (
        "material",
        "MZ-7",
        "m²",
        Decimal("88.5"),
        "8",
    )
    load(planner, plan, content)  # and in again
    assert needs() == sorted([("浇筑", "面砖", Decimal("30.250"), "m²", Decimal(0)), (*STEEL[:2], Decimal(14), *STEEL[3:])])


def test_prices_stay_hidden_from_who_does_not_see_them(planner: Caller, east: Caller, plan: Plan, firm: Firm) -> None:
    load(planner, plan, site())
    tiles = Material.objects.create(name="面砖", number="MZ-7", measure="m²", unit=firm.east, price=Decimal("88.5"))
    planner.post("/r/material_needs", {"task": str(task_named(plan, "浇筑").pk), "material": str(tiles.pk), "quantity": 3})
    new = next(one for one in mspdi_read.read(taken(east, plan)).resources if one.name == "面砖")
    assert new.price is None


def test_a_newer_file_keeps_what_was_confirmed(planner: Caller, plan: Plan) -> None:
    load(planner, plan, site())
    steel = MaterialNeed.objects.get(material__number="GJ-01")
    planner.post(f"/r/material_needs/{steel.pk}/do/confirm", {"inputs": {"quantity": "7"}})
    load(planner, plan, site())
    assert needs() == sorted([CONCRETE, (*STEEL[:4], Decimal(7))])
    load(planner, plan, project(task(1, "绑筋", 40), task(2, "浇筑", 24)))  # a file without any material leaves the needs alone
    assert needs() == sorted([CONCRETE, (*STEEL[:4], Decimal(7))])
    assert MaterialNeed.objects.filter(task__archived_at=None).count() == 2


def test_who_may_not_enter_needs_is_told_and_nothing_is_lost(east: Caller, plan: Plan) -> None:
    answer = load(east, plan, site())
    assert [one["code"] for one in answer.data["findings"]] == ["materials"]
    assert (Material.objects.count(), needs()) == (0, [])
    before, after = mspdi_read.read(site()), mspdi_read.read(taken(east, plan))
    assert (after.resources, amounts(after)) == (before.resources, amounts(before))
