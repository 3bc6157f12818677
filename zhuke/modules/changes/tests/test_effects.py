"""What an approved change brings about in plan, budget and contract, once; and what happens when it cannot."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import queued
from zhuke.kernel.audit import writing
from zhuke.kernel.models import Event
from zhuke.modules.changes.models import ChangeEffect, ChangeRequest
from zhuke.modules.changes.services.effects import apply_all
from zhuke.modules.contracts.models import Variation
from zhuke.modules.planning.models import PlanChange, Task
from zhuke.modules.planning.tests.factories import add, fill
from zhuke.modules.projects.models import BudgetVersion
from zhuke.modules.projects.services import budgets
from zhuke.modules.projects.tests.factories import a_project

from .conftest import TESTS, Scene, do, figure, made


def test_consequences_are_told_before_anything_happens(scene: Scene) -> None:
    row = scene.change()
    assert row["number"].startswith("BG-")
    ends, revision = scene.last.ends_at, scene.plan.revision
    found = scene.effects(row)
    assert [one["state"] for one in found.values()] == ["planned"] * 3
    assert figure(found["plan"], "task_days") == (10.0, 15.0)
    before, after = figure(found["plan"], "finish")
    # 5 working days are one week: no holiday lies in March 2026.
    assert dt.datetime.fromisoformat(after) - dt.datetime.fromisoformat(before) == dt.timedelta(days=7)
    assert figure(found["budget"], "line") == ("300000.00", "352000.00")
    assert figure(found["contract"], "amount") == ("1000000.00", "1086000.00")
    assert figure(found["contract"], "ends_on") == ("2027-06-30", "2027-07-07")
    scene.last.refresh_from_db()
    scene.plan.refresh_from_db()
    assert (scene.last.ends_at, scene.plan.revision, scene.budget()) == (ends, revision, Decimal("300000.00"))
    assert not Variation.objects.exists()
    assert not ChangeEffect.objects.exists()


def test_approval_carries_it_into_plan_budget_and_contract(scene: Scene) -> None:
    ends = scene.last.ends_at
    row = scene.approved()
    assert (row["state"], row["failed"], row["approved_on"]) == ("approved", False, str(timezone.localdate()))
    scene.first.refresh_from_db()
    scene.last.refresh_from_db()
    assert ends
    assert scene.last.ends_at
    assert (scene.first.duration, scene.last.ends_at - ends) == (15 * 480, dt.timedelta(days=7))
    # History of the plan names the change.
    assert PlanChange.objects.order_by("-revision").values_list("user_name", flat=True).first() == row["number"]
    version = BudgetVersion.objects.order_by("-number").first()
    assert version
    assert (scene.budget(), version.number, version.total) == (Decimal("352000.00"), 2, Decimal("352000.00"))
    variation = Variation.objects.get()
    assert (variation.contract_id, variation.state, variation.amount, variation.days, variation.project_id) == (
        scene.contract.pk, "draft", Decimal("86000.00"), 7, scene.project.pk,
    )  # fmt: skip
    # The contract itself has an approval of its own: nothing counts yet.
    scene.contract.refresh_from_db()
    assert scene.contract.current_amount == Decimal("1000000.00")
    found = scene.effects(row)
    assert [one["state"] for one in found.values()] == ["done"] * 3
    assert found["contract"]["target"]["id"] == str(variation.pk)
    assert "第 2 版" in found["budget"]["sentence"]
    assert variation.number in found["contract"]["sentence"]
    assert Notice.objects.filter(kind="changes", object_id=variation.pk).count() == 1


def test_applying_twice_changes_nothing(scene: Scene) -> None:
    row = ChangeRequest.objects.get(pk=scene.approved()["id"])
    with writing(TESTS):
        assert apply_all(TESTS, row)
    scene.first.refresh_from_db()
    assert (scene.first.duration, scene.budget(), Variation.objects.count(), BudgetVersion.objects.count()) == (
        15 * 480, Decimal("352000.00"), 1, 2,
    )  # fmt: skip
    assert do(scene.manager, {"id": row.pk}, "apply_again").code == "wrong_state"


def test_a_new_task_stands_between_the_task_and_what_waited_for_it(scene: Scene) -> None:
    ends = scene.last.ends_at
    scene.approved(task_effect="insert", task_days=3, new_task="铝板加工", cost_amount=None, cost_item=None, contract=None)
    new = Task.objects.get(name="铝板加工")
    scene.last.refresh_from_db()
    scene.first.refresh_from_db()
    assert new.starts_at
    assert scene.first.ends_at
    assert new.starts_at >= scene.first.ends_at
    assert ends
    assert scene.last.ends_at
    assert scene.last.ends_at > ends
    assert new.duration == 3 * 480
    assert (scene.budget(), Variation.objects.count()) == (Decimal("300000.00"), 0)


def test_a_budget_that_is_being_worked_on_is_not_approved_on_the_way(scene: Scene) -> None:
    line = scene.project.budget_lines.get()
    with writing(TESTS):
        budgets.edit_line(TESTS, line, amount=Decimal("310000.00"))
    row = scene.approved()
    assert (scene.budget(), BudgetVersion.objects.count()) == (Decimal("362000.00"), 1)
    assert "还在编制" in scene.effects(row)["budget"]["sentence"]


def test_what_cannot_be_applied_any_more_says_so_and_waits(scene: Scene) -> None:
    row = scene.change()
    made(do(scene.manager, row, "submit"))
    fill(scene.plan, {"op": "set", "task": scene.first.pk, "values": {"progress": 100.0}})
    scene.decide(row)
    row = made(scene.manager.get(f"/r/change_requests/{row['id']}"))
    assert (row["state"], row["failed"]) == ("approved", True)
    found = scene.effects(row)
    assert [one["state"] for one in found.values()] == ["failed", "done", "done"]
    assert "已经完成" in found["plan"]["sentence"]
    assert Event.objects.filter(name="change_requests.effects_failed", subject_id=row["id"]).count() == 1
    assert Notice.objects.filter(kind="changes", object_id=row["id"], user=scene.manager.person).exists()
    # Nothing is carried out while an effect is open; trying again while the cause stands leaves it open.
    assert do(scene.manager, row, "carry_out").code == "effects_open"
    assert made(do(scene.manager, row, "apply_again"))["failed"] is True
    fill(scene.plan, {"op": "set", "task": scene.first.pk, "values": {"progress": 50.0}})
    assert "可以重新应用" in scene.effects(row)["plan"]["sentence"]
    assert made(do(scene.manager, row, "apply_again"))["failed"] is False
    scene.first.refresh_from_db()
    assert (scene.first.duration, Variation.objects.count(), BudgetVersion.objects.count()) == (15 * 480, 1, 2)
    assert made(do(scene.manager, row, "carry_out", note="已完成并验收"))["state"] == "carried_out"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"task_days": -10}, "too_short"),
        ({"cost_amount": "-300000.01"}, "below_budget"),
    ],
)
def test_impossible_effects_are_told_and_not_submitted(scene: Scene, values: dict[str, object], code: str) -> None:
    row = scene.change(**values)
    waiting = queued()
    found = scene.effects(row)
    assert [one["state"] for one in found.values()].count("impossible") == 1
    answer = do(scene.manager, row, "submit")
    assert (answer.status, answer.code) == (409, code)
    assert (ChangeRequest.objects.get().state, queued()) == ("draft", waiting)


def test_a_settled_contract_and_a_summary_take_no_change(scene: Scene) -> None:
    row = scene.change()
    scene.contract.state = "settled"
    scene.contract.save()
    assert do(scene.manager, row, "submit").code == "settled"
    row = scene.change(contract=None)
    fill(scene.plan, add("龙骨", 1, parent=scene.first.pk))
    assert do(scene.manager, row, "submit").code == "not_a_task"
    fill(scene.plan, {"op": "remove", "tasks": [scene.first.pk]})
    assert do(scene.manager, row, "submit").code in ("invalid", "task_gone")


def a_variation(scene: Scene, **values: Any) -> Any:
    """A site variation of the project's contract."""
    body = {"contract": scene.contract.pk, "kind": "instruction", "name": "地下室隔墙拆除", "amount": "24000.00", "days": 3, **values}
    return made(scene.manager.post("/r/variations", body))


