"""A group with a project and its plan."""

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, make_firm, make_person
from zhuke.kernel import config
from zhuke.modules.planning.models import Plan
from zhuke.modules.planning.tests.factories import TESTS, plan_of
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.tests.factories import a_project

RIGHTS = {
    **{name: ["read", "create", "update", "archive", "export"] for name in ("projects", "plans", "work_calendars", "pool_resources")},
    "tasks": ["read", "create", "update", "export", "report"],
    "customers": ["read"],
    "units": ["read"],
    "users": ["read"],
}


@pytest.fixture
def firm(db: None) -> Firm:
    """The group, with dictionaries."""
    config.forget()
    sync_dictionaries(TESTS)
    return make_firm()


@pytest.fixture
def east(firm: Firm) -> Caller:
    """Plans in the east company."""
    return Caller(make_person("计划东", firm.east, RIGHTS, "below"))


@pytest.fixture
def west(firm: Firm) -> Caller:
    """Plans in the west company."""
    return Caller(make_person("计划西", firm.west, RIGHTS, "below"))


@pytest.fixture
def reader(firm: Firm) -> Caller:
    """Reads plans in the east company."""
    return Caller(make_person("看东", firm.east, {"projects": ["read"], "plans": ["read"], "tasks": ["read"]}, "below"))


@pytest.fixture
def project(firm: Firm, east: Caller) -> Project:
    """A project of the east company."""
    return a_project(firm.east, east.person)


@pytest.fixture
def plan(project: Project) -> Plan:
    """Its live plan, from Monday, 2 March 2026."""
    return plan_of(project)
