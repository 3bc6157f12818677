"""Tasks as records: entered in lists, reported on by telephone."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.modules.planning.models import Plan, PlanChange, Task
from zhuke.modules.planning.tests.factories import add, fill, iso, task_named, tie
from zhuke.modules.projects.models import Project


@pytest.fixture
def pair(plan: Plan) -> list[Task]:
    """Two tasks, one after the other."""
    first, second = add("支模", 5), add("浇筑", 5)
    fill(plan, first, second, tie(first, second))
    return [task_named(plan, "支模"), task_named(plan, "浇筑")]


def do(caller: Caller, task: Task, verb: str, **inputs: Any) -> Any:
    return caller.post(f"/r/tasks/{task.pk}/do/{verb}", {"inputs": inputs})


def test_a_report_moves_the_plan_and_the_project(plan: Plan, pair: list[Task], east: Caller, project: Project) -> None:
    begun = do(east, pair[0], "start", at="2026-03-03T08:00:00+08:00")
    assert (begun.status, begun.data["state"]) == (200, "doing"), begun.data
    assert iso(Task.objects.get(pk=pair[1].pk).starts_at) == "2026-03-10T00:00:00+00:00"
    half = do(east, pair[0], "set_progress", progress="50", note="下雨")
    assert (half.data["progress"], half.data["note"].endswith("下雨")) == ("50.00", True)
    project.refresh_from_db()
    assert (float(project.progress), iso(project.began_on)) == (25.0, "2026-03-03")
    done = do(east, pair[0], "finish", at="2026-03-06T12:00:00+08:00")
    assert (done.data["state"], done.data["progress"]) == ("done", "100.00")
    assert iso(Task.objects.get(pk=pair[1].pk).starts_at) == "2026-03-06T05:00:00+00:00"
    assert PlanChange.objects.filter(plan=plan, kind="progress").count() == 3
    assert [do(east, pair[1], verb).data["state"] for verb in ("start", "pause", "resume")] == ["doing", "paused", "doing"]
    do(east, pair[1], "finish")
    project.refresh_from_db()
    assert float(project.progress) == 100.0
    assert project.finished_on is not None


def test_reports_that_make_no_sense(plan: Plan, pair: list[Task], east: Caller) -> None:
    summary = uuid4()
    fill(plan, {"op": "add", "id": summary, "name": "主体"}, {"op": "move", "task": pair[1].pk, "parent": summary})
    for task, verb, inputs, status, code in (
        (pair[0], "start", {"at": "2199-01-01T08:00:00+08:00"}, 400, "in_future"),
        (pair[0], "set_progress", {"progress": "101"}, 400, "invalid"),
        (pair[0], "set_progress", {}, 400, "invalid"),
        (pair[0], "resume", {}, 409, "wrong_state"),
        (Task.objects.get(pk=summary), "set_progress", {"progress": "10"}, 409, "wrong_state"),
    ):
        answer = do(east, task, verb, **inputs)
        assert (answer.status, answer.code) == (status, code), answer.data
    do(east, pair[0], "start", at="2026-03-04T08:00:00+08:00")
    early = do(east, pair[0], "finish", at="2026-03-03T08:00:00+08:00")
    assert (early.status, list(early.data["fields"])) == (400, ["at"])
    assert do(east, pair[0], "start").code == "wrong_state"
    assert PlanChange.objects.filter(plan=plan, kind="progress").count() == 1


def test_who_reports_needs_the_right(firm: Firm, pair: list[Task], reader: Caller, west: Caller) -> None:
    assert (do(reader, pair[0], "start").status, do(west, pair[0], "start").status) == (403, 404)
    only = Caller(make_person("工长", firm.east, {"projects": ["read"], "tasks": ["read", "report"]}, "below"))
    assert do(only, pair[0], "start", at="2026-03-02T08:00:00+08:00").status == 200
    assert only.patch(f"/r/tasks/{pair[0].pk}", {"version": 2, "name": "别的"}).status == 403


def test_tasks_are_entered_and_changed_as_records(plan: Plan, pair: list[Task], east: Caller) -> None:
    made = east.post(
        "/r/tasks", {"plan": plan.pk, "name": "拆模", "duration": 960, "parent": None, "deadline": "2026-03-05T17:00:00+08:00"}
    )
    assert made.status == 201, made.data
    assert (made.data["wbs"], made.data["starts_at"][:10], made.data["state"]) == ("3", "2026-03-02", "todo")
    longer = east.patch(f"/r/tasks/{pair[0].pk}", {"version": pair[0].version, "duration": 480 * 6})
    assert longer.status == 200, longer.data
    assert iso(Task.objects.get(pk=pair[1].pk).starts_at) == "2026-03-10T00:00:00+00:00"
    stale = east.patch(f"/r/tasks/{pair[0].pk}", {"version": pair[0].version, "duration": 480})
    assert (stale.status, stale.code) == (409, "stale_version")
    moved = east.patch(f"/r/tasks/{made.data['id']}", {"version": made.data["version"], "parent": str(pair[0].pk)})
    assert moved.data["wbs"] == "1.1"
    for values, code in (({"kind": "summary"}, "invalid"), ({"parent": made.data["id"]}, "below_itself")):
        row = Task.objects.get(pk=made.data["id"])
        answer = east.patch(f"/r/tasks/{row.pk}", {"version": row.version, **values})
        assert (answer.status, answer.code) == (400, code), answer.data


def test_lists_offer_my_tasks(plan: Plan, pair: list[Task], east: Caller, west: Caller) -> None:
    fill(plan, {"op": "set", "task": pair[1].pk, "values": {"owner": east.person.pk}})
    mine = east.get("/r/tasks", filter={"and": [["live", "=", True], ["owner", "=", "$me"], ["state", "!=", "done"]]})
    assert [row["name"] for row in mine.data["items"]] == ["浇筑"]
    assert west.get("/r/tasks").data["items"] == []


def test_a_plan_that_is_being_saved_says_so(plan: Plan, pair: list[Task], east: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuke.kernel.errors import Conflict
    from zhuke.modules.planning.services import tasks

    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "0"
    with tasks.held(plan.pk):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "0"
    Plan.objects.filter(pk=plan.pk).update(archived_at="2026-03-02T00:00:00Z")
    with pytest.raises(Conflict, match="archived"), tasks.held(plan.pk):
        pass