ONLY_INSIDE: dict[str, Any] = {"contract": None, "income_amount": None, "days": None}


def test_a_site_variation_is_carried_into_plan_and_budget_and_counts_once_in_the_contract(scene: Scene) -> None:
    sheet, ends = a_variation(scene), scene.last.ends_at
    row = scene.approved(variation=sheet["id"], kind="site", **ONLY_INSIDE)
    found = scene.effects(row)
    assert [found[part]["state"] for part in ("plan", "budget", "contract")] == ["done", "done", "none"]
    scene.last.refresh_from_db()
    assert ends
    assert scene.last.ends_at
    assert (scene.last.ends_at > ends, scene.budget()) == (True, Decimal("352000.00"))
    assert [str(one.pk) for one in Variation.objects.all()] == [sheet["id"]], "no second one is drafted"


@pytest.mark.parametrize(
    ("values", "field"), [({}, "contract"), ({"contract": None}, "income_amount"), ({"contract": None, "income_amount": None}, "days")]
)
def test_a_site_variation_does_not_count_twice(scene: Scene, values: dict[str, Any], field: str) -> None:
    answer = scene.manager.post("/r/change_requests", scene.body(variation=a_variation(scene)["id"], **values))
    assert (answer.status, list(answer.data["fields"]), ChangeRequest.objects.count()) == (400, [field], 0)


