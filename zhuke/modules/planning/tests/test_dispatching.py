"""Work that is given to somebody: who is told, once, and sees it from then on (R71)."""

from typing import Any
from uuid import uuid4

import pytest

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, make_person
from zhuke.modules.planning.models import Plan
from zhuke.modules.planning.tests.conftest import RIGHTS
from zhuke.modules.planning.tests.factories import add, fill, task_named
from zhuke.modules.projects.models import Project

WORKING = {"projects": ["read"], "tasks": ["read", "report"]}


@pytest.fixture
def planner(firm: Firm) -> Caller:
    """Plans in the east company and puts members on its projects."""
    return Caller(make_person("施工经理", firm.east, {**RIGHTS, "project_members": ["read", "create"]}, "below"))


@pytest.fixture
def worker(firm: Firm) -> Caller:
    """Sees only projects of the own unit or team, and is on none."""
    return Caller(make_person("赵工", firm.east, WORKING, "own"))


def edit(caller: Caller, plan: Plan, *operations: dict[str, Any], **values: Any) -> Any:
    answer = caller.post(f"/r/plans/{plan.pk}/edit", {"operations": list(operations), **values})
    assert answer.status == 200, answer.data
    return answer


def told(person: Caller) -> list[tuple[str, str, str]]:
    """What the person was told: title, text, about which kind of record."""
    rows = Notice.objects.filter(user=person.person, kind="tasks").order_by("created_at")
    return list(rows.values_list("title", "body", "resource"))


def owned(task: Any, person: Caller | None) -> dict[str, Any]:
    return {"op": "set", "task": task, "values": {"owner": person.person.pk if person else None}}


def test_who_gets_a_task_is_told_once_and_sees_it(plan: Plan, project: Project, planner: Caller, worker: Caller) -> None:
    fill(plan, add("测量放线", 2))
    task = task_named(plan, "测量放线")
    assert worker.get(f"/r/tasks/{task.pk}").status == 404
    edit(planner, plan, owned(task.pk, worker), preview=True)
    assert told(worker) == []
    edit(planner, plan, owned(task.pk, worker))
    assert told(worker) == [(f"{project.name}：任务“测量放线”交给了您", "2026-03-02 至 2026-03-03", "tasks")]
    assert worker.get(f"/r/tasks/{task.pk}").status == 200
    edit(planner, plan, {"op": "set", "task": task.pk, "values": {"duration": 960}})  # still theirs: nothing new
    assert planner.post(f"/r/plans/{plan.pk}/undo").status == 200
    edit(planner, plan, owned(task.pk, planner))
    assert (len(told(worker)), told(planner)) == (1, [])


def test_several_tasks_of_one_change_are_one_message(firm: Firm, plan: Plan, project: Project, planner: Caller, worker: Caller) -> None:
    tasks = [add(name, 1) for name in ("放线", "开挖", "垫层")]
    fill(plan, *tasks)
    own = make("pool_resources", name="赵工", unit=firm.east, user=worker.person, number="P1")
    crew = make("pool_resources", name="木工班", unit=firm.east, kind="crew", number="P2")
    assigned = [{"op": "assign", "id": uuid4(), "task": tasks[1]["id"], "resource": row.pk, "units": 100} for row in (own, crew)]
    edit(planner, plan, owned(tasks[0]["id"], worker), owned(tasks[2]["id"], worker), *assigned)
    assert told(worker) == [(f"{project.name}：有 3 项任务交给了您", "放线、开挖、垫层", "projects")]


def test_a_scenario_and_what_is_done_give_nothing(plan: Plan, planner: Caller, worker: Caller) -> None:
    fill(plan, add("放线", 1), add("旧账", 1, progress=100))
    edit(planner, plan, owned(task_named(plan, "旧账").pk, worker))
    copy = planner.post(f"/r/plans/{plan.pk}/copy", {"name": "试排"}).data["id"]
    scenario = Plan.objects.get(pk=copy)
    edit(planner, scenario, owned(task_named(scenario, "放线").pk, worker))
    assert told(worker) == []


def test_who_may_put_nobody_on_a_project_lets_nobody_see_it(plan: Plan, east: Caller, worker: Caller) -> None:
    fill(plan, add("放线", 1))
    task = task_named(plan, "放线")
    edit(east, plan, owned(task.pk, worker))
    assert (told(worker), worker.get(f"/r/tasks/{task.pk}").status) == ([], 404)


def test_the_budget_of_a_task_is_set_by_who_sees_it(plan: Plan, planner: Caller) -> None:
    fill(plan, add("放线", 1))
    task = task_named(plan, "放线")
    body = {"operations": [{"op": "set", "task": str(task.pk), "values": {"budget": "1200.00"}}]}
    refused = planner.post(f"/r/plans/{plan.pk}/edit", body)
    assert (refused.status, refused.code) == (403, "not_allowed")
    task.refresh_from_db()
    assert task.budget is None
