"""Days of contracts in calendars: payment milestones, bonds that run out, warranties that end. Amounts stay out: feeds leave the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.sources import MOST, Asked, Entry, register_source, resource
from zhuke.kernel.access import visible

from .models import Contract

DAY_AHEAD, WEEK_AHEAD = dt.timedelta(days=1), dt.timedelta(days=7)
LIVE = Contract.LIVE


def milestones(asked: Asked) -> Iterator[Entry]:
    """The planned days of payment terms of running contracts."""
    today = timezone.localdate()
    rows = visible(asked.actor, resource("payment_terms")).filter(archived_at=None, contract__archived_at=None, contract__state__in=LIVE)
    rows = rows.filter(contract__owner_id__in=asked.people, planned_on__gte=asked.first, planned_on__lte=asked.last)
    for row in rows.select_related("contract").order_by("planned_on")[:MOST]:
        yield Entry(
            "payment_term",
            _("%(term)s %(contract)s") % {"term": row.name, "contract": row.contract.name},
            row.planned_on,
            "payment_terms",
            row.pk,
            person=row.contract.owner_id,
            done=row.state == "reached",
            overdue=row.planned_on < today,
            changed_at=row.updated_at,
            note=row.milestone,
            remind=DAY_AHEAD,
        )


def bonds(asked: Asked) -> Iterator[Entry]:
    """The last days of bonds."""
    today = timezone.localdate()
    rows = visible(asked.actor, resource("bonds")).filter(archived_at=None, contract__archived_at=None)
    rows = rows.filter(contract__owner_id__in=asked.people, expires_on__gte=asked.first, expires_on__lte=asked.last)
    for row in rows.select_related("contract").order_by("expires_on")[:MOST]:
        yield Entry(
            "bond",
            _("%(bond)s到期 %(contract)s") % {"bond": row.get_kind_display(), "contract": row.contract.name},
            row.expires_on,
            "bonds",
            row.pk,
            person=row.contract.owner_id,
            done=row.returned_on is not None,
            overdue=row.expires_on < today,
            changed_at=row.updated_at,
            note=row.number,
            remind=WEEK_AHEAD,
        )


def warranties(asked: Asked) -> Iterator[Entry]:
    """The last days of warranties."""
    today = timezone.localdate()
    rows = visible(asked.actor, resource("contracts")).filter(archived_at=None, state__in=(*LIVE, "closed"), owner_id__in=asked.people)
    for row in rows.filter(warranty_until__gte=asked.first, warranty_until__lte=asked.last).order_by("warranty_until")[:MOST]:
        yield Entry(
            "warranty",
            _("质保到期 %(name)s") % {"name": row.name},
            row.warranty_until,
            "contracts",
            row.pk,
            person=row.owner_id,
            done=row.state == "closed",
            overdue=row.warranty_until < today,
            changed_at=row.updated_at,
            note=row.number,
            remind=WEEK_AHEAD,
        )


register_source("payment_term", gettext_lazy("付款节点"), "green", milestones, resource="payment_terms")
register_source("bond", gettext_lazy("保函到期"), "orange", bonds, resource="bonds")
register_source("warranty", gettext_lazy("质保到期"), "geekblue", warranties, resource="contracts")
