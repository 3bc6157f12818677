"""Opportunities in calendars and daily reports. Their next contacts are those of the customers' interactions and stand there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.day_facts import DayAsked, Fact, register_fact
from zhuke.commons.calendars.sources import MOST, Asked, Entry, Move, changeable, register_source, resource
from zhuke.kernel.access import visible

from .models import StageChange

DAY_AHEAD = dt.timedelta(days=1)  # R101: key nodes are told one day ahead


def _of_people(people: Collection[UUID]) -> Q:
    """Children of these people; what belongs to nobody belongs to the opportunity's owner."""
    return Q(owner_id__in=people) | Q(owner_id=None, opportunity__owner_id__in=people)


def expected(asked: Asked) -> Iterator[Entry]:
    """The days on which open opportunities are expected to be signed."""
    kind, today = resource("opportunities"), timezone.localdate()
    rows = visible(asked.actor, kind).filter(archived_at=None, owner_id__in=asked.people)
    rows = rows.filter(expected_on__gte=asked.first, expected_on__lte=asked.last)
    found = list(rows.exclude(state="lost").select_related("customer").order_by("expected_on")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if row.state == "open"])
    for row in found:
        yield Entry(
            "expected",
            _("预计签约 %(name)s") % {"name": row.name},
            row.expected_on,
            "opportunities",
            row.pk,
            person=row.owner_id,
            done=row.state == "won",
            overdue=row.expected_on < today,
            changed_at=row.updated_at,
            note=row.customer.name,
            move=Move("opportunities", row.pk, row.version, "expected_on") if row.pk in movable else None,
        )


def nodes(asked: Asked) -> Iterator[Entry]:
    """Key nodes of opportunities."""
    kind, today = resource("opportunity_nodes"), timezone.localdate()
    rows = visible(asked.actor, kind).filter(_of_people(asked.people), archived_at=None, opportunity__archived_at=None)
    rows = rows.filter(due_on__gte=asked.first, due_on__lte=asked.last).select_related("opportunity")
    found = list(rows.order_by("due_on")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if row.done_on is None])
    for row in found:
        yield Entry(
            "node",
            f"{row.name} · {row.opportunity.name}",
            row.due_on,
            "opportunities",
            row.opportunity_id,
            person=row.owner_id or row.opportunity.owner_id,
            done=row.done_on is not None,
            overdue=row.due_on < today,
            changed_at=row.updated_at,
            key=str(row.pk),
            move=Move("opportunity_nodes", row.pk, row.version, "due_on") if row.pk in movable else None,
            remind=DAY_AHEAD,
        )


def risks(asked: Asked) -> Iterator[Entry]:
    """Days by which risks are to be dealt with."""
    kind, today = resource("opportunity_risks"), timezone.localdate()
    rows = visible(asked.actor, kind).filter(_of_people(asked.people), archived_at=None, opportunity__archived_at=None)
    rows = rows.filter(due_on__gte=asked.first, due_on__lte=asked.last).select_related("opportunity")
    found = list(rows.order_by("due_on")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if row.state == "open"])
    for row in found:
        yield Entry(
            "risk",
            _("风险：%(title)s · %(name)s") % {"title": row.title, "name": row.opportunity.name},
            row.due_on,
            "opportunities",
            row.opportunity_id,
            person=row.owner_id or row.opportunity.owner_id,
            done=row.state == "closed",
            overdue=row.due_on < today,
            changed_at=row.updated_at,
            key=str(row.pk),
            note=row.measure[:120],
            move=Move("opportunity_risks", row.pk, row.version, "due_on") if row.pk in movable else None,
        )


def moves(asked: DayAsked) -> Iterator[Fact]:
    """Opportunities that the person made, pushed on, set back or lost on the day."""
    seen = visible(asked.actor, resource("opportunities"))
    rows = StageChange.objects.filter(by_id=asked.person, at__gte=asked.since, at__lt=asked.until, opportunity__in=seen)
    for row in rows.select_related("opportunity", "from_stage", "to_stage").order_by("at"):
        stages = f"{row.from_stage.title} → {row.to_stage.title}" if row.from_stage else row.to_stage.title
        note = f"{row.get_direction_display()} · {stages}"
        yield Fact(row.opportunity.name, row.at, "opportunities", row.opportunity_id, note)


register_source("expected", gettext_lazy("预计签约"), "purple", expected, resource="opportunities")
register_source("node", gettext_lazy("关键节点"), "gold", nodes, resource="opportunity_nodes")
register_source("risk", gettext_lazy("风险处理"), "orange", risks, resource="opportunity_risks")
register_fact("moves", gettext_lazy("商机进展"), "opportunities", moves)
