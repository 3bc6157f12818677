"""A project with a plan of three tasks, a budget, a signed contract; its manager asks for changes, the company's head decides."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.approvals.defaults import install
from zhuke.commons.testing import Answer, Caller, allow, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import all_resources, by_name
from zhuke.kernel.writes import act, create
from zhuke.modules.contracts.models import Contract
from zhuke.modules.contracts.tests.factories import contract_body
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.planning.models import Plan, Task
from zhuke.modules.planning.tests.factories import add, fill, plan_of, tie
from zhuke.modules.projects.models import CostItem, Project
from zhuke.modules.projects.services import bindings, budgets
from zhuke.modules.projects.tests.conftest import Site, item
from zhuke.modules.projects.tests.conftest import site as site  # noqa: PLC0414 the fixture

TESTS = system("测试")


@dataclass
class Scene:
    """Everything that a change touches."""

    site: Site
    project: Project
    plan: Plan
    first: Task
    last: Task
    contract: Contract
    item: CostItem

    @property
    def manager(self) -> Caller:
        """Leads the project."""
        return self.site.manager

    @property
    def head(self) -> Caller:
        """Decides."""
        return self.site.head

    @property
    def stranger(self) -> Caller:
        """Has all rights in another company."""
        return self.site.stranger

    def body(self, **values: Any) -> dict[str, Any]:
        """A change that touches plan, budget and contract."""
        return {
            "project": self.project.pk, "title": "门诊大厅吊顶改为铝板", "kind": "owner", "origin": "customer", "reason": "院方要求",
            "days": 7, "income_amount": "86000.00", "cost_amount": "52000.00", "cost_item": self.item.pk, "contract": self.contract.pk,
            "task_effect": "extend", "task": self.first.pk, "task_days": 5, **values,
        }  # fmt: skip

    def change(self, **values: Any) -> Any:
        """A draft of the manager's."""
        return made(self.manager.post("/r/change_requests", self.body(**values)))

    def approved(self, **values: Any) -> Any:
        """One that is approved."""
        row = self.change(**values)
        made(do(self.manager, row, "submit"))
        self.decide(row)
        return made(self.manager.get(f"/r/change_requests/{row['id']}"))

    def decide(self, row: Any, verb: str = "approve") -> Any:
        """What the head says to it."""
        running = made(self.head.get(f"/approvals/of/change_requests/{row['id']}"))["running"]
        return made(self.head.post(f"/approvals/{running}/{verb}", {"opinion": "看过了"}))

    def effects(self, row: Any, who: Caller | None = None) -> dict[str, Any]:
        """Its effects by part."""
        items = made((who or self.head).get(f"/r/change_requests/{row['id']}/effects"))["items"]
        return {one["part"]: one for one in items}

    def budget(self) -> Decimal | None:
        """The budget of the cost item as it is being worked on."""
        line = self.project.budget_lines.filter(cost_item=self.item, archived_at=None).first()
        return line.amount if line else None


@pytest.fixture
def scene(site: Site) -> Scene:
    """The whole."""
    for code in ("subsidiary_manager", "finance", "finance_director"):
        Role.objects.filter(code=code).delete()
        Membership.objects.create(user=site.head.person, unit=site.firm.east, role=Role.objects.create(code=code, name=code, preset=False))
    install(TESTS)
    sees = allow(site.manager.person, {})
    for resource in all_resources():
        for name in resource.masked:
            unmask(sees, resource.name, name)
    config.forget()
    contracts, project = by_name("contracts"), site.project
    assert contracts
    body = {**contract_body(site.firm.east_sales, site.manager.person), "customer": project.customer_id, "amount": "1000000.00",
        "amount_words": "", "ends_on": "2027-06-30"}  # fmt: skip
    contract = create(TESTS, contracts, body)[0]
    act(TESTS, contracts, contract.pk, "record", {"signed_on": "2026-01-05", "reason": "线下签订"})
    cost_item = item("02")
    with writing(TESTS):
        bindings.link_contract(TESTS, project_id=project.pk, contract_id=contract.pk)
        budgets.add_line(TESTS, project_id=project.pk, cost_item_id=cost_item.pk, amount=Decimal("300000.00"))
        budgets.approve_budget(TESTS, project)
    plan = plan_of(project)
    first, second, last = add("吊顶", 10), add("安装", 4), add("验收", 2)
    fill(plan, first, second, last, tie(first, second), tie(second, last))
    plan.refresh_from_db()
    return Scene(
        site,
        project,
        plan,
        Task.objects.get(pk=first["id"]),
        Task.objects.get(pk=last["id"]),
        Contract.objects.get(pk=contract.pk),
        cost_item,
    )


def made(answer: Answer) -> Any:
    """What was created or answered, as it should be."""
    assert answer.status in (200, 201), answer.data
    return answer.data


def do(who: Caller, row: Any, verb: str, **inputs: Any) -> Answer:
    """A verb of a change request."""
    return who.post(f"/r/change_requests/{row['id']}/do/{verb}", {"inputs": inputs})


def figure(effect: dict[str, Any], name: str) -> tuple[Any, Any]:
    """Before and after of a figure."""
    return next((row["before"], row["after"]) for row in effect["rows"] if row["name"] == name)
