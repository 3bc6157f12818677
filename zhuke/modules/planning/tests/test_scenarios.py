"""Baselines, scenarios, levelling, earned value, the weeks ahead."""

import datetime as dt
from decimal import Decimal
from threading import Event
from typing import Any
from uuid import uuid4

import pytest

from zhuke.commons.jobs.services import Cancelled, Progress
from zhuke.commons.testing import Caller, Firm, allow, make, queued, run_jobs, unmask
from zhuke.modules.planning.domain import optimal
from zhuke.modules.planning.models import Baseline, Plan, Task, WorkCalendar
from zhuke.modules.planning.services.plans import plan_for
from zhuke.modules.planning.tests.factories import TESTS, add, fill, iso, task_named, tie
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.tests.factories import a_project, an_item
from zhuke.modules.workforce.models import Absence


@pytest.fixture
def pair(plan: Plan) -> list[Any]:
    """Two tasks, one after the other, with budgets."""
    first, second = add("支模", 5, budget="1000.00"), add("浇筑", 5, budget="3000.00")
    fill(plan, first, second, tie(first, second))
    plan.refresh_from_db()
    return [first["id"], second["id"]]


def post(caller: Caller, plan: Plan, what: str, **body: Any) -> Any:
    return caller.post(f"/r/plans/{plan.pk}/{what}", body)


def test_a_baseline_keeps_what_was_agreed(plan: Plan, pair: list[Any], east: Caller, reader: Caller, west: Caller) -> None:
    assert (post(reader, plan, "baselines").status, post(west, plan, "baselines").status) == (403, 404)
    assert not Baseline.objects.exists()
    taken = post(east, plan, "baselines", name="投标计划")
    assert (taken.status, taken.data["name"]) == (201, "投标计划")
    post(east, plan, "edit", operations=[{"op": "set", "task": pair[0], "values": {"duration": 480 * 7}}])
    told = reader.get(f"/r/plans/{plan.pk}/network", baseline=taken.data["id"]).data
    assert told["baseline"][str(pair[1])] == ["2026-03-09T08:00", "2026-03-13T17:00"]
    assert told["baselines"][0]["finish"] == "2026-03-13T17:00"
    differs = reader.get(f"/r/plans/{plan.pk}/compare", **{"with": taken.data["id"]}).data
    assert differs["finish"] == ["2026-03-17T17:00", "2026-03-13T17:00"]
    assert [(row["name"], row["days"]) for row in differs["tasks"]] == [("支模", 2.0), ("浇筑", 2.0)]
    assert reader.delete(f"/r/plans/{plan.pk}/baselines/{taken.data['id']}").status == 403
    assert east.delete(f"/r/plans/{plan.pk}/baselines/{taken.data['id']}").status == 204
    assert east.delete(f"/r/plans/{plan.pk}/baselines/{taken.data['id']}").status == 404


def test_baselines_have_an_end_and_need_tasks(plan: Plan, east: Caller) -> None:
    assert post(east, plan, "baselines").code == "nothing_to_keep"
    fill(plan, add("支模"))
    names = [post(east, plan, "baselines").data["name"] for _n in range(11)]
    assert names[0] == "基线 1"
    assert post(east, plan, "baselines").code == "too_many_baselines"


def test_a_scenario_is_tried_and_taken_over(plan: Plan, pair: list[Any], east: Caller, west: Caller) -> None:
    assert post(west, plan, "copy", name="赶工").status == 404
    made = post(east, plan, "copy", name="赶工")
    assert (made.status, made.data["kind"], made.data["name"]) == (201, "scenario", "赶工")
    scenario = Plan.objects.get(pk=made.data["id"])
    copied = task_named(scenario, "支模")
    assert copied.live is False
    extra = uuid4()
    answer = post(
        east, scenario, "edit",
        operations=[
            {"op": "set", "task": copied.pk, "values": {"duration": 480 * 2}},
            {"op": "add", "id": extra, "name": "夜班增援", "duration": 480},
        ],
    )  # fmt: skip
    assert answer.data["consequences"]["finish"][1] == "2026-03-10T17:00"
    assert task_named(plan, "支模").duration == 2400
    differs = east.get(f"/r/plans/{plan.pk}/compare", **{"with": str(scenario.pk)}).data
    assert {row["name"]: row["days"] for row in differs["tasks"]} == {"支模": 3.0, "浇筑": 3.0, "夜班增援": None}
    seen = post(east, scenario, "adopt", preview=True)
    assert task_named(plan, "支模").duration == 2400
    done = post(east, scenario, "adopt")
    assert done.status == 200, done.data
    assert done.data["consequences"] == seen.data["consequences"]
    assert Task.objects.get(pk=pair[0]).duration == 960
    assert task_named(plan, "夜班增援").live is True
    assert east.post(f"/r/plans/{plan.pk}/undo").status == 200
    assert Task.objects.get(pk=pair[0]).duration == 2400
    assert not Task.objects.filter(plan=plan, name="夜班增援", archived_at=None).exists()


