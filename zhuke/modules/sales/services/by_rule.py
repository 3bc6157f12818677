"""What rules of automation may create around deals; each passes over what is there already, so that no deal fills up with copies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value
from django.utils import timezone

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.customers.models import Customer
from zhuke.modules.sales.models import Node, Opportunity, Risk

from . import children
from .entering import open_opportunity


def start_opportunity(actor: Actor, customer: Customer, *, name: str, remark: str = "") -> Opportunity | None:
    """An opportunity for the customer's owner; None where an open one has this name. Raises what opening one raises."""
    name = name[: _longest(Opportunity, "name")]
    if Opportunity.objects.filter(customer=customer, name=name, state="open", archived_at=None).exists():
        return None
    return open_opportunity(actor, name=name, remark=remark, customer_id=customer.pk, unit_id=customer.unit_id, owner_id=customer.owner_id)


def add_risk(
    actor: Actor, row: Opportunity, *, title: str, level: str = "medium", measure: str = "", due_in: dt.date | None = None
) -> Risk | None:
    """A risk of the deal, for its owner; None where an open one has this title."""
    title = title[: _longest(Risk, "title")]
    if Risk.objects.filter(opportunity=row, title=title, state="open", archived_at=None).exists():
        return None
    values = {"opportunity_id": row.pk, "owner_id": row.owner_id, "title": title, "level": level, "measure": measure, "due_on": due_in}
    risk: Risk = build(actor, by_model(Risk), values)
    save(risk, by_model(Risk))
    emit("opportunity_risks.created", risk, actor)
    return risk


def add_node(actor: Actor, row: Opportunity, *, name: str, due_in: dt.date) -> Node | None:
    """A day that matters, for the owner of the deal; None where an open one has this name."""
    name = name[: _longest(Node, "name")]
    if Node.objects.filter(opportunity=row, name=name, done_on=None, archived_at=None).exists():
        return None
    return children.add_node(actor, opportunity_id=row.pk, owner_id=row.owner_id, name=name, due_on=due_in)


def _longest(model: Any, name: str) -> int:
    return int(model._meta.get_field(name).max_length)


def without_talks_about_deals(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of customers those whose next contact is not already that of an open opportunity, of which the same person is reminded."""
    same = Opportunity.objects.filter(
        customer=OuterRef("pk"), state="open", archived_at=None, owner=F("customer__owner"), next_contact_at=OuterRef("next_contact_at")
    )
    return rows.filter(~Exists(same))


def overstaying(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of opportunities those that have stood in their stage for more days, by the calendar, than it allows."""
    today = Value(midnight(timezone.localdate()), DateTimeField())
    allowed = ExpressionWrapper(F("stage__allowed_days") * Value(dt.timedelta(days=1), DurationField()), DurationField())
    return rows.filter(stage_since__lt=ExpressionWrapper(today - allowed, DateTimeField()))
