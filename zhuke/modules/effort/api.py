"""The week of a person; load, who is free, utilisation; the effort, the candidates and the calendar feed of a project."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Day, Ref, Strict, Text
from zhuke.kernel.access import get_visible, require, visible
from zhuke.kernel.errors import invalid
from zhuke.kernel.resource import by_model
from zhuke.modules.orgs.models import Unit
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.models import PoolResource

from . import api_feeds, showing
from .models import Timesheet
from .services import finding, loads, using, weeks
from .services.sheets import monday_of

router = Router(tags=["effort"])
projects = Router(tags=["effort"])
routers = [("/effort", router), ("/effort", api_feeds.public), ("/r/projects", projects), ("/r/projects", api_feeds.router)]

Hours = Annotated[Decimal, Field(ge=0, le=9999, decimal_places=2)]
Words = Annotated[Text, StringConstraints(max_length=5000)]
Kind = Literal["", "person", "crew", "machine"]
Skills = Annotated[str, Field(max_length=400, pattern=r"^[a-zA-Z0-9_,-]*$")]
Short = Annotated[Text, StringConstraints(max_length=60)]


class EffortLineInput(Strict):
    """Hours of one day for one project; ``id``: of an entry that is there already, or made by the client."""

    id: UUID | None = None
    day: Day
    project: UUID
    task: UUID | None = None
    resource: UUID | None = None
    hours: Annotated[Decimal, Field(gt=0, le=9999, decimal_places=2)]
    overtime: Hours = Decimal(0)
    note: Annotated[Text, StringConstraints(max_length=200)] = ""


class EffortWeekInput(Strict):
    """The whole week as it shall be."""

    monday: Day
    lines: Annotated[list[EffortLineInput], Field(max_length=400)]


class EffortSendInput(Strict):
    """The week to send, with its words; without words those written before stay."""

    monday: Day
    summary: Words | None = None
    problems: Words | None = None
    plan: Words | None = None


class EffortWeekAsked(Strict):
    """Any day of the week; none: this week."""

    day: Day | None = None


class EffortLoadAsked(Strict):
    """Which resources, from which week on, for how many weeks."""

    unit: UUID | None = None
    since: Day | None = None
    weeks: Annotated[int, Field(ge=1, le=26)] = 8
    kind: Kind = ""
    skills: Skills = ""
    project: UUID | None = None
    q: Short = ""


class EffortFreeAsked(Strict):
    """What is needed, when, and where it should be near."""

    since: Day
    until: Day
    kind: Kind = "person"
    skills: Skills = ""
    near: Short = ""
    q: Short = ""


class EffortUseAsked(Strict):
    """A period, and by what."""

    since: Day
    until: Day
    by: Literal["person", "unit", "project"] = "person"
    unit: UUID | None = None


class EffortCandidatesAsked(Strict):
    """The role to fill; empty: anybody who fits the project."""

    role: Annotated[Text, StringConstraints(max_length=40)] = ""


class EffortCellOut(BaseModel):
    """A week of a resource. ``percent`` null: no working hours. Projects out of sight are summed up under ``id`` null."""

    monday: dt.date
    capacity: float
    load: float
    percent: int | None
    away: int
    projects: list[dict[str, Any]]


class EffortLoadRowOut(BaseModel):
    """A resource with its weeks."""

    id: UUID
    name: str
    kind: str
    unit: Ref
    position: str
    skills: list[str]
    city: str
    cells: list[EffortCellOut]


class EffortLoadOut(BaseModel):
    """The heat map. ``cut``: more resources than fit; narrow the search."""

    weeks: list[dt.date]
    rows: list[EffortLoadRowOut]
    cut: bool


class EffortPaperOut(BaseModel):
    """A paper of somebody: its kind and when it runs out (null: never). ``ends``: by the end of the period that was asked for."""

    kind: str
    label: str
    expires_on: dt.date | None
    ends: bool


class EffortFreeOut(BaseModel):
    """Somebody who may be free: name, unit, place, skills, papers and load, no more. ``readable``: the record opens for the reader."""

    id: UUID
    name: str
    kind: str
    unit: Ref
    city: str
    skills: list[str]
    free: int
    hours: float
    away: int
    near: bool
    papers: list[EffortPaperOut]
    readable: bool


class EffortUseOut(BaseModel):
    """A line of utilisation."""

    id: UUID
    label: str
    unit: str
    hours: Decimal
    overtime: Decimal
    capacity: float | None
    percent: int | None


class EffortCandidateOut(BaseModel):
    """A person for a role, with points out of 100 and reasons in words."""

    id: UUID
    name: str
    user: UUID
    unit: Ref
    city: str
    skills: list[str]
    free: int
    score: int
    reasons: list[str]


class EffortProjectOut(BaseModel):
    """The effort of a project; ``costed`` null: nothing costed, or not for the reader's eyes. ``waiting``: hours not approved yet."""

    hours: Decimal
    overtime: Decimal
    costed: Decimal | None
    waiting: Decimal
    people: list[dict[str, Any]]
    weeks: list[dict[str, Any]]


