"""A firm whose projects have gates, cost items and roles; a manager who leads one, the head of the company, and others who look on."""

from dataclasses import dataclass
from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources, by_name
from zhuke.kernel.writes import act, create
from zhuke.modules.contracts.tests.factories import contract_body
from zhuke.modules.projects import defaults
from zhuke.modules.projects.models import CostItem, Project, ProjectGate

from .factories import a_project

TESTS = system("测试")
MONEY = ("income_total", "budget_total", "cost_total", "forecast_total", "margin", "margin_rate")


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


@dataclass
class Site:
    """One project of the east company, its manager, the company's head and a stranger of the west."""

    firm: Firm
    head: Caller
    manager: Caller
    stranger: Caller
    project: Project

    @property
    def url(self) -> str:
        """The address of the project."""
        return f"/r/projects/{self.project.pk}"

    def do(self, who: Caller, verb: str, **inputs: Any) -> Any:
        """A verb on the project."""
        return who.post(f"{self.url}/do/{verb}", {"inputs": inputs})

    def again(self) -> Project:
        """The project as it is now."""
        self.project.refresh_from_db()
        return self.project


@pytest.fixture
def site(db: None) -> Site:
    """The firm."""
    config.forget()
    sync_dictionaries(TESTS)
    CostItem.objects.all().delete()
    ProjectGate.objects.all().delete()
    defaults.install(TESTS)
    firm = make_firm()
    head = make_person("总经理", firm.east, everything())
    manager = make_person("周工", firm.east_sales, everything(), "own")
    allow(manager, {name: ["read"] for name in everything()}, "company")
    stranger = make_person("李西", firm.west_sales, everything())
    role = allow(head, {})
    for resource in all_resources():
        for name in resource.masked:
            unmask(role, resource.name, name)
    return Site(firm, Caller(head), Caller(manager), Caller(stranger), a_project(firm.east_sales, manager))


def a_contract(site: Site, kind: str = "main", amount: str = "1000000.00", *, signed: bool = True) -> Any:
    """A contract of the manager's."""
    contracts = by_name("contracts")
    assert contracts
    body = {**contract_body(site.firm.east_sales, site.manager.person), "kind": kind, "amount": amount, "amount_words": ""}
    if kind == "main":
        body["customer"] = site.project.customer_id
    made = create(TESTS, contracts, body)[0]
    return act(TESTS, contracts, made.pk, "record", {"signed_on": "2026-01-05", "reason": "线下签订"}) if signed else made


def item(code: str) -> CostItem:
    """One of the cost items of the group."""
    return CostItem.objects.get(code=code, unit=None)
