"""Project reports and questionnaires for tests."""

import datetime as dt
import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.modules.customers.models import Contact
from zhuke.modules.projects.tests.factories import a_project
from zhuke.modules.reporting.models import ProjectReport
from zhuke.modules.reporting.services import surveys
from zhuke.modules.reporting.services.reports import create_report

TESTS = system("测试")
numbers = itertools.count(1)


def report_body(unit: Any, person: Any) -> dict[str, Any]:
    """A weekly report on a fresh project."""
    return {"project": a_project(unit, person).pk, "kind": "weekly", "since": dt.date(2026, 3, 2), "overview": f"完成 {next(numbers)} 层"}


def a_report(unit: Any, person: Any, project: Any = None, **values: Any) -> ProjectReport:
    """A draft on a project."""
    with writing(TESTS):
        return create_report(
            TESTS, project_id=(project or a_project(unit, person)).pk, **{"kind": "weekly", "since": dt.date(2026, 3, 2), **values}
        )


def a_contact(project: Any, **values: Any) -> Contact:
    """Somebody at the project's customer, with an address."""
    number = next(numbers)
    return Contact.objects.create(
        **{"customer": project.customer, "name": f"王主任{number}", "email": f"wang{number}@owner.test", **values}
    )


def a_survey(report: ProjectReport, contact: Any = None) -> tuple[Any, str]:
    """A questionnaire that is out, and the secret of its link."""
    with writing(TESTS):
        survey, link = surveys.hand_out(TESTS, report, contact or a_contact(report.project))
    return survey, link.rsplit("/", 1)[-1]


def survey_body(unit: Any, person: Any) -> dict[str, Any]:
    """What somebody said on the telephone about a fresh project."""
    scores = {"quality": 5, "progress": 4, "safety": 5, "communication": 4, "overall": 4}
    return {"project": a_project(unit, person).pk, "name": f"李总{next(numbers)}", **scores}


FACTORIES = {
    "project_reports": Factory(report_body, {"overview": "改"}),
    "surveys": Factory(survey_body),
}
ROUTES = {
    "GET /r/project_reports/{pk}/content": "read of the report; internal: sight of projects.cost_total",
    "GET /r/project_reports/{pk}/pdf": "read of the report; internal: sight of projects.cost_total",
    "GET /r/project_reports/{pk}/pages": "read of the report; internal: sight of projects.cost_total",
    "GET /r/project_reports/{pk}/pages/{number}": "read of the report; internal: sight of projects.cost_total",
    "GET /r/project_reports/{pk}/photos": "read of the report; photos as far as their records are read",
    "PUT /r/project_reports/{pk}/photos": "update of the report",
    "GET /r/projects/{pk}/reporting": "read of the project and project_reports.read",
    "PUT /r/projects/{pk}/reporting": "project_reports.create in the project",
    "GET /r/projects/{pk}/satisfaction": "read of the project; surveys as far as surveys.read reaches",
    "GET /r/customers/{pk}/satisfaction": "read of the customer; surveys as far as surveys.read reaches",
}
