"""Follow-ups: talks with the customer about one opportunity. The talk itself lies with the customer, so it is in both timelines."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.modules.customers.models import Interaction
from zhuke.modules.customers.services.interactions import log_interaction
from zhuke.modules.sales.models import FollowUp, Opportunity

from .derive import derive


def log_followup(
    actor: Actor,
    opportunity: Opportunity,
    *,
    content: str,
    occurred_at: dt.datetime | None = None,
    contact: UUID | None = None,
    next_contact_at: dt.datetime | None = None,
    pk: UUID | None = None,
    **more: str,
) -> Interaction:
    """Enter a talk about an opportunity, as ``actor``'s; call it inside ``writing``. Times are aware; without one it was now.

    ``more``: ``channel`` (phone unless given), ``result``, ``effect``, as on an interaction.

    Raises archived, invalid (in the future, next contact not after the talk, a contact of another customer).
    """
    if opportunity.archived_at:
        raise Conflict("archived", _("该商机已归档，请先恢复。"))
    interaction = log_interaction(
        actor,
        pk=pk,
        customer_id=opportunity.customer_id,
        contact_id=contact,
        occurred_at=occurred_at or timezone.now(),
        content=content,
        next_contact_at=next_contact_at,
        **more,
    )
    link(opportunity, interaction)
    emit("opportunities.followed", opportunity, actor, {"interaction": str(interaction.pk), "channel": interaction.channel})
    return interaction


def link(opportunity: Opportunity, interaction: Interaction) -> None:
    """Say that a talk was about this opportunity."""
    FollowUp.objects.get_or_create(interaction=interaction, defaults={"opportunity": opportunity})
    derive([opportunity.pk])
    opportunity.refresh_from_db(fields=["last_followed_at", "next_contact_at"])


def follow(actor: Actor, opportunity: Opportunity, **inputs: Any) -> Opportunity:
    """The verb of the API: inputs as they came, times as text. Raises what log_followup raises."""
    given = {name: value for name, value in inputs.items() if value is not None}
    for name in ("occurred_at", "next_contact_at"):
        if name in given:
            given[name] = _moment(name, given[name])
    log_followup(actor, opportunity, **given)
    return opportunity


def _moment(name: str, value: Any) -> dt.datetime:
    try:
        moment = value if isinstance(value, dt.datetime) else parse_datetime(str(value))
    except ValueError:
        moment = None
    if moment is None or not 1900 <= moment.year <= 2200:
        raise invalid({name: [_("“%(value)s”不是有效的时间，请重新选择。") % {"value": str(value)[:40]}]})
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
