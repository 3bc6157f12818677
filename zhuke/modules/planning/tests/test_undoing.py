"""Taking back what one has changed, while others go on."""

from typing import Any
from uuid import uuid4

import pytest

from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.modules.planning.models import Plan, Task, TaskLink
from zhuke.modules.planning.tests.conftest import RIGHTS
from zhuke.modules.planning.tests.factories import add, fill, task_named, tie


def post(caller: Caller, plan: Plan, what: str, **body: Any) -> Any:
    return caller.post(f"/r/plans/{plan.pk}/{what}", body or None)


def edit(caller: Caller, plan: Plan, *operations: dict[str, Any]) -> Any:
    answer = post(caller, plan, "edit", operations=list(operations))
    assert answer.status == 200, answer.data
    return answer


@pytest.fixture
def pair(plan: Plan) -> list[Any]:
    """Two tasks, one after the other."""
    first, second = add("支模", 2), add("浇筑", 1)
    fill(plan, first, second, tie(first, second))
    return [first["id"], second["id"]]


def rows(plan: Plan) -> Any:
    """What people see of the plan."""
    found = Task.objects.filter(plan=plan, archived_at=None).order_by("wbs_sort")
    links = TaskLink.objects.filter(plan=plan, archived_at=None).order_by("id").values_list("id", "kind", "lag")
    return list(found.values_list("id", "name", "parent", "wbs", "kind", "duration", "starts_at", "ends_at", "progress")), list(links)


def test_every_kind_of_change_comes_back_and_goes_again(plan: Plan, pair: list[Any], east: Caller) -> None:
    was = rows(plan)
    child, link = uuid4(), uuid4()
    steps: list[list[dict[str, Any]]] = [
        [{"op": "set", "task": pair[0], "values": {"duration": 960 * 2, "name": "支模板"}}],
        [{"op": "add", "id": child, "name": "绑筋", "parent": pair[1], "duration": 1440}],
        [{"op": "remove", "tasks": [pair[0]]}],
        [{"op": "set", "task": child, "values": {"progress": 100}}],
        [{"op": "add", "id": link, "name": "养护"}, {"op": "link", "id": uuid4(), "from": child, "to": link}],
        [{"op": "move", "task": link, "parent": None, "after": None}],
    ]
    seen = [was]
    for operations in steps:
        edit(east, plan, *operations)
        seen.append(rows(plan))
    for before in reversed(seen[:-1]):
        answer = post(east, plan, "undo")
        assert answer.status == 200, answer.data
        assert rows(plan) == before
    assert post(east, plan, "undo").code == "nothing_to_undo"
    for after in seen[1:]:
        assert post(east, plan, "redo").status == 200
        assert rows(plan) == after
    assert post(east, plan, "redo").code == "nothing_to_redo"


def test_a_removed_task_comes_back_with_what_hung_on_it(plan: Plan, pair: list[Any], east: Caller) -> None:
    edit(east, plan, {"op": "remove", "tasks": [pair[0]]})
    back = post(east, plan, "undo")
    assert [task["name"] for task in back.data["added"]] == ["支模"]
    assert len(back.data["links"]["added"]) == 1
    assert {task["name"]: task["start"] for task in back.data["changed"]} == {"浇筑": "2026-03-04T08:00"}


def test_what_others_did_stays(firm: Firm, plan: Plan, pair: list[Any], east: Caller) -> None:
    other = Caller(make_person("另一人", firm.east, RIGHTS, "below"))
    edit(east, plan, {"op": "set", "task": pair[0], "values": {"duration": 1920}})
    edit(other, plan, {"op": "set", "task": pair[0], "values": {"name": "支模板"}})
    assert post(east, plan, "undo").status == 200
    task = task_named(plan, "支模板")
    assert task.duration == 960
    edit(east, plan, {"op": "set", "task": pair[0], "values": {"duration": 1440}})
    edit(other, plan, {"op": "set", "task": pair[0], "values": {"duration": 480}})
    was, revision = rows(plan), Plan.objects.get(pk=plan.pk).revision
    refused = post(east, plan, "undo")
    assert (refused.status, refused.code) == (409, "undo_conflict")
    assert "支模板" in refused.data["message"]
    assert (rows(plan), Plan.objects.get(pk=plan.pk).revision) == (was, revision)


def test_nothing_comes_back_below_what_is_gone(firm: Firm, plan: Plan, pair: list[Any], east: Caller) -> None:
    other = Caller(make_person("另一人", firm.east, RIGHTS, "below"))
    child = uuid4()
    edit(east, plan, {"op": "add", "id": child, "name": "绑筋", "parent": pair[1]})
    edit(east, plan, {"op": "remove", "tasks": [child]})
    edit(other, plan, {"op": "remove", "tasks": [pair[1]]})
    assert post(east, plan, "undo").code == "undo_conflict"


def test_a_new_change_ends_what_could_be_redone(plan: Plan, pair: list[Any], east: Caller) -> None:
    edit(east, plan, {"op": "set", "task": pair[0], "values": {"name": "甲"}})
    post(east, plan, "undo")
    assert east.get(f"/r/plans/{plan.pk}/changes").data["can_redo"] is True
    edit(east, plan, {"op": "set", "task": pair[0], "values": {"name": "乙"}})
    assert post(east, plan, "redo").code == "nothing_to_redo"


def test_the_log_tells_who_did_what(plan: Plan, pair: list[Any], east: Caller, reader: Caller, west: Caller) -> None:
    edit(east, plan, {"op": "set", "task": pair[0], "values": {"duration": 1920}})
    post(east, plan, "undo")
    told = reader.get(f"/r/plans/{plan.pk}/changes", limit=2).data
    assert [(row["kind"], row["by"], row["undone"], row["changed"]) for row in told["items"]] == [
        ("undo", "计划东", False, 2), ("edit", "计划东", True, 2),
    ]  # fmt: skip
    assert told["next"] == told["items"][-1]["revision"]
    assert told["can_undo"] is False
    assert west.get(f"/r/plans/{plan.pk}/changes").status == 404
