"""What customers put into calendars and daily reports: the next contact, answers that are due, talks held, customers entered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.calendars.day_facts import DayAsked, Fact, register_fact
from zhuke.commons.calendars.sources import MOST, Asked, Entry, Move, changeable, register_source, resource
from zhuke.kernel.access import visible

from .models import Interaction


def _of_people(field: str, people: Collection[UUID]) -> Q:
    """Rows of these people; what belongs to nobody belongs to the customer's owner."""
    return Q(**{f"{field}__in": people}) | Q(**{f"{field}__isnull": True}, customer__owner_id__in=people)


def _living(asked_rows: QuerySet[Any]) -> QuerySet[Any]:
    return asked_rows.filter(archived_at=None, customer__archived_at=None).select_related("customer")


def next_contacts(asked: Asked) -> Iterator[Entry]:
    """The agreed next contacts; done when the customer was talked to afterwards."""
    kind, now = resource("interactions"), timezone.now()
    later = Interaction.objects.filter(customer_id=OuterRef("customer_id"), archived_at=None, occurred_at__gt=OuterRef("occurred_at"))
    rows = _living(visible(asked.actor, kind)).filter(
        _of_people("owner_id", asked.people), next_contact_at__gte=asked.since, next_contact_at__lt=asked.until
    )
    found = list(rows.annotate(contacted=Exists(later)).order_by("next_contact_at")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if not row.contacted])
    for row in found:
        yield Entry(
            "next_contact",
            _("联系 %(name)s") % {"name": row.customer.name},
            row.next_contact_at,
            "customers",
            row.customer_id,
            person=row.owner_id or row.customer.owner_id,
            done=row.contacted,
            overdue=row.next_contact_at < now,
            changed_at=row.updated_at,
            key=str(row.pk),
            note=row.result or row.content[:120],
            move=Move("interactions", row.pk, row.version, "next_contact_at") if row.pk in movable else None,
        )


def feedbacks_due(asked: Asked) -> Iterator[Entry]:
    """Days by which customers expect an answer."""
    kind, today = resource("feedbacks"), timezone.localdate()
    rows = _living(visible(asked.actor, kind)).filter(
        _of_people("handler_id", asked.people), due_on__gte=asked.first, due_on__lte=asked.last
    )
    found = list(rows.order_by("due_on")[:MOST])
    movable = changeable(asked.actor, kind, [row.pk for row in found if row.state in ("open", "handling")])
    for row in found:
        yield Entry(
            "feedback_due",
            _("答复%(kind)s：%(name)s") % {"kind": row.get_kind_display(), "name": row.customer.name},
            row.due_on,
            "feedbacks",
            row.pk,
            person=row.handler_id or row.customer.owner_id,
            done=row.state in ("answered", "closed"),
            overdue=row.due_on < today,
            changed_at=row.updated_at,
            note=row.content[:120],
            move=Move("feedbacks", row.pk, row.version, "due_on") if row.pk in movable else None,
        )


def talks(asked: DayAsked) -> Iterator[Fact]:
    """Contacts that took place on the day."""
    rows = _living(visible(asked.actor, resource("interactions")))
    person = Q(owner_id=asked.person) | Q(owner_id=None, created_by_id=asked.person)
    for row in rows.filter(person, occurred_at__gte=asked.since, occurred_at__lt=asked.until).order_by("occurred_at"):
        note = row.result or row.content[:120]
        yield Fact(row.customer.name, row.occurred_at, "customers", row.customer_id, note, row.late_days or 0)


def customers_made(asked: DayAsked) -> Iterator[Fact]:
    """Customers entered on the day."""
    rows = visible(asked.actor, resource("customers")).filter(archived_at=None, created_by_id=asked.person)
    for row in rows.filter(created_at__gte=asked.since, created_at__lt=asked.until).order_by("created_at"):
        yield Fact(row.name, row.created_at, "customers", row.pk)


register_source("next_contact", gettext_lazy("下次联系"), "blue", next_contacts, resource="interactions")
register_source("feedback_due", gettext_lazy("诉求答复"), "orange", feedbacks_due, resource="feedbacks")
register_fact("talks", gettext_lazy("客户沟通"), "interactions", talks)
register_fact("customers", gettext_lazy("新增客户"), "customers", customers_made)
