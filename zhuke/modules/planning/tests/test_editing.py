"""The editor of plans: what operations do, what they bring about, what is refused."""

from typing import Any
from uuid import uuid4

import pytest

from zhuke.commons.testing import Answer, Caller, Firm, make
from zhuke.kernel.models import Change
from zhuke.modules.planning.models import Assignment, Plan, PlanChange, Task, TaskLink
from zhuke.modules.planning.tests.factories import add, fill, iso, task_named, tie
from zhuke.modules.projects.tests.factories import a_project


def edit(caller: Caller, plan: Plan, *operations: dict[str, Any], **values: Any) -> Answer:
    return caller.post(f"/r/plans/{plan.pk}/edit", {"operations": list(operations), **values})


def by_name(answer: Answer, group: str = "changed") -> dict[str, Any]:
    return {task["name"]: task for task in answer.data[group]}


def state(plan: Plan) -> Any:
    """Everything that a refused edit must leave alone."""
    plan.refresh_from_db()
    rows = Task.objects.filter(plan=plan).order_by("id").values_list("id", "version", "name", "starts_at", "archived_at")
    counts = TaskLink.objects.count(), Assignment.objects.count(), PlanChange.objects.count()
    return plan.revision, plan.finish_at, list(rows), counts


@pytest.fixture
def house(plan: Plan) -> dict[str, Any]:
    """Foundations → walls → roof, five days each, roof with a deadline that just holds."""
    tasks = {name: add(name, 5) for name in ("基础", "主体", "屋面")}
    fill(plan, *tasks.values(), tie(tasks["基础"], tasks["主体"]), tie(tasks["主体"], tasks["屋面"]))
    fill(plan, {"op": "set", "task": tasks["屋面"]["id"], "values": {"deadline": 13763 * 1440}})
    plan.refresh_from_db()
    return {name: task["id"] for name, task in tasks.items()}


def test_the_network_is_read_whole(plan: Plan, house: dict[str, Any], reader: Caller, west: Caller) -> None:
    answer = reader.get(f"/r/plans/{plan.pk}/network")
    assert answer.status == 200, answer.data
    tasks = {task["name"]: task for task in answer.data["tasks"]}
    assert [task["wbs"] for task in answer.data["tasks"]] == ["1", "2", "3"]
    assert (tasks["基础"]["start"], tasks["基础"]["end"]) == ("2026-03-02T08:00", "2026-03-06T17:00")
    assert tasks["屋面"]["start"] == "2026-03-16T08:00"
    assert tasks["屋面"]["critical"] is True
    assert tasks["屋面"]["total_float"] == 0
    assert answer.data["plan"]["finish"] == "2026-03-20T17:00"
    assert answer.data["plan"]["can"] == []
    assert {(link["from"], link["to"], link["kind"]) for link in answer.data["links"]} == {
        (str(house["基础"]), str(house["主体"]), "FS"), (str(house["主体"]), str(house["屋面"]), "FS"),
    }  # fmt: skip
    calendar = next(one for one in answer.data["calendars"] if one["id"] == answer.data["plan"]["calendar"])
    assert calendar["minutes_per_day"] == 480
    assert west.get(f"/r/plans/{plan.pk}/network").status == 404
    assert reader.get(f"/r/plans/{plan.pk}/network", baseline=str(uuid4())).status == 404


