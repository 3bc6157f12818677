"""What expenses cost projects."""

from typing import Any

import pytest

from zhuke.commons.testing import Caller, Firm, allow, make_person
from zhuke.modules.expenses.models import ExpenseClaim
from zhuke.modules.projects.models import CostItem, ProjectCost
from zhuke.modules.projects.tests.factories import project_body

from .conftest import CLAIMS, an_approved, do, made, spend


@pytest.fixture
def projects(firm: Firm, finance: Caller, worker: Caller) -> list[Any]:
    """Two projects that the worker may choose, and the cost items of the group."""
    CostItem.objects.get_or_create(unit=None, code="T5", defaults={"name": "管理费", "kind": "management"})
    CostItem.objects.get_or_create(unit=None, code="T2", defaults={"name": "材料费", "kind": "material"})
    found = []
    for _number in range(2):
        body = {name: str(value) for name, value in project_body(firm.east_sales, worker.person).items()}
        found.append(made(finance.post("/r/projects", body)))
    return found


def costs(project: Any) -> list[tuple[str, str]]:
    rows = ProjectCost.objects.filter(project_id=project["id"]).order_by("created_at")
    return [(row.cost_item.kind, str(row.amount)) for row in rows]


def test_approved_expenses_cost_their_projects_once(firm: Firm, finance: Caller, projects: list[Any]) -> None:
    clerk = Caller(make_clerk(firm))
    first, second = projects
    lines = [spend("30.00"), spend("70.00", kind="materials", project=second["id"])]
    row = an_approved(clerk, finance, *lines, project=first["id"])
    assert (costs(first), costs(second)) == ([("management", "30.00")], [("material", "70.00")])
    text = ProjectCost.objects.get(project_id=first["id"]).text
    assert row["number"] in text
    made(do(finance, row, "pay"))
    made(do(finance, row, "undo_pay", reason="退票"))
    assert (costs(first), costs(second)) == ([("management", "30.00")], [("material", "70.00")])
    by_project = made(finance.get("/expenses/totals"))["items"]
    assert [(one["group"]["label"], one["amount"]) for one in by_project] == [(second["name"], "70.00"), (first["name"], "30.00")]
    assert made(finance.get("/expenses/totals", project=first["id"]))["total"]["amount"] == "30.00"
    made(do(clerk, row, "cancel", reason="票据作废"))
    assert costs(first) == [("management", "30.00"), ("management", "-30.00")]
    assert costs(second) == [("material", "70.00"), ("material", "-70.00")]


def test_expenses_without_a_project_cost_none(worker: Caller, finance: Caller) -> None:
    an_approved(worker, finance, spend("30.00"))
    assert ExpenseClaim.objects.get().state == "approved"
    assert not ProjectCost.objects.exists()


def make_clerk(firm: Firm) -> Any:
    """Claims, and reads the projects of the company."""
    person = make_person("何内勤", firm.east_sales, CLAIMS, scope="own")
    allow(person, {"projects": ["read"]}, "company")
    return person
