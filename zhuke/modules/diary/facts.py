"""What stands in a report, as its reader may see it; and who of a team has sent one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuke.commons.calendars.day_facts import DayAsked, fact_label, facts_of
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.orgs.models import Membership, User

from .models import DailyReport
from .services.reports import kept

MOST_PEOPLE = 500


def lines_of(actor: Actor, report: DailyReport) -> list[dict[str, Any]]:
    """The facts of a report by line: as sent, or for a draft as they are now. What the reader may not see shows as hidden."""
    if report.state == "sent":
        facts = report.facts
    else:
        facts = live(actor, report.person_id, report.day)
    return shown(actor, facts)


def live(actor: Actor, person: UUID | None, day: dt.date) -> dict[str, Any]:
    """What the person did that day, as far as the actor may see it."""
    return kept(facts_of(DayAsked(actor, person, day))) if person else {}


def shown(actor: Actor, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Facts by line with labels; records out of the reader's sight keep their place without title."""
    seen = _seen(actor, (fact for lines in facts.values() for fact in lines))
    hidden = {"title": _("（不在您的数据范围内）"), "note": "", "resource": "", "id": None}
    return [
        {
            "code": code,
            "label": fact_label(code),
            "items": [fact if (fact["resource"], fact["id"]) in seen else {**fact, **hidden} for fact in lines],
        }
        for code, lines in facts.items()
    ]


def _seen(actor: Actor, facts: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    wanted: dict[str, set[str]] = {}
    for fact in facts:
        wanted.setdefault(fact["resource"], set()).add(fact["id"])
    found = set()
    for name, ids in wanted.items():
        if resource := by_name(name):
            found |= {(name, str(pk)) for pk in visible(actor, resource).filter(pk__in=ids).values_list("pk", flat=True)}
    return found


@dataclass(frozen=True)
class Member:
    """A person of the team and the report of the day, if there is one that was sent."""

    person: User
    report: DailyReport | None


def writers() -> QuerySet[User]:
    """Everybody who is to write reports: a role of theirs grants it."""
    held = Membership.objects.filter(
        archived_at=None, role__active=True, role__archived_at=None, role__grants__resource="daily_reports", role__grants__action="create"
    )
    return User.objects.filter(is_active=True, archived_at=None, pk__in=held.values("user_id"))


def team_of(actor: Actor, unit: UUID | None = None) -> QuerySet[User]:
    """The writers within the actor's reach, in the order of units and names; ``unit`` narrows to that unit and all below."""
    reach = actor.reach(by_model(DailyReport).name, "read")
    if reach is None:
        return User.objects.none()
    people = writers()
    if reach.units is not None:
        people = people.filter(unit_id__in=reach.units) | people.filter(pk__in=actor.owner_ids)
    if unit:
        people = people.filter(unit__path__contains=str(unit))
    return people.select_related("unit").order_by("unit__pinyin", "pinyin", "pk").distinct()


def team_on(actor: Actor, day: dt.date, unit: UUID | None = None) -> list[Member]:
    """Everybody within reach who is to write reports, those who have not sent one first. At most 500 people."""
    rows = visible(actor, by_model(DailyReport)).filter(day=day, state="sent", archived_at=None).select_related("unit", "person")
    sent = {report.person_id: report for report in rows}
    members = [Member(person, sent.get(person.pk)) for person in team_of(actor, unit)[:MOST_PEOPLE]]
    return sorted(members, key=lambda member: member.report is not None)
