"""Risks, issues and meetings for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.projects.tests.factories import a_project

TESTS = system("测试")
numbers = itertools.count(1)
SOON = dt.timedelta(days=3)


def risk_body(unit: Any, person: Any) -> dict[str, Any]:
    """A risk of a fresh project."""
    number = next(numbers)
    return {
        "project": a_project(unit, person).pk, "title": f"雨季基坑渗水 {number}", "probability": 3, "impact": 4,
        "cost_impact": Decimal(f"51{number:04}.35"), "strategy": "reduce",
    }  # fmt: skip


def a_risk(unit: Any, person: Any, **values: Any) -> Any:
    """A fresh risk."""
    return create(TESTS, by_name("risks"), {**risk_body(unit, person), **values})[0]  # type: ignore[arg-type]


def action_body(unit: Any, person: Any) -> dict[str, Any]:
    """Something done against a fresh risk."""
    return {"risk": a_risk(unit, person).pk, "title": f"加设截水沟 {next(numbers)}"}


def scale_body(unit: Any, person: Any) -> dict[str, Any]:
    """Bounds of a unit that has none yet."""
    from zhuke.commons.testing import make_unit
    from zhuke.modules.control.models import RiskScale

    known = RiskScale.objects.filter(unit=unit, archived_at=None).exists()
    own = make_unit(f"分部 {next(numbers)}", parent=unit) if known else unit
    return {"unit": own.pk, "medium_from": 4, "high_from": 9, "extreme_from": 16, "note": f"工程公司 {next(numbers)}"}


def issue_body(unit: Any, person: Any) -> dict[str, Any]:
    """An issue of a fresh project."""
    return {"project": a_project(unit, person).pk, "title": f"二层梁底蜂窝麻面 {next(numbers)}", "priority": "high", "place": "2 层东侧"}


def meeting_body(unit: Any, person: Any) -> dict[str, Any]:
    """A meeting of the person in the unit."""
    begin = timezone.now() + SOON
    return {
        "title": f"工程例会 {next(numbers)}", "starts_at": begin, "ends_at": begin + dt.timedelta(hours=1), "unit": unit.pk,
        "owner": person.pk, "place": "项目部会议室",
    }  # fmt: skip


def a_meeting(unit: Any, person: Any, **values: Any) -> Any:
    """A fresh meeting."""
    return create(TESTS, by_name("meetings"), {**meeting_body(unit, person), **values})[0]  # type: ignore[arg-type]


def attendee_body(unit: Any, person: Any) -> dict[str, Any]:
    """Somebody from outside."""
    number = next(numbers)
    return {"meeting": a_meeting(unit, person).pk, "name": f"监理 {number}", "company": "华信监理", "email": f"jl{number}@example.com"}


def decision_body(unit: Any, person: Any) -> dict[str, Any]:
    """A decision of a fresh meeting."""
    return {"meeting": a_meeting(unit, person).pk, "text": f"三层梁板周五前浇筑 {next(numbers)}"}


def meeting_action_body(unit: Any, person: Any) -> dict[str, Any]:
    """An action of a fresh meeting, for somebody outside."""
    return {"meeting": a_meeting(unit, person).pk, "title": f"提交钢筋复试报告 {next(numbers)}", "outside": "华信监理 王工"}


FACTORIES = {
    "risks": Factory(risk_body, {"response": "改"}),
    "risk_actions": Factory(action_body, {"title": "改"}),
    "risk_scales": Factory(scale_body, {"note": "改"}, belongs="unit", single=True),
    "issues": Factory(issue_body, {"description": "改"}),
    "meetings": Factory(meeting_body, {"minutes": "改"}),
    "meeting_attendees": Factory(attendee_body, {"company": "改"}),
    "meeting_decisions": Factory(decision_body, {"note": "改"}),
    "meeting_actions": Factory(meeting_action_body, {"title": "改"}),
}
ROUTES = {
    "GET /control/matrix": "risks.read; issues counted as far as issues are read",
    "GET /r/risks/{pk}/scores": "read of the risk",
    "GET /r/meetings/{pk}/editions": "read of the meeting",
    "GET /r/meetings/{pk}/pdf": "read of the meeting",
}
