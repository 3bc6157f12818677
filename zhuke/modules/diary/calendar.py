"""Visits in calendars and daily reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.day_facts import DayAsked, Fact, register_fact
from zhuke.commons.calendars.sources import MOST, Asked, Entry, Move, changeable, register_source, resource
from zhuke.kernel.access import visible
from zhuke.kernel.models import TeamMember

from .models import Visit


def visits(asked: Asked) -> Iterator[Entry]:
    """Visits of these people, and those they come along to."""
    kind, now = resource("visits"), timezone.now()
    along = dict(TeamMember.objects.filter(resource="visits", user_id__in=asked.people).values_list("object_id", "user_id"))
    rows = visible(asked.actor, kind).filter(Q(owner_id__in=asked.people) | Q(pk__in=along), archived_at=None)
    rows = rows.filter(planned_at__gte=asked.since, planned_at__lt=asked.until).exclude(state="cancelled").select_related("customer")
    found = list(rows.order_by("planned_at")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if row.state == "planned"])
    for row in found:
        start = row.checkin_at or row.planned_at
        end = max(row.finished_at, start) if row.checkin_at and row.finished_at else start + dt.timedelta(minutes=row.minutes)
        yield Entry(
            "visit",
            _("拜访 %(name)s") % {"name": row.customer.name},
            start,
            "visits",
            row.pk,
            end=min(end, start + dt.timedelta(days=1)),
            person=row.owner_id if row.owner_id in asked.people else along.get(row.pk, row.owner_id),
            done=row.state == "done",
            overdue=row.state == "planned" and row.planned_at < now,
            changed_at=row.updated_at,
            note=row.purpose,
            place=row.place,
            move=Move("visits", row.pk, row.version, "planned_at") if row.pk in movable else None,
            remind=dt.timedelta(hours=1),
        )


def visits_made(asked: DayAsked) -> Iterator[Fact]:
    """Visits that took place on the day."""
    rows = visible(asked.actor, resource("visits")).filter(archived_at=None, owner_id=asked.person, state__in=("under_way", "done"))
    within = Q(checkin_at__gte=asked.since, checkin_at__lt=asked.until) | Q(
        checkin_at=None, planned_at__gte=asked.since, planned_at__lt=asked.until
    )
    for row in rows.filter(within).select_related("customer").order_by("planned_at"):
        yield Fact(row.customer.name, row.checkin_at or row.planned_at, "visits", row.pk, _note(row), row.checkin_late_days)


def _note(visit: Visit) -> str:
    place = str(visit.get_checkin_evidence_display()) if visit.checkin_evidence else _("未签到")
    return f"{place}；{visit.result[:100] or visit.purpose}"


register_source("visit", gettext_lazy("拜访"), "green", visits, resource="visits")
register_fact("visits", gettext_lazy("拜访"), "visits", visits_made)
