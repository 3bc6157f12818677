"""A project of the east with its manager, a site engineer on the team, the head of the company and a stranger of the west."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.kernel.resource import all_resources
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.tests.factories import a_project

TESTS = system("测试")


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


@dataclass
class Site:
    """The project and those around it."""

    firm: Firm
    manager: Caller
    engineer: Caller
    looker: Caller
    stranger: Caller
    project: Project

    def risk(self, **values: Any) -> dict[str, Any]:
        """A risk that the manager registers."""
        body = {"project": self.project.pk, "title": "雨季基坑渗水", "probability": 3, "impact": 4, **values}
        return made(self.manager.post("/r/risks", body))

    def issue(self, **values: Any) -> dict[str, Any]:
        """An issue that the manager reports."""
        return made(self.manager.post("/r/issues", {"project": self.project.pk, "title": "梁底蜂窝麻面", **values}))

    def meeting(self, **values: Any) -> dict[str, Any]:
        """A meeting that the manager arranges."""
        body = {"title": "工程例会", "project": self.project.pk, "starts_at": "2030-03-04T09:00:00+08:00", **values}
        return made(self.manager.post("/r/meetings", body))

    def do(self, who: Caller, resource: str, row: Any, verb: str, **inputs: Any) -> Answer:
        """A verb on a record."""
        return who.post(f"/r/{resource}/{row['id']}/do/{verb}", {"inputs": inputs})


@pytest.fixture
def site(db: None) -> Site:
    """The firm."""
    config.forget()
    sync_dictionaries(TESTS)
    firm = make_firm()
    manager = make_person("周工", firm.east_sales, everything())
    role = allow(manager, {})
    for resource in all_resources():
        for name in resource.masked:
            unmask(role, resource.name, name)
    engineer = make_person("吴施工", firm.east_sales, everything(), "own")
    looker = make_person("看客", firm.east_sales, {name: ["read"] for name in everything()})
    stranger = make_person("李西", firm.west_sales, everything())
    project = a_project(firm.east_sales, manager)
    return Site(firm, Caller(manager), Caller(engineer), Caller(looker), Caller(stranger), project)


def made(answer: Answer) -> Any:
    """What was answered; the request was fine."""
    assert answer.status in (200, 201), answer.data
    return answer.data


def refused(answer: Answer, status: int, code: str, *, field: str = "") -> None:
    """The exact refusal, with a sentence."""
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.data)
    assert answer.data["fields"][field] if field else answer.data["message"]


def traces() -> tuple[int, int]:
    """How much has been written and told; a refusal leaves both as they are."""
    return Change.objects.count(), Event.objects.count()
