"""Change requests: who may ask for what, and what is refused."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from zhuke.commons.testing import Answer, queued
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.customers.tests.factories import FACTORIES as CUSTOMERS
from zhuke.modules.projects.tests.factories import a_project

from .conftest import Scene, do, made

TOMORROW = str(timezone.localdate() + dt.timedelta(days=1))


def test_another_company_sees_nothing(scene: Scene) -> None:
    row = scene.change()
    for answer in (
        scene.stranger.get(f"/r/change_requests/{row['id']}"),
        scene.stranger.get(f"/r/change_requests/{row['id']}/effects"),
        do(scene.stranger, row, "submit"),
        scene.stranger.get("/changes/totals", project=str(scene.project.pk)),
    ):
        assert answer.status == 404
    assert made(scene.stranger.get("/changes/totals"))["asked"]["count"] == 0
    assert scene.stranger.post("/r/change_requests", scene.body()).status == 400
    assert scene.head.get(f"/r/change_requests/{uuid4()}/effects").status == 404


def test_what_is_named_must_belong_to_the_project(scene: Scene) -> None:
    other = a_project(scene.site.firm.east_sales, scene.manager.person)
    contact = CUSTOMERS["contacts"].body(scene.site.firm.east_sales, scene.manager.person)
    stray = made(scene.manager.post("/r/contacts", {key: str(value) for key, value in contact.items()}))
    body = scene.body(project=other.pk, contact=stray["id"], asked_on=TOMORROW)
    waiting = queued()
    answer = scene.manager.post("/r/change_requests", body)
    assert (answer.status, answer.code) == (400, "invalid")
    assert sorted(answer.data["fields"]) == ["asked_on", "contact", "contract", "task"]
    assert (ChangeRequest.objects.count(), queued()) == (0, waiting)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"task": None}, ["task"]),
        ({"task_days": None}, ["task_days"]),
        ({"task_effect": "insert", "task_days": -2}, ["task_days"]),
        ({"cost_item": None}, ["cost_item"]),
    ],
)
def test_incomplete_effects_are_not_submitted(scene: Scene, values: dict[str, Any], fields: list[str]) -> None:
    row = scene.change(**values)
    answer = do(scene.manager, row, "submit")
    assert (answer.status, answer.code, sorted(answer.data["fields"])) == (400, "invalid", fields)
    assert ChangeRequest.objects.get().state == "draft"


def put_away(scene: Scene, row: Any) -> Answer:
    """Archive one as it is now."""
    version = ChangeRequest.objects.get(pk=row["id"]).version
    return scene.manager.post(f"/r/change_requests/{row['id']}/archive", {"version": version})


def test_decided_ones_stay_as_they_are(scene: Scene) -> None:
    row = scene.change()
    made(do(scene.manager, row, "submit"))
    version = made(scene.manager.get(f"/r/change_requests/{row['id']}"))["version"]
    answer = scene.manager.patch(f"/r/change_requests/{row['id']}", {"version": version, "title": "别的"})
    assert (answer.status, answer.code) == (409, "change_fixed")
    assert do(scene.manager, row, "withdraw", reason="不做了").code == "wrong_state"
    assert do(scene.manager, row, "carry_out").code == "wrong_state"
    assert put_away(scene, row).code in ("change_fixed", "in_approval")
    scene.decide(row, "reject")
    rejected = made(scene.manager.get(f"/r/change_requests/{row['id']}"))
    assert rejected["state"] == "rejected"
    made(scene.manager.patch(f"/r/change_requests/{row['id']}", {"version": rejected["version"], "income_amount": "80000.00"}))
    made(do(scene.manager, row, "submit"))
    scene.decide(row)
    assert ChangeRequest.objects.get().income_amount == Decimal("80000.00")
    assert put_away(scene, row).code == "change_fixed"
    assert do(scene.manager, row, "carry_out", on=TOMORROW).data["fields"].keys() == {"on"}
    assert do(scene.manager, row, "apply_again").code == "wrong_state"


def test_a_change_that_nobody_wants_any_more(scene: Scene) -> None:
    row = scene.change()
    assert do(scene.manager, row, "withdraw").status == 400
    assert do(scene.manager, row, "withdraw", reason="字" * 301).status == 400
    gone = made(do(scene.manager, row, "withdraw", reason="院方不改了"))
    assert (gone["state"], gone["end_note"]) == ("withdrawn", "院方不改了")
    assert [one["state"] for one in scene.effects(row).values()] == ["none"] * 3
    assert do(scene.manager, row, "submit").code == "wrong_state"


def test_a_closed_project_takes_no_changes(scene: Scene) -> None:
    row = scene.change()
    scene.project.phase = "closed"
    scene.project.save()
    answer = scene.manager.post("/r/change_requests", scene.body())
    assert (answer.status, answer.code) == (409, "project_closed")
    assert do(scene.manager, row, "submit").code == "project_closed"


def test_totals_of_a_project(scene: Scene) -> None:
    scene.approved()
    scene.change(title="增加无障碍坡道", income_amount="-10000.00", days=None, cost_amount=None, cost_item=None)
    found = made(scene.head.get("/changes/totals", project=str(scene.project.pk)))
    assert found["asked"] == {"count": 2, "days": 7, "income": "76000.00", "cost": "52000.00"}
    assert found["approved"] == {"count": 1, "days": 7, "income": "86000.00", "cost": "52000.00"}
    assert (found["waiting"]["count"], found["failed"], found["variations"]["count"]) == (0, 0, 0)


def test_sites_are_one_s_own_running_projects(scene: Scene) -> None:
    found = made(scene.manager.get("/changes/sites"))["items"]
    assert [(one["id"], [c["id"] for c in one["contracts"]]) for one in found] == [(str(scene.project.pk), [str(scene.contract.pk)])]
    assert made(scene.manager.get("/changes/sites", q="没有这个项目"))["items"] == []
    assert made(scene.stranger.get("/changes/sites"))["items"] == []
