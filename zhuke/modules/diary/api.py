"""The day's report and what fills it; the team's reports; exports of a period."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel

from zhuke.commons.calendars.lateness import late_days, most_days
from zhuke.commons.calendars.services import is_workday
from zhuke.commons.jobs.api import JobOut, answer
from zhuke.commons.records import person
from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Day, Ref, Strict
from zhuke.kernel import query
from zhuke.kernel.access import get_visible, require, visible
from zhuke.kernel.resource import by_model

from . import exporting, facts
from .models import DailyReport
from .services.punctuality import punctuality

router = Router(tags=["diary"])
routers = [("/diary", router)]


class FactOut(BaseModel):
    """One thing done. ``resource`` empty: the reader may not see the record."""

    title: str
    at: dt.datetime
    resource: str
    id: UUID | None
    note: str
    late: int


class LineOut(BaseModel):
    """The facts of one kind."""

    code: str
    label: str
    items: list[FactOut]


class DayInput(Strict):
    """A day; none: today."""

    day: Day | None = None


class DayOut(BaseModel):
    """A day of one's own. ``most_days``: how late the company lets it be entered (null: ever); ``open``: whether it still may be."""

    day: dt.date
    workday: bool
    late_days: int
    most_days: int | None
    open: bool
    report: dict[str, Any] | None
    lines: list[LineOut]


class TeamInput(Strict):
    """A day and a unit to narrow to."""

    day: Day | None = None
    unit: UUID | None = None


class ReporterOut(BaseModel):
    """A person of the team; ``report`` null: not sent."""

    person: Ref
    unit: Ref | None
    report: dict[str, Any] | None


class TeamOut(BaseModel):
    """The team's day: who has sent and who has not; on a day of rest only who has sent."""

    day: dt.date
    workday: bool
    sent: int
    missing: int
    items: list[ReporterOut]


class PunctualityInput(Strict):
    """A period and a unit to narrow to."""

    since: Day
    until: Day
    unit: UUID | None = None


class TallyOut(BaseModel):
    """Reports due, sent, of these late, never sent; talks, of these entered on a later day; shares in percent, null of nothing."""

    due: int
    sent: int
    late: int
    missing: int
    late_share: float | None
    talks: int
    late_talks: int
    late_talks_share: float | None


class PersonTallyOut(TallyOut):
    """Of one person."""

    person: Ref
    unit: Ref | None


class PunctualityOut(BaseModel):
    """How late the team enters. ``workdays``: those of the period up to today."""

    since: dt.date
    until: dt.date
    workdays: int
    total: TallyOut
    items: list[PersonTallyOut]


class ReportExportInput(Strict):
    """A period of one's own reports or the team's."""

    since: Day
    until: Day
    who: Literal["me", "team"] = "me"
    format: Literal["xlsx", "pdf"] = "xlsx"


@router.get("/day", response={200: DayOut, **REFUSALS}, operation_id="diary_day")
def one_day(request: HttpRequest, params: Query[DayInput]) -> Any:
    """One's own day: what the records say, and the report if it was begun."""
    actor, resource = actor_of(request), by_model(DailyReport)
    require(actor, resource, "read")
    day = params.day or timezone.localdate()
    report = visible(actor, resource).filter(person_id=person(actor), day=day, archived_at=None).first()
    lines = facts.lines_of(actor, report) if report else facts.shown(actor, facts.live(actor, person(actor), day))
    most, late = most_days(report.unit_id if report else actor.unit), late_days(day)
    return raw(
        encode(
            {
                "day": day,
                "workday": is_workday(day),
                "late_days": late,
                "most_days": most,
                "open": most is None or late <= most,
                "report": query.one(actor, resource, report.pk) if report else None,
                "lines": lines,
            }
        )
    )


@router.get("/reports/{uuid:pk}/facts", response={200: list[LineOut], **REFUSALS}, operation_id="diary_facts")
def report_facts(request: HttpRequest, pk: UUID) -> Any:
    """What a report was filled in with; records that the reader may not see keep their place without title."""
    actor, resource = actor_of(request), by_model(DailyReport)
    require(actor, resource, "read")
    return raw(encode(facts.lines_of(actor, get_visible(actor, resource, pk))))


@router.get("/team", response={200: TeamOut, **REFUSALS}, operation_id="diary_team")
def team(request: HttpRequest, params: Query[TeamInput]) -> Any:
    """Who of the people within reach has sent the day's report; those who have not come first."""
    actor, resource = actor_of(request), by_model(DailyReport)
    require(actor, resource, "read")
    day = params.day or timezone.localdate()
    workday = is_workday(day)
    # On a day of rest nobody is missing; who has written all the same is shown.
    members = [member for member in facts.team_on(actor, day, params.unit) if workday or member.report]
    sent = sum(member.report is not None for member in members)
    items = [_member(member) for member in members]
    return raw(encode({"day": day, "workday": workday, "sent": sent, "missing": len(members) - sent, "items": items}))


@router.get("/punctuality", response={200: PunctualityOut, **REFUSALS}, operation_id="diary_punctuality")
def late_entry(request: HttpRequest, params: Query[PunctualityInput]) -> Any:
    """Of the people within reach, in a period: reports sent on time, late and never, and how many talks were entered late."""
    actor = actor_of(request)
    require(actor, by_model(DailyReport), "read")
    return raw(encode(punctuality(actor, since=params.since, until=params.until, unit=params.unit)))


@router.post("/export", response={202: JobOut, **REFUSALS}, operation_id="diary_export")
def export(request: HttpRequest, body: ReportExportInput) -> Any:
    """Start an export; its file comes with the job's result."""
    job = exporting.ask(actor_of(request), since=body.since, until=body.until, who=body.who, kind=body.format)
    return answer(job, 202)


def _member(member: facts.Member) -> dict[str, Any]:
    user, report = member.person, member.report
    told = ("id", "sent_at", "late_days", "contacts_count", "visits_count", "summary", "problems", "plan")
    return {
        "person": {"id": user.pk, "label": user.name},
        "unit": {"id": user.unit.pk, "label": user.unit.name} if user.unit else None,
        "report": {name: getattr(report, name) for name in told} if report else None,
    }
