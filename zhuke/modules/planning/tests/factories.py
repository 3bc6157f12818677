"""Plans, tasks and calendars for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.planning.models import Plan, Task
from zhuke.modules.planning.services import editing
from zhuke.modules.planning.services.reading import load
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.tests.factories import a_project
from zhuke.modules.workforce.tests.factories import material_body

numbers = itertools.count(1)
TESTS = system("测试")
STARTS = "2026-03-02"


def plan_of(project: Project, **values: Any) -> Plan:
    """The live plan of a project, which begins on Monday, 2 March 2026 unless told otherwise."""
    plan = Plan.objects.get(project=project, kind="live")
    for name, value in {"starts_on": STARTS, **values}.items():
        setattr(plan, name, value)
    plan.save()
    plan.refresh_from_db()
    return plan


def fill(plan: Plan, *operations: dict[str, Any]) -> dict[str, Any]:
    """Apply operations as the system would."""
    from zhuke.kernel.audit import writing

    with writing(TESTS):
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        return editing.run(TESTS, load(plan), list(operations))


def add(name: str, days: float = 1, **values: Any) -> dict[str, Any]:
    """An operation that adds a task of so many days."""
    return {"op": "add", "id": uuid4(), "name": name, "duration": round(days * 480), **values}


def tie(pred: dict[str, Any] | UUID, succ: dict[str, Any] | UUID, kind: str = "FS", lag: int = 0, **values: Any) -> dict[str, Any]:
    """An operation that ties two tasks."""
    ends = [one["id"] if isinstance(one, dict) else one for one in (pred, succ)]
    return {"op": "link", "id": uuid4(), "from": ends[0], "to": ends[1], "kind": kind, "lag": lag, **values}


def iso(moment: dt.date | None) -> str:
    """A day or moment that must be there, as text."""
    assert moment is not None
    return moment.isoformat()


def plan_body(unit: Any, person: Any) -> dict[str, Any]:
    """The plan of a project that has lost its own."""
    project = a_project(unit, person)
    plan = Plan.objects.get(project=project)
    calendar = plan.calendar_id
    Plan.objects.filter(pk=plan.pk).update(kind="scenario")
    return {"project": project.pk, "name": f"总进度计划 {next(numbers)}", "calendar": calendar, "starts_on": STARTS}


def task_body(unit: Any, person: Any) -> dict[str, Any]:
    """A task of a fresh project."""
    plan = Plan.objects.get(project=a_project(unit, person))
    return {"plan": plan.pk, "name": f"土方开挖 {next(numbers)}", "duration": 2400, "priority": 600, "budget": f"91{next(numbers):04}.15"}


def calendar_body(unit: Any, person: Any) -> dict[str, Any]:
    """A six-day week of the unit."""
    return {"name": f"六天工作制 {next(numbers)}", "unit": unit.pk, "week": [[["08:00", "12:00"], ["13:00", "17:00"]]] * 6 + [[]]}


def task_named(plan: Plan, name: str) -> Task:
    """The living task of that name."""
    return Task.objects.get(plan=plan, name=name, archived_at=None)


def need_body(unit: Any, person: Any) -> dict[str, Any]:
    """A material for a task of a fresh project."""
    made = {}
    for name, body in (("tasks", task_body), ("materials", material_body)):
        resource = by_name(name)
        assert resource is not None
        made[name] = create(TESTS, resource, body(unit, person))[0].pk
    return {"task": made["tasks"], "material": made["materials"], "quantity": Decimal("12.5")}


FACTORIES = {
    "work_calendars": Factory(calendar_body, {"statutory": False}, belongs="unit"),
    "plans": Factory(plan_body, {"name": "改"}),
    "tasks": Factory(task_body, {"note": "改"}),
    "material_needs": Factory(need_body, {"note": "改"}),
}
ROUTES = {
    "GET /r/plans/{pk}/network": "read of the plan",
    "POST /r/plans/{pk}/edit": "plans.update on the plan; people, resources and cost items as far as each is read",
    "POST /r/plans/{pk}/undo": "plans.update on the plan",
    "POST /r/plans/{pk}/redo": "plans.update on the plan",
    "GET /r/plans/{pk}/changes": "read of the plan",
    "POST /r/plans/{pk}/baselines": "plans.update on the plan",
    "DELETE /r/plans/{pk}/baselines/{baseline}": "plans.update on the plan",
    "POST /r/plans/{pk}/copy": "plans.update on the plan",
    "POST /r/plans/{pk}/adopt": "plans.update on the scenario and on the live plan",
    "GET /r/plans/{pk}/compare": "read of both plans",
    "POST /r/plans/{pk}/level": "plans.update on the plan",
    "POST /r/plans/{pk}/optimise": "plans.update on the plan",
    "GET /r/plans/{pk}/earned": "read of the plan; amounts as far as projects.cost_total is seen",
    "GET /r/plans/{pk}/lookahead": "read of the plan",
    "GET /r/plans/{pk}/materials": "read of the plan; needs as far as they may be seen, amounts as far as materials.price is",
    "GET /r/plans/{pk}/marks": "read of the plan; issues as far as they may be seen",
    "POST /r/plans/{pk}/file": "plans.update on the plan; people and machines as far as pool_resources is read",
    "GET /r/plans/{pk}/file": "plans.export on the plan",
    "GET /r/plans/{pk}/print": "read of the plan",
}