def test_a_scenario_of_yesterday_is_not_taken_over(plan: Plan, pair: list[Any], east: Caller) -> None:
    scenario = Plan.objects.get(pk=post(east, plan, "copy", name="方案").data["id"])
    post(east, plan, "edit", operations=[{"op": "set", "task": pair[0], "values": {"name": "支模板"}}])
    refused = post(east, scenario, "adopt")
    assert (refused.status, refused.code) == (409, "live_changed")
    assert post(east, plan, "adopt").code == "not_a_scenario"
    assert task_named(plan, "支模板").plan_id == plan.pk


def test_the_live_plan_stays(plan: Plan, east: Caller, project: Project) -> None:
    refused = east.post(f"/r/plans/{plan.pk}/do/discard", {"inputs": {}})
    assert (refused.status, refused.code) == (409, "wrong_state")
    scenario = post(east, plan, "copy", name="方案").data["id"]
    assert east.post(f"/r/plans/{scenario}/do/discard", {"inputs": {}}).status == 200
    again = east.post("/r/plans", {"project": project.pk, "name": "另一个", "calendar": plan.calendar_id, "starts_on": "2026-03-02"})
    assert (again.status, again.code) == (409, "live_exists")
    assert Plan.objects.filter(project=project, archived_at=None).count() == 1
    assert plan_for(TESTS, project) is None


def test_levelling_lets_tasks_wait_for_what_they_need(firm: Firm, plan: Plan, east: Caller) -> None:
    crane = make("pool_resources", name="塔吊", kind="machine", unit=firm.east, number="T1")
    tasks = [add("吊装一", 3), add("吊装二", 2, priority=900), add("砌筑", 4)]
    fill(plan, *tasks)
    assert post(east, plan, "level").code == "nothing_assigned"
    for task in tasks[:2]:
        fill(plan, {"op": "assign", "id": uuid4(), "task": task["id"], "resource": crane.pk, "units": 100})
    seen = post(east, plan, "level", preview=True)
    assert seen.status == 200, seen.data
    assert seen.data["levelling"]["delayed"] == 1
    assert Task.objects.filter(plan=plan).exclude(not_before=None).count() == 0
    by_priority = post(east, plan, "level", rule="priority")
    starts = {t["name"]: t["start"] for t in by_priority.data["changed"]}
    assert (starts["吊装一"], task_named(plan, "吊装二").starts_at) == ("2026-03-04T08:00", task_named(plan, "砌筑").starts_at)
    assert by_priority.data["consequences"]["finish"][1] == "2026-03-06T17:00"
    back = post(east, plan, "level", clear=True)
    assert {t["name"]: t["start"] for t in back.data["changed"]}["吊装一"] == "2026-03-02T08:00"
    fill(plan, {"op": "assign", "id": uuid4(), "task": tasks[2]["id"], "resource": crane.pk, "units": 150})
    refused = post(east, plan, "level")
    assert (refused.status, refused.code) == (400, "cannot_level")
    assert "砌筑" in refused.data["message"]


def hoists(firm: Firm, plan: Plan) -> dict[str, Any]:
    """One crane for four tasks; by any rule of priority that looks at floats alone the last begins too late. Ids by name."""
    crane = make("pool_resources", name="塔吊", kind="machine", unit=firm.east, number="T1")
    tasks = [add("安装", 5), add("清运", 1), add("卸车", 1), add("调试", 6)]
    fill(plan, *tasks, tie(tasks[1], tasks[3]))
    for task in tasks[:3]:
        fill(plan, {"op": "assign", "id": uuid4(), "task": task["id"], "resource": crane.pk, "units": 100})
    return {task["name"]: task["id"] for task in tasks}


def sought(caller: Caller, plan: Plan, **body: Any) -> dict[str, Any]:
    """The job that seeks the shortest plan, when it is over."""
    started = post(caller, plan, "optimise", **body)
    assert (started.status, started.data["state"]) == (202, "queued"), started.data
    run_jobs()
    found: dict[str, Any] = caller.get(f"/jobs/{started.data['id']}").data
    return found


