"""Models and rules, for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.planning.models import Plan, Task
from zhuke.modules.projects.tests.factories import a_project

TESTS = system("测试")
numbers = itertools.count(1)


def model_body(unit: Any, person: Any) -> dict[str, Any]:
    """A model of a fresh project."""
    return {"project": a_project(unit, person).pk, "name": f"建筑模型 {next(numbers)}", "discipline": "architecture"}


def a_model(unit: Any, person: Any, **values: Any) -> Any:
    """A model without a file."""
    return create(TESTS, by_name("bim_models"), {**model_body(unit, person), **values})[0]  # type: ignore[arg-type]


def a_task(project: Any, name: str = "主体结构", **values: Any) -> Task:
    """A task of the project's live plan."""
    plan = Plan.objects.get(project=project, kind="live")
    return Task.objects.create(plan=plan, project=project, name=name, **values)


def rule_body(unit: Any, person: Any) -> dict[str, Any]:
    """A rule for all walls."""
    project = a_project(unit, person)
    return {"project": project.pk, "task": a_task(project).pk, "element_type": "IfcWall", "storey": f"{next(numbers)}F"}


FACTORIES = {
    "bim_models": Factory(model_body, {"note": "改"}),
    "bim_rules": Factory(rule_body, {"words": "外墙"}),
}
ROUTES = {
    "POST /r/bim_models/{pk}/file": "update of the model",
    "GET /r/bim_models/{pk}/versions": "read of the model",
    "GET /r/bim_models/{pk}/scene": "read of the model; tasks as far as they may be seen",
    "GET /r/bim_models/{pk}/drawing": "read of the model",
    "GET /r/bim_models/{pk}/elements/{guid}": "read of the model",
    "POST /r/bim_models/{pk}/links": "update of the model; the task must be visible",
    "GET /r/bim_models/{pk}/quantities": "read of the model",
    "POST /r/bim_models/{pk}/budget": "read of the model, create and update of budget_lines",
}
