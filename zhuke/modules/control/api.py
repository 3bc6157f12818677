"""The risk matrix, ratings over time, and minutes on paper."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.resource import by_model
from zhuke.modules.projects.models import Project

from .models import Meeting, Risk
from .services import matrix, minutes, risks

router = Router(tags=["control"])
of_risk = Router(tags=["control"])
of_meeting = Router(tags=["control"])
routers = [("/control", router), ("/r/risks", of_risk), ("/r/meetings", of_meeting)]


class RiskMatrixAsked(Strict):
    """Of one project, of a unit and what lies below it, or of all that one sees; ``residual``: once the responses have worked."""

    project: UUID | None = None
    unit: UUID | None = None
    residual: bool = False


class RiskBoundsOut(BaseModel):
    """From which score each level begins."""

    medium: int
    high: int
    extreme: int


class IssueCountsOut(BaseModel):
    """Issues that are open, late, urgent, and resolved but not looked at."""

    open: int
    overdue: int
    urgent: int
    resolved: int


class RiskMatrixOut(BaseModel):
    """``cells[p-1][i-1]``: living risks of probability p and impact i; ``levels`` alike. ``issues``: null for who may not read them."""

    cells: list[list[int]]
    levels: list[list[str]]
    bounds: RiskBoundsOut
    counts: dict[str, int]
    unreviewed: int
    issues: IssueCountsOut | None


class RiskScoreOut(BaseModel):
    """A rating on its day."""

    at: dt.datetime
    probability: int
    impact: int
    score: int
    level: str
    residual_score: int | None
    note: str
    by_name: str


class MinutesEditionOut(BaseModel):
    """Minutes as published; ``mailed`` and ``unsent``: outsiders who got them by mail, or could not for want of a mail server."""

    edition: int
    at: dt.datetime
    by: str
    mailed: list[str]
    unsent: list[str]


class MinutesAsked(Strict):
    """``edition``: 0 is the draft as it stands; none: the newest edition, and the draft before there is one."""

    edition: Annotated[int, Field(ge=0, le=10_000)] | None = None
    inline: bool = False


@router.get("/matrix", response={200: RiskMatrixOut, **REFUSALS}, operation_id="control_matrix")
def risk_matrix(request: HttpRequest, params: Query[RiskMatrixAsked]) -> Any:
    """How many living risks lie in each cell, and how the issues stand."""
    actor = actor_of(request)
    require(actor, by_model(Risk), "read")
    project = get_visible(actor, by_model(Project), params.project) if params.project else None
    return raw(encode(matrix.matrix(actor, project=project, unit=params.unit, residual=params.residual)))


@of_risk.get("/{uuid:pk}/scores", response={200: list[RiskScoreOut], **REFUSALS}, operation_id="risks_scores")
def risk_scores(request: HttpRequest, pk: UUID) -> Any:
    """The ratings of a risk over time, the newest first."""
    actor, resource = actor_of(request), by_model(Risk)
    require(actor, resource, "read")
    return raw(encode(risks.scores_of(get_visible(actor, resource, pk))))


def _meeting(request: HttpRequest, pk: UUID) -> Meeting:
    actor, resource = actor_of(request), by_model(Meeting)
    require(actor, resource, "read")
    found: Meeting = get_visible(actor, resource, pk)
    return found


@of_meeting.get("/{uuid:pk}/editions", response={200: list[MinutesEditionOut], **REFUSALS}, operation_id="meetings_editions")
def meeting_editions(request: HttpRequest, pk: UUID) -> Any:
    """The minutes that were published, the newest first."""
    return raw(encode(minutes.editions(_meeting(request, pk))))


@of_meeting.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="meetings_pdf")
def meeting_pdf(request: HttpRequest, pk: UUID, params: Query[MinutesAsked]) -> HttpResponse:
    """The minutes as PDF; a draft bears a mark."""
    meeting = _meeting(request, pk)
    answer = HttpResponse(minutes.paper(meeting, params.edition), content_type="application/pdf")
    kind = "inline" if params.inline else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(f'{meeting.number}-{meeting.title[:60]}.pdf')}"
    answer["Cache-Control"] = "private, no-store"
    return answer