def test_a_site_variation_is_carried_over_once_and_only_within_its_project(scene: Scene) -> None:
    sheet = a_variation(scene)
    first = scene.change(variation=sheet["id"], **ONLY_INSIDE)
    again = scene.manager.post("/r/change_requests", scene.body(variation=sheet["id"], **ONLY_INSIDE))
    assert (again.status, again.data["fields"]["variation"]) == (400, [f"这张签证单已有变更单 {first['number']}，请直接打开它。"])
    made(do(scene.manager, first, "withdraw", reason="改期"))
    made(scene.manager.post("/r/change_requests", scene.body(variation=sheet["id"], **ONLY_INSIDE)))
    # What a change has drafted itself is no reason for another one.
    drafted = scene.approved()
    target = scene.effects(drafted)["contract"]["target"]["id"]
    assert list(scene.manager.post("/r/change_requests", scene.body(variation=target, **ONLY_INSIDE)).data["fields"]) == ["variation"]
    other = a_project(scene.site.firm.east_sales, scene.manager.person)
    body = scene.body(project=other.pk, variation=sheet["id"], task=None, task_effect="none", cost_item=None, **ONLY_INSIDE)
    assert list(scene.manager.post("/r/change_requests", body).data["fields"]) == ["variation"]


def test_amounts_are_kept_from_who_may_not_see_them(scene: Scene) -> None:
    from zhuke.commons.testing import make_person

    row = scene.approved()
    from zhuke.commons.testing import Caller

    blind = Caller(make_person("周技", scene.site.firm.east, {name: ["read"] for name in ("projects", "change_requests")}, "below"))
    found = scene.effects(row, blind)
    assert {one["name"] for effect in found.values() for one in effect["rows"]} == {"finish", "task_end", "task_days", "ends_on"}
    assert found["contract"]["target"] is None
    shown = made(blind.get(f"/r/change_requests/{row['id']}"))
    assert "income_amount" not in shown
    assert "cost_amount" not in shown
    totals = made(blind.get("/changes/totals", project=str(scene.project.pk)))
    assert totals["approved"] == {"count": 1, "days": 7}
    assert totals["variations"] is None
