"""Late entry as a number (X3): in a period, who sent the reports on the day, and how many talks were entered later than they were held."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.calendars.services import is_workday
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import invalid
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Interaction
from zhuke.modules.diary.facts import MOST_PEOPLE, team_of
from zhuke.modules.diary.models import DailyReport

LONGEST = dt.timedelta(days=366)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Tally:
    """Of one person or a team: reports that were due, sent, of these late; talks, of these entered on a later day."""

    due: int = 0
    sent: int = 0
    late: int = 0
    talks: int = 0
    late_talks: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(asdict(self).values(), asdict(other).values(), strict=True)))

    def told(self) -> dict[str, Any]:
        """With the shares in percent, one decimal; None of nothing. ``missing``: due and never sent."""
        return {
            **asdict(self),
            "missing": max(0, self.due - self.sent),
            "late_share": _percent(self.late, self.sent),
            "late_talks_share": _percent(self.late_talks, self.talks),
        }


def punctuality(actor: Actor, *, since: dt.date, until: dt.date, unit: UUID | None = None) -> dict[str, Any]:
    """Per person within reach and in all. Reports are due on working days up to today, since the team's first one ever.

    Raises invalid (period).
    """
    if until < since or until - since > LONGEST:
        raise invalid({"until": [_("请选择不超过一年的时间段，结束日期不早于开始日期。")]})
    people = list(team_of(actor, unit)[:MOST_PEOPLE])
    ids = [person.pk for person in people]
    first = _sent(actor, ids).aggregate(first=Min("day"))["first"] or until + DAY
    begun, last = max(since, first), min(until, timezone.localdate())
    worked = [day for n in range((last - begun).days + 1) if is_workday(day := begun + DAY * n)]
    reports, talks = _reports(actor, ids, worked), _talks(actor, ids, since, until)
    tallies = {pk: Tally(len(worked), *reports.get(pk, (0, 0)), *talks.get(pk, (0, 0))) for pk in ids}
    total = sum(tallies.values(), Tally())
    items = [
        {
            "person": {"id": person.pk, "label": person.name},
            "unit": {"id": person.unit.pk, "label": person.unit.name} if person.unit else None,
            **tallies[person.pk].told(),
        }
        for person in people
    ]
    return {"since": since, "until": until, "workdays": len(worked), "total": total.told(), "items": items}


def _sent(actor: Actor, ids: list[UUID]) -> QuerySet[Any]:
    return visible(actor, by_model(DailyReport)).filter(person_id__in=ids, state="sent", archived_at=None).order_by()


def _reports(actor: Actor, ids: list[UUID], days: list[dt.date]) -> dict[UUID, tuple[int, int]]:
    """Person → reports sent of these days, and of these late."""
    counted = (
        _sent(actor, ids).filter(day__in=days).values("person_id").annotate(sent=Count("pk"), late=Count("pk", filter=Q(late_days__gt=0)))
    )
    return {row["person_id"]: (row["sent"], row["late"]) for row in counted}


def _talks(actor: Actor, ids: list[UUID], since: dt.date, until: dt.date) -> dict[UUID, tuple[int, int]]:
    """Person → talks held in the period that were entered by hand, and of these on a later day."""
    rows = visible(actor, by_model(Interaction)).filter(owner_id__in=ids, origin="manual", archived_at=None)
    rows = rows.filter(occurred_at__gte=midnight(since), occurred_at__lt=midnight(until + DAY))
    counted = rows.order_by().values("owner_id").annotate(talks=Count("pk"), late=Count("pk", filter=Q(late_days__gt=0)))
    return {row["owner_id"]: (row["talks"], row["late"]) for row in counted}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