@router.get("/week", response={200: dict[str, Any], **REFUSALS}, operation_id="effort_week")
def read_week(request: HttpRequest, params: Query[EffortWeekAsked]) -> Any:
    """One's own week: days, hours, the report, and what may be proposed for filling in."""
    actor = actor_of(request)
    require(actor, by_model(Timesheet), "read")
    return raw(encode(showing.week(actor, monday_of(params.day or showing.today()))))


@router.put("/week", response={200: dict[str, Any], **REFUSALS}, operation_id="effort_week_write")
def write_week(request: HttpRequest, body: EffortWeekInput) -> Any:
    """Make one's own week read like this; all or nothing."""
    actor = actor_of(request)
    monday = _monday(body.monday)
    weeks.write_week(actor, monday, [line.model_dump() for line in body.lines])
    return raw(encode(showing.week(actor, monday)))


@router.post("/week/send", response={200: dict[str, Any], **REFUSALS}, operation_id="effort_week_send")
def send_week(request: HttpRequest, body: EffortSendInput) -> Any:
    """Send one's own week to the superior."""
    actor = actor_of(request)
    monday = _monday(body.monday)
    words = {name: value for name, value in body.model_dump(exclude={"monday"}).items() if value is not None}
    weeks.send_week(actor, monday, words)
    return raw(encode(showing.week(actor, monday)))


@router.get("/load", response={200: EffortLoadOut, **REFUSALS}, operation_id="effort_load")
def read_load(request: HttpRequest, params: Query[EffortLoadAsked]) -> Any:
    """The load of the resources within reach, week by week."""
    actor = actor_of(request)
    require(actor, by_model(PoolResource), "read")
    rows = visible(actor, by_model(PoolResource))
    if params.unit:
        unit = get_visible(actor, by_model(Unit), params.unit)
        rows = rows.filter(unit__path__startswith=unit.path)
    if params.project:
        project = get_visible(actor, by_model(Project), params.project)
        rows = rows.filter(pk__in=showing.engaged(project))
    rows = loads.narrowed(rows, kind=params.kind, skills=_list(params.skills), q=params.q)
    return raw(encode(showing.heat(actor, rows, monday_of(params.since or showing.today()), params.weeks)))


@router.get("/free", response={200: list[EffortFreeOut], **REFUSALS}, operation_id="effort_free")
def read_free(request: HttpRequest, params: Query[EffortFreeAsked]) -> Any:
    """Who of the group is free in a period."""
    actor = actor_of(request)
    found = finding.free(
        actor, since=params.since, until=params.until, kind=params.kind, skills=_list(params.skills), near=params.near, q=params.q
    )  # fmt: skip
    return raw(encode(showing.free_ones(actor, found, params.near, params.until)))


@router.get("/utilisation", response={200: list[EffortUseOut], **REFUSALS}, operation_id="effort_utilisation")
def read_use(request: HttpRequest, params: Query[EffortUseAsked]) -> Any:
    """Hours worked against the hours there were."""
    actor = actor_of(request)
    require(actor, by_model(Timesheet), "read")
    if params.unit:
        get_visible(actor, by_model(Unit), params.unit)
    lines = using.utilisation(actor, since=params.since, until=params.until, by=params.by, unit=params.unit)
    return raw(encode([{**line.__dict__, "percent": line.percent} for line in lines]))


@projects.get("/{uuid:pk}/effort", response={200: EffortProjectOut, **REFUSALS}, operation_id="projects_effort")
def read_effort(request: HttpRequest, pk: UUID) -> Any:
    """The hours of a project, as far as one reads hours."""
    actor = actor_of(request)
    project = get_visible(actor, by_model(Project), pk)
    require(actor, by_model(Timesheet), "read")
    return raw(encode(using.of_project(actor, project)))


@projects.get("/{uuid:pk}/candidates", response={200: list[EffortCandidateOut], **REFUSALS}, operation_id="projects_candidates")
def read_candidates(request: HttpRequest, pk: UUID, params: Query[EffortCandidatesAsked]) -> Any:
    """Whom the project should take for a role, with reasons; for whoever may put members on it."""
    actor = actor_of(request)
    project = get_visible(actor, by_model(Project), pk, "update")
    return raw(encode([showing.candidate(each) for each in finding.candidates(actor, project, params.role)]))


def _monday(day: dt.date) -> dt.date:
    if day.weekday():
        raise invalid({"monday": [_("请填写那一周的星期一。")]})
    return day


def _list(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
