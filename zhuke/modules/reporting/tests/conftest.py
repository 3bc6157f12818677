"""The east company with a project in work: its manager, a colleague without amounts, the head, a stranger in the west."""

from dataclasses import dataclass
from typing import Any

import pytest

from zhuke.commons.letters.services.writing import install_templates
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources, by_name
from zhuke.modules.customers.models import Contact
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.tests.factories import a_project

from .factories import a_contact

TESTS = system("测试")


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


@dataclass
class Site:
    """One project and the people around it."""

    firm: Firm
    head: Caller
    manager: Caller
    stranger: Caller
    project: Project
    contact: Contact

    def report(self, **values: Any) -> Any:
        """A draft that the manager makes."""
        made = self.manager.post("/r/project_reports", {"project": str(self.project.pk), "since": "2026-03-02", **values})
        assert made.status == 201, made.data
        return made.data

    def send(self, who: Caller, report: Any, **inputs: Any) -> Any:
        """The verb ``send``."""
        return who.post(f"/r/project_reports/{report['id']}/do/send", {"inputs": inputs})


@pytest.fixture
def site(db: None) -> Site:
    """The firm."""
    config.forget()
    sync_dictionaries(TESTS)
    install_templates(TESTS)
    firm = make_firm()
    manager = make_person("周工", firm.east_sales, everything())
    head = make_person("总经理", firm.east, everything())
    role = allow(head, {})
    for name in by_name("projects").masked:  # type: ignore[union-attr]
        unmask(role, "projects", name)
    stranger = make_person("李西", firm.west_sales, everything())
    project = a_project(firm.east_sales, manager)
    return Site(firm, Caller(head), Caller(manager), Caller(stranger), project, a_contact(project))
