"""Projects and what surrounds them, for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.customers.tests.factories import of_customer
from zhuke.modules.projects.models import CostItem

TESTS = system("测试")
numbers = itertools.count(1)
ON = dt.date(2026, 1, 15)


def project_body(unit: Any, person: Any) -> dict[str, Any]:
    """A project of the unit and the person."""
    return {
        **of_customer(unit, person),
        "name": f"东湖 {next(numbers)} 号楼",
        "project_type": "residential",
        "city": "武汉",
        "unit": unit.pk,
        "owner": person.pk,
    }


def a_project(unit: Any, person: Any, **values: Any) -> Any:
    """A fresh project."""
    return create(TESTS, by_name("projects"), {**project_body(unit, person), **values})[0]  # type: ignore[arg-type]


def an_item(code: str = "", **values: Any) -> Any:
    """A cost item of the group."""
    return CostItem.objects.create(**{"code": code or f"T{next(numbers)}", "name": "劳务", "kind": "labour", **values})


def member_body(unit: Any, person: Any) -> dict[str, Any]:
    """A role that is still open."""
    return {"project": a_project(unit, person).pk, "role": "safety", "note": "驻场"}


def link_body(unit: Any, person: Any) -> dict[str, Any]:
    """A subcontract of a fresh project."""
    from zhuke.modules.contracts.tests.factories import contract_body

    body = {**contract_body(unit, person), "kind": "sub", "amount_words": ""}
    contract = create(TESTS, by_name("contracts"), body)[0]  # type: ignore[arg-type]
    return {"project": a_project(unit, person).pk, "contract": contract.pk, "part": "sub"}


def item_body(unit: Any, person: Any) -> dict[str, Any]:
    """A cost item of the unit."""
    return {"code": f"C{next(numbers)}", "name": "模板脚手架", "kind": "material", "unit": unit.pk}


def line_body(unit: Any, person: Any) -> dict[str, Any]:
    """A line of the budget of a fresh project."""
    return {"project": a_project(unit, person).pk, "cost_item": an_item().pk, "amount": f"81{next(numbers):04}.55", "note": "按清单"}


def cost_body(unit: Any, person: Any) -> dict[str, Any]:
    """A cost of a fresh project."""
    project = a_project(unit, person).pk
    return {"project": project, "cost_item": an_item().pk, "amount": Decimal(f"71{next(numbers):04}.25"), "on": ON, "text": "零星用工"}


def forecast_body(unit: Any, person: Any) -> dict[str, Any]:
    """A forecast of a fresh project."""
    project = a_project(unit, person).pk
    return {"project": project, "cost_item": an_item().pk, "to_complete": Decimal(f"61{next(numbers):04}.75"), "on": ON, "note": "按进度"}


def template_body(unit: Any, person: Any) -> dict[str, Any]:
    """A template of the unit."""
    return {"name": f"住宅模板 {next(numbers)}", "unit": unit.pk, "project_type": "residential"}


def gate_body(unit: Any, person: Any) -> dict[str, Any]:
    """What the unit asks for before design, in a unit that has no such gate yet."""
    from zhuke.modules.projects.models import PHASE_CODES, ProjectGate

    known = set(ProjectGate.objects.filter(unit=unit, archived_at=None).values_list("phase", flat=True))
    phase = next(code for code in PHASE_CODES[1:] if code not in known)
    return {"phase": phase, "unit": unit.pk, "conditions": ["manager_named"], "required_documents": [f"报告{next(numbers)}"]}


MONEY = {
    "income_total": "9810001.10", "budget_total": "8810002.20", "cost_total": "7810003.30", "forecast_total": "8910004.40",
    "margin": "899996.70", "margin_rate": "9.17",
}  # fmt: skip

FACTORIES = {
    "projects": Factory(project_body, {"remark": "改"}, after=MONEY),
    "project_members": Factory(member_body, {"note": "改"}),
    "project_contracts": Factory(link_body, {"part": "other"}),
    "cost_items": Factory(item_body, {"remark": "改"}, belongs="unit"),
    "budget_lines": Factory(line_body, {"note": "改"}),
    "project_costs": Factory(cost_body),
    "project_forecasts": Factory(forecast_body, {"note": "改"}),
    "project_templates": Factory(template_body, {"description": "改"}, belongs="unit"),
    "project_gates": Factory(gate_body, {"required_documents": ["开工报告"]}, belongs="unit"),
}
ROUTES = {
    "GET /r/projects/{pk}/gates": "read of the project",
    "GET /r/projects/{pk}/overview": "read of the project; members, contracts and terms as far as each is read",
    "GET /r/projects/{pk}/money": "read of the project, and sight of projects.cost_total",
    "GET /r/projects/{pk}/budget-versions": "read of the project, and sight of projects.cost_total",
    "GET /r/projects/{pk}/phases": "read of the project",
    "GET /r/projects/{pk}/templates": "read of the project; templates as far as project_templates is read",
}