def test_the_shortest_levelling_is_sought_by_a_job_proven_and_shown_before_it_is_saved(
    firm: Firm, plan: Plan, east: Caller, reader: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    hoists(firm, plan)
    assert "optimise" in east.get(f"/r/plans/{plan.pk}/network").data["plan"]["can"]
    assert "optimise" not in reader.get(f"/r/plans/{plan.pk}/network").data["plan"]["can"]
    job = sought(east, plan)
    assert (job["state"], job["result"]["proven"], job["done"]) == ("done", True, job["total"])
    monkeypatch.setattr(optimal, "optimise", lambda *given, **named: pytest.fail("sought again"))
    seen = post(east, plan, "level", rule="optimal", preview=True)
    assert seen.status == 200, seen.data
    assert (seen.data["levelling"]["proven"], seen.data["levelling"]["note"], seen.data["levelling"]["over"]) == (True, "", [])
    assert seen.data["consequences"]["finish"][1] == "2026-03-10T17:00"  # seven days: 清运 first, then six of 调试
    assert not Task.objects.filter(plan=plan).exclude(not_before=None).exists()
    assert sought(east, plan)["state"] == "done"  # found before: at once
    done = post(east, plan, "level", rule="optimal")
    assert done.data["consequences"] == seen.data["consequences"]
    assert done.data["levelling"] == seen.data["levelling"]
    assert Task.objects.filter(plan=plan).exclude(not_before=None).count() == done.data["levelling"]["delayed"] > 0
    assert east.post(f"/r/plans/{plan.pk}/undo").status == 200
    assert not Task.objects.filter(plan=plan).exclude(not_before=None).exists()


def test_the_shortest_levelling_says_when_it_cannot_be_sought(
    firm: Firm, plan: Plan, east: Caller, reader: Caller, west: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(east, plan, "optimise").code == "nothing_assigned"
    tasks = hoists(firm, plan)
    before = queued()
    assert (post(reader, plan, "optimise").status, post(west, plan, "optimise").status) == (403, 404)
    with monkeypatch.context() as patch:
        patch.setattr(optimal, "available", lambda: False)
        absent = post(east, plan, "optimise")
        assert (absent.status, absent.code) == (409, "not_installed")
    refused = post(east, plan, "level", rule="optimal")
    assert (refused.status, refused.code, queued()) == (409, "not_sought", before)
    assert sought(east, plan)["state"] == "done"
    nights = WorkCalendar.objects.create(name="夜班", week=[[["20:00", "24:00"]]] * 7)
    post(east, plan, "edit", operations=[{"op": "set", "task": tasks["卸车"], "values": {"calendar": nights.pk}}])
    assert post(east, plan, "level", rule="optimal").code == "not_sought"  # the plan is another now
    assert not Task.objects.filter(plan=plan).exclude(not_before=None).exists()
    sought(east, plan)
    mixed = post(east, plan, "level", rule="optimal")
    assert mixed.status == 200, mixed.data
    assert (mixed.data["levelling"]["proven"], "不同的工作日历" in mixed.data["levelling"]["note"]) == (False, True)


def test_a_search_that_is_stopped_finds_nothing(firm: Firm, plan: Plan, east: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    hoists(firm, plan)
    search = optimal.optimise

    def stopped(*given: Any, **named: Any) -> Any:
        ended.wait(10)
        return search(*given, **named)

    def step(progress: Progress, done: int, message: str = "") -> None:
        ended.set()
        raise Cancelled

    ended = Event()
    monkeypatch.setattr(optimal, "optimise", stopped)
    monkeypatch.setattr(Progress, "step", step)
    assert sought(east, plan)["state"] == "cancelled"
    assert post(east, plan, "level", rule="optimal").code == "not_sought"


def test_levelling_counts_absences_and_other_projects(firm: Firm, plan: Plan, east: Caller) -> None:
    crane = make("pool_resources", name="塔吊", kind="machine", unit=firm.east, number="T1")
    Absence.objects.create(resource=crane, since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 3), kind="repair")
    other = Plan.objects.get(project=a_project(firm.east, east.person))
    Plan.objects.filter(pk=other.pk).update(starts_on=dt.date(2026, 3, 4))
    for one in (plan, other):
        task = add("吊装", 2)
        fill(one, task, {"op": "assign", "id": uuid4(), "task": task["id"], "resource": crane.pk})
    answer = post(east, plan, "level")
    assert [task["start"] for task in answer.data["changed"]] == ["2026-03-06T08:00"]
    alone = post(east, plan, "level", others=False)
    assert [task["start"] for task in alone.data["changed"]] == ["2026-03-04T08:00"]


def test_earned_value_by_budgets_baseline_and_costs(plan: Plan, pair: list[Any], project: Project, east: Caller) -> None:
    from zhuke.modules.projects.services import costs

    role = allow(east.person, {})
    for resource, field in (("projects", "cost_total"), ("tasks", "budget")):
        unmask(role, resource, field)
    post(east, plan, "baselines")
    post(east, plan, "edit", operations=[{"op": "set", "task": pair[0], "values": {"progress": 50}}])
    costs.post(TESTS, project, an_item(), Decimal("800.00"), dt.date(2026, 3, 4), source=("tasks", uuid4()), text="人工")
    told = east.get(f"/r/plans/{plan.pk}/earned", on="2026-03-06").data
    assert {name: told[name] for name in ("bac", "pv", "ev", "ac", "sv", "cv")} == {
        "bac": "4000.00", "pv": "1000.00", "ev": "500.00", "ac": "800.00", "sv": "-500.00", "cv": "-300.00",
    }  # fmt: skip
    assert (told["spi"], told["cpi"], told["eac"], told["vac"]) == (0.5, 0.625, "6400.00", "-2400.00")
    last = told["curve"][-1]
    assert (last["on"], last["pv"], last["ev"]) == ("2026-03-13", 4000.0, None)
    assert any(point["on"] == "2026-03-06" and point["pv"] == 1000.0 and point["ev"] == 500.0 for point in told["curve"])


def test_who_sees_no_amounts_gets_shares(plan: Plan, pair: list[Any], reader: Caller, west: Caller) -> None:
    told = reader.get(f"/r/plans/{plan.pk}/earned", on="2026-03-06").data
    assert (told["unit"], told["masked"], told["bac"], told["pv"], told["ac"]) == ("percent", True, "100.00", "25.00", None)
    assert all(point["ac"] is None for point in told["curve"])
    assert west.get(f"/r/plans/{plan.pk}/earned").status == 404


def test_the_weeks_ahead(plan: Plan, pair: list[Any], reader: Caller, west: Caller) -> None:
    told = reader.get(f"/r/plans/{plan.pk}/lookahead", since="2026-03-09", weeks=1).data
    assert [(row["name"], row["why"]) for row in told["tasks"]] == [("支模", "late"), ("浇筑", "begins")]
    assert [one["label"] for one in told["tasks"][1]["waits_for"]] == ["支模"]
    assert told["until"] == "2026-03-15"
    beside = add("养护", 2)
    fill(plan, beside, tie(pair[1], beside, "SS"), tie(pair[0], beside, "FF"))
    waits = {row["name"]: row["waits_for"] for row in reader.get(f"/r/plans/{plan.pk}/lookahead", since="2026-03-09").data["tasks"]}
    assert [one["label"] for one in waits["养护"]] == ["浇筑"], "what begins together waits until the other has begun"
    assert west.get(f"/r/plans/{plan.pk}/lookahead").status == 404


def test_a_calendar_that_changes_moves_its_plans(plan: Plan, pair: list[Any], east: Caller, firm: Firm) -> None:
    week = [[["08:00", "12:00"], ["13:00", "17:00"]]] * 6 + [[]]
    made = east.post("/r/work_calendars", {"name": "六天", "unit": firm.east.pk, "week": week, "statutory": False})
    assert made.status == 201, made.data
    moved = east.patch(f"/r/plans/{plan.pk}", {"version": plan.version, "calendar": made.data["id"]})
    assert moved.status == 200, moved.data
    assert iso(Plan.objects.get(pk=plan.pk).finish_at) == "2026-03-12T09:00:00+00:00"
    rest = east.patch(f"/r/work_calendars/{made.data['id']}", {"version": 1, "exceptions": [["2026-03-03", "2026-03-04", [], "停电"]]})
    assert rest.status == 200, rest.data
    run_jobs()
    assert iso(Plan.objects.get(pk=plan.pk).finish_at) == "2026-03-14T09:00:00+00:00"
    used = east.post(f"/r/work_calendars/{made.data['id']}/archive", {"version": rest.data["version"]})
    assert (used.status, used.code) == (409, "calendar_in_use")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("week", []),
        ("week", [[]] * 7),
        ("week", [[["12:00", "08:00"]]] * 7),
        ("week", [[["8", "9"]]] * 7),
        ("exceptions", [["2026-03-04", "2026-03-03", []]]),
        ("exceptions", [["2026-02-30", "2026-03-03", []]]),
        ("exceptions", "假"),
    ],
)
def test_a_calendar_that_is_none_is_refused(east: Caller, firm: Firm, field: str, value: Any) -> None:
    answer = east.post("/r/work_calendars", {"name": "坏", "unit": firm.east.pk, field: value})
    assert (answer.status, list(answer.data.get("fields", {}))) == (400, [field]), answer.data
