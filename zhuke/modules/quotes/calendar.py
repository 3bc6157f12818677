"""Quotations and tenders in calendars and daily reports. Prices and bonds stay out: feeds leave the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.day_facts import DayAsked, Fact, register_fact
from zhuke.commons.calendars.sources import MOST, Asked, Entry, register_source, resource
from zhuke.kernel.access import visible

DAY_AHEAD = dt.timedelta(days=1)
# A tender's moments: field, and what is written.
MOMENTS: tuple[tuple[str, Any], ...] = (
    ("registration_deadline", gettext_lazy("报名截止 %(name)s")),
    ("submission_deadline", gettext_lazy("投标截止 %(name)s")),
    ("opening_at", gettext_lazy("开标 %(name)s")),
)


def expiries(asked: Asked) -> Iterator[Entry]:
    """The last days of quotations that the customer may still accept."""
    kind, today = resource("quotations"), timezone.localdate()
    states = ("approved", "sent", "accepted", "expired")
    rows = visible(asked.actor, kind).filter(archived_at=None, owner_id__in=asked.people, state__in=states)
    rows = rows.filter(valid_until__gte=asked.first, valid_until__lte=asked.last).select_related("customer")
    for row in rows.order_by("valid_until")[:MOST]:
        yield Entry(
            "quotation",
            _("报价到期 %(name)s") % {"name": row.customer.name},
            row.valid_until,
            "quotations",
            row.pk,
            person=row.owner_id,
            done=row.state == "accepted",
            overdue=row.valid_until < today,
            changed_at=row.updated_at,
            note=row.number,
            remind=DAY_AHEAD,
        )


def tenders(asked: Asked) -> Iterator[Entry]:
    """The moments of tenders, and the day by which the bond has to be paid."""
    rows = visible(asked.actor, resource("tenders")).filter(archived_at=None, owner_id__in=asked.people).exclude(state="cancelled")
    for name, title in MOMENTS:
        within = {f"{name}__gte": asked.since, f"{name}__lt": asked.until}
        for row in rows.filter(**within).order_by(name)[:MOST]:
            yield _tender(row, getattr(row, name), title % {"name": row.name}, name, done=row.state != "preparing")
    for row in rows.filter(bond_due_on__gte=asked.first, bond_due_on__lte=asked.last).order_by("bond_due_on")[:MOST]:
        title = _("缴纳投标保证金 %(name)s") % {"name": row.name}
        yield _tender(row, row.bond_due_on, title, "bond", done=row.bond_paid_on is not None or row.state != "preparing")


def _tender(row: Any, when: dt.datetime | dt.date, title: str, name: str, *, done: bool) -> Entry:
    over = when < timezone.now() if isinstance(when, dt.datetime) else when < timezone.localdate()
    finished = over and row.state in ("submitted", "won", "lost") if name == "opening_at" else done
    return Entry(
        "tender", title, when, "tenders", row.pk, person=row.owner_id, done=finished, overdue=over, changed_at=row.updated_at,
        key=f"{row.pk}-{name}", note=row.tender_number, place=row.place if name == "opening_at" else "", remind=DAY_AHEAD,
    )  # fmt: skip


def quotations_sent(asked: DayAsked) -> Iterator[Fact]:
    """Quotations of the person that went out on the day."""
    rows = visible(asked.actor, resource("quotations")).filter(archived_at=None, owner_id=asked.person)
    for row in rows.filter(sent_at__gte=asked.since, sent_at__lt=asked.until).select_related("customer").order_by("sent_at"):
        yield Fact(row.customer.name, row.sent_at, "quotations", row.pk, row.number)


register_source("quotation", gettext_lazy("报价到期"), "cyan", expiries, resource="quotations")
register_source("tender", gettext_lazy("招投标"), "purple", tenders, resource="tenders")
register_fact("quotations", gettext_lazy("发出报价"), "quotations", quotations_sent)
