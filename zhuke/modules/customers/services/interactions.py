"""Communication with customers: entered, changed, and its dates kept on the customer."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.lateness import check_late
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.models import Contact, Interaction

from .derive import derive


def log_interaction(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Interaction:
    """Enter a contact with a customer. Raises invalid (in the future, or the contact is somebody else's), too_late."""
    interaction: Interaction = build(actor, by_model(Interaction), values, pk=pk)
    _check_entry(actor, interaction, None)
    return _save(actor, interaction, "interaction.logged")


def edit_interaction(actor: Actor, interaction: Interaction, **values: Any) -> Interaction:
    """Change an entry; history keeps what it was. Raises invalid; too_late where it is put on an earlier day than may be entered."""
    before, moment = interaction.customer_id, interaction.occurred_at
    assign(interaction, values)
    if interaction.occurred_at < moment:
        _check_entry(actor, interaction, interaction.created_at)
    saved = _save(actor, interaction, "interaction.updated")
    if before != interaction.customer_id:
        derive([before])
    return saved


def _check_entry(actor: Actor, interaction: Interaction, entered: dt.datetime | None) -> None:
    """The company's rule on entering late (X3); the system brings what it has when it has it."""
    if actor.kind != "system" and interaction.occurred_at and interaction.customer_id:
        check_late(interaction.customer.unit_id, interaction.occurred_at, field="occurred_at", entered=entered)


def _save(actor: Actor, interaction: Interaction, event: str) -> Interaction:
    if interaction.occurred_at and interaction.occurred_at > timezone.now() + dt.timedelta(minutes=5):
        raise invalid({"occurred_at": [_("沟通时间不能晚于现在。计划中的联系请填“下次联系”。")]})
    if interaction.next_contact_at and interaction.occurred_at and interaction.next_contact_at <= interaction.occurred_at:
        raise invalid({"next_contact_at": [_("下次联系应晚于本次沟通时间。")]})
    check_contact(interaction.customer_id, interaction.contact_id)
    save(interaction, by_model(Interaction))
    derive([interaction.customer_id])
    emit(event, interaction, actor)
    return interaction


def check_contact(customer_id: UUID | None, contact_id: UUID | None) -> None:
    """Raise invalid where the contact belongs to another customer."""
    if contact_id and customer_id and not Contact.objects.filter(pk=contact_id, customer_id=customer_id).exists():
        raise invalid({"contact": [_("该联系人不属于这个客户，请重新选择。")]})