def test_a_drag_moves_what_follows_and_says_so_before(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    was = state(plan)
    drag = {"op": "set", "task": house["基础"], "values": {"start": "2026-03-04T08:00"}}
    seen = edit(east, plan, drag, preview=True)
    assert seen.status == 200, seen.data
    assert state(plan) == was
    told = seen.data["consequences"]
    assert told["finish"] == ["2026-03-20T17:00", "2026-03-24T17:00"]
    assert (told["days"], told["moved"]) == (2.0, 2)
    assert told["late"] == []
    done = edit(east, plan, drag, revision=plan.revision)
    assert done.data["consequences"] == told
    assert by_name(done)["屋面"]["start"] == "2026-03-18T08:00"
    assert by_name(done)["基础"]["constraint"] == "snet"
    assert iso(task_named(plan, "屋面").starts_at) == "2026-03-18T00:00:00+00:00"
    assert done.data["revision"] == plan.revision + 1
    # What follows makes nobody's edit stale and no history; what was dragged does.
    assert task_named(plan, "屋面").version == Task.objects.get(pk=house["屋面"]).version
    assert not Change.objects.filter(object_id=house["主体"], operation="UPDATE").exists()
    assert Change.objects.filter(object_id=house["基础"], operation="UPDATE", actor_id=east.person.pk).exists()


def test_a_deadline_that_breaks_is_named(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    edit(east, plan, {"op": "set", "task": house["屋面"], "values": {"deadline": "2026-03-20T17:00"}})
    seen = edit(east, plan, {"op": "set", "task": house["主体"], "values": {"duration": 480 * 8}}, preview=True)
    late = seen.data["consequences"]["late"]
    assert late == [{"task": {"id": str(house["屋面"]), "label": "屋面"}, "deadline": "2026-03-20T17:00", "end": "2026-03-25T17:00"}]
    assert by_name(seen)["屋面"]["total_float"] == -3 * 480


def test_tasks_are_added_moved_and_removed(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    part, first = uuid4(), uuid4()
    answer = edit(
        east, plan,
        {"op": "add", "id": part, "name": "地下室", "parent": house["基础"], "duration": 960},
        {"op": "add", "id": first, "name": "开工", "kind": "milestone", "after": None},
    )  # fmt: skip
    assert answer.status == 200, answer.data
    assert by_name(answer, "added")["开工"]["wbs"] == "1"
    assert by_name(answer, "added")["开工"]["duration"] == 0
    assert by_name(answer, "added")["地下室"]["wbs"] == "2.1"
    summary = by_name(answer)["基础"]
    assert (summary["kind"], summary["duration"], summary["end"]) == ("summary", 960, "2026-03-03T17:00")
    assert by_name(answer)["主体"]["start"] == "2026-03-04T08:00"
    moved = edit(east, plan, {"op": "move", "task": part, "parent": None, "after": house["屋面"]})
    assert by_name(moved)["地下室"]["wbs"] == "5"
    assert by_name(moved)["基础"]["kind"] == "task"
    gone = edit(east, plan, {"op": "remove", "tasks": [house["主体"]]})
    assert gone.data["removed"] == [str(house["主体"])]
    assert len(gone.data["links"]["removed"]) == 2
    assert by_name(gone)["屋面"]["start"] == "2026-03-02T08:00"
    assert Task.objects.get(pk=house["主体"]).archived_at is not None


def test_links_are_drawn_changed_and_taken_away(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    link = uuid4()
    drawn = edit(east, plan, {"op": "link", "id": link, "from": house["基础"], "to": house["屋面"], "kind": "SS", "lag": 480 * 12})
    assert drawn.data["links"]["added"] == [
        {
            "id": str(link),
            "from": str(house["基础"]),
            "to": str(house["屋面"]),
            "kind": "SS",
            "lag": 5760,
            "lag_percent": None,
            "elapsed": False,
        }
    ]
    assert by_name(drawn)["屋面"]["start"] == "2026-03-18T08:00"
    changed = edit(east, plan, {"op": "relink", "id": link, "kind": "SS", "lag": 0, "lag_percent": 300})
    assert changed.data["links"]["changed"][0]["lag_percent"] == 300
    assert by_name(changed)["屋面"]["start"] == "2026-03-23T08:00"
    gone = edit(east, plan, {"op": "unlink", "id": link})
    assert gone.data["links"]["removed"] == [str(link)]
    assert by_name(gone)["屋面"]["start"] == "2026-03-16T08:00"


def test_resources_are_assigned_as_far_as_they_are_seen(firm: Firm, plan: Plan, house: dict[str, Any], east: Caller) -> None:
    crane = make("pool_resources", name="塔吊", kind="machine", unit=firm.east, number="T1")
    theirs = make("pool_resources", name="西吊", kind="machine", unit=firm.west, number="T2")
    row = uuid4()
    answer = edit(east, plan, {"op": "assign", "id": row, "task": house["主体"], "resource": crane.pk, "units": 50})
    assert by_name(answer)["主体"]["assigned"] == [{"id": str(row), "resource": {"id": str(crane.pk), "label": "塔吊"}, "units": 50.0}]
    again = edit(east, plan, {"op": "assign", "id": uuid4(), "task": house["主体"], "resource": crane.pk, "units": 80})
    assert [one["units"] for one in by_name(again)["主体"]["assigned"]] == [80.0]
    was = state(plan)
    refused = edit(east, plan, {"op": "assign", "id": uuid4(), "task": house["主体"], "resource": theirs.pk})
    assert (refused.status, refused.code) == (400, "unknown_reference")
    assert state(plan) == was
    off = edit(east, plan, {"op": "unassign", "id": row})
    assert by_name(off)["主体"]["assigned"] == []


def test_progress_says_what_has_begun_and_what_is_done(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    half = by_name(edit(east, plan, {"op": "set", "task": house["基础"], "values": {"progress": 50}}))["基础"]
    assert (half["state"], half["actual_start"], half["actual_end"]) == ("doing", "2026-03-02T08:00", None)
    done = by_name(edit(east, plan, {"op": "set", "task": house["基础"], "values": {"actual_end": "2026-03-10T17:00"}}))
    assert (done["基础"]["state"], done["基础"]["progress"], done["基础"]["end"]) == ("done", 100.0, "2026-03-10T17:00")
    assert done["主体"]["start"] == "2026-03-11T08:00"
    assert done["基础"]["critical"] is False
    back = by_name(edit(east, plan, {"op": "set", "task": house["基础"], "values": {"progress": 0}}))["基础"]
    assert (back["state"], back["actual_start"], back["actual_end"]) == ("todo", None, None)


REFUSED: list[tuple[str, int, Any]] = [
    ("cycle", 400, lambda h: {"op": "link", "id": uuid4(), "from": h["屋面"], "to": h["基础"]}),
    ("linked_already", 409, lambda h: {"op": "link", "id": uuid4(), "from": h["基础"], "to": h["主体"]}),
    ("link_itself", 400, lambda h: {"op": "link", "id": uuid4(), "from": h["基础"], "to": h["基础"]}),
    ("no_task", 409, lambda h: {"op": "set", "task": uuid4(), "values": {"name": "无"}}),
    ("no_task", 409, lambda h: {"op": "remove", "tasks": [uuid4()]}),
    ("no_link", 409, lambda h: {"op": "unlink", "id": uuid4()}),
    ("no_assignment", 409, lambda h: {"op": "unassign", "id": uuid4()}),
    ("no_sibling", 409, lambda h: {"op": "add", "id": uuid4(), "name": "甲", "after": uuid4()}),
    ("id_taken", 409, lambda h: {"op": "add", "id": h["基础"], "name": "甲"}),
    ("unknown_reference", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"tag": "没有的"}}),
    ("below_itself", 400, lambda h: {"op": "move", "task": h["基础"], "parent": h["基础"]}),
    ("constraint_date", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"constraint": "mso"}}),
    ("end_before_start", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"start": "2026-03-05T08:00", "end": "2026-03-04"}}),
    ("no_working_time", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"start": "2026-03-07", "end": "2026-03-08"}}),
    ("unknown_reference", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"owner": uuid4()}}),
    ("unknown_reference", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"calendar": uuid4()}}),
    ("no_working_time", 400, lambda h: {"op": "set", "task": h["基础"], "values": {"duration": 26_000_000}}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "operation"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_breaks_a_rule_changes_nothing(
    plan: Plan, house: dict[str, Any], east: Caller, code: str, status: int, operation: Any
) -> None:
    was = state(plan)
    answer = edit(east, plan, {"op": "add", "id": uuid4(), "name": "先加的"}, operation(house))
    assert (answer.status, answer.code) == (status, code), answer.data
    assert state(plan) == was


def test_a_ring_is_told_by_its_tasks(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    answer = edit(east, plan, {"op": "link", "id": uuid4(), "from": house["屋面"], "to": house["基础"]})
    for name in ("基础", "主体", "屋面"):
        assert name in answer.data["message"]
    assert set(answer.data["data"]["tasks"]) == {str(key) for key in house.values()}


def test_summaries_keep_their_rules(plan: Plan, house: dict[str, Any], east: Caller) -> None:
    edit(east, plan, {"op": "add", "id": uuid4(), "name": "垫层", "parent": house["基础"]})
    for code, operation in (
        ("of_summary", {"op": "set", "task": house["基础"], "values": {"duration": 480}}),
        ("of_summary", {"op": "set", "task": house["基础"], "values": {"progress": 10}}),
        ("summary_constraint", {"op": "set", "task": house["基础"], "values": {"constraint": "mso", "constraint_at": "2026-03-03T08:00"}}),
        ("summary_finish_link", {"op": "link", "id": uuid4(), "from": house["屋面"], "to": house["基础"], "kind": "FF"}),
        ("link_with_summary", {"op": "link", "id": uuid4(), "from": house["基础"], "to": task_named(plan, "垫层").pk}),
    ):
        answer = edit(east, plan, operation)
        assert (answer.status, answer.code) == (400, code), answer.data


def test_who_may_only_read_changes_nothing(plan: Plan, house: dict[str, Any], reader: Caller, west: Caller) -> None:
    was = state(plan)
    operation = {"op": "set", "task": house["基础"], "values": {"name": "别的"}}
    assert edit(west, plan, operation).status == 404
    assert (edit(reader, plan, operation).status, reader.post(f"/r/plans/{plan.pk}/undo").status) == (403, 403)
    assert state(plan) == was


def test_nothing_is_lost_when_two_edit(firm: Firm, plan: Plan, house: dict[str, Any], east: Caller) -> None:
    from zhuke.commons.testing import make_person
    from zhuke.modules.planning.tests.conftest import RIGHTS

    other = Caller(make_person("第二人", firm.east, RIGHTS, "below"))
    seen = plan.revision
    version = Task.objects.get(pk=house["基础"]).version
    assert edit(other, plan, {"op": "set", "task": house["基础"], "values": {"duration": 960}}, revision=seen).status == 200
    # Another row: fine, also for who has not seen the first change.
    assert edit(east, plan, {"op": "set", "task": house["屋面"], "values": {"name": "屋面防水"}}, revision=seen).status == 200
    was = state(plan)
    for operation in (
        {"op": "set", "task": house["基础"], "values": {"duration": 1440}},
        {"op": "set", "task": house["基础"], "version": version, "values": {"duration": 1440}},
        {"op": "remove", "tasks": [house["基础"]]},
    ):
        answer = edit(east, plan, operation, revision=seen)
        assert (answer.status, answer.code) == (409, "changed_since")
        assert answer.data["data"]["by"] == "第二人"
        assert answer.data["data"]["current"][0]["duration"] == 960
    assert state(plan) == was


@pytest.mark.parametrize(
    "body",
    [
        {"operations": []},
        {"operations": [{"op": "fly"}]},
        {"operations": [{"op": "set", "task": str(uuid4()), "values": {"start": "9999-01-01T00:00"}}]},
        {"operations": [{"op": "set", "task": str(uuid4()), "values": {"state": "done"}}]},
        {"operations": [{"op": "add", "id": str(uuid4()), "name": ""}]},
        {"operations": [{"op": "set", "task": str(uuid4()), "values": {"progress": 101}}]},
        {"operations": [{"op": "assign", "id": str(uuid4()), "task": str(uuid4()), "resource": str(uuid4()), "units": 0}]},
    ],
)
def test_inputs_of_the_wrong_shape(plan: Plan, east: Caller, body: dict[str, Any]) -> None:
    assert east.post(f"/r/plans/{plan.pk}/edit", body).status == 422


def test_an_id_of_another_plan_is_taken(firm: Firm, plan: Plan, house: dict[str, Any], east: Caller) -> None:
    other = Plan.objects.get(project=a_project(firm.west, east.person))
    task = add("别处")
    fill(other, task)
    was = state(plan)
    answer = edit(east, plan, {"op": "add", "id": task["id"], "name": "同号"})
    assert (answer.status, answer.code) == (409, "id_taken")
    edit(east, plan, {"op": "remove", "tasks": [house["屋面"]]})
    assert edit(east, plan, {"op": "add", "id": house["屋面"], "name": "同号"}).code == "id_taken"
    assert state(plan)[3][2] == was[3][2] + 1
