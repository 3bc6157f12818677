"""Review meetings and promised payments in calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.sources import MOST, Asked, Entry, Move, changeable, register_source, resource
from zhuke.kernel.access import visible


def meetings(asked: Asked) -> Iterator[Entry]:
    """Reviews to which these people are invited."""
    kind = resource("review_meetings")
    rows = visible(asked.actor, kind).filter(starts_at__gte=asked.since, starts_at__lt=asked.until, archived_at=None)
    found = list(rows.filter(people__overlap=list(asked.people)).exclude(state="cancelled").order_by("starts_at")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if row.state == "planned"])
    for row in found:
        yield Entry(
            "review_meeting",
            row.name,
            row.starts_at,
            "review_meetings",
            row.pk,
            end=row.starts_at + dt.timedelta(hours=1),
            person=next((pk for pk in row.people if pk in asked.people), None),
            done=row.state == "held",
            overdue=row.state == "planned" and row.starts_at < timezone.now(),
            changed_at=row.updated_at,
            place=row.place,
            move=Move("review_meetings", row.pk, row.version, "starts_at") if row.pk in movable else None,
            remind=dt.timedelta(hours=1),
        )


def promises(asked: Asked) -> Iterator[Entry]:
    """Days on which customers of these people promised to pay."""
    rows = visible(asked.actor, resource("promises")).filter(Q(case__owner_id__in=asked.people), archived_at=None)
    rows = rows.filter(promised_on__gte=asked.first, promised_on__lte=asked.last).exclude(state="withdrawn").select_related("case")
    today = timezone.localdate()
    for row in rows.order_by("promised_on")[:MOST]:
        yield Entry(
            "promise",
            _("%(name)s 承诺付款") % {"name": row.case.name},
            row.promised_on,
            "promises",
            row.pk,
            person=row.case.owner_id,
            done=row.state == "kept",
            overdue=row.state == "broken" or (row.state == "open" and row.promised_on < today),
            changed_at=row.updated_at,
        )


register_source("review_meeting", gettext_lazy("风险评审会"), "red", meetings, resource="review_meetings")
register_source("promise", gettext_lazy("付款承诺"), "gold", promises, resource="promises")
