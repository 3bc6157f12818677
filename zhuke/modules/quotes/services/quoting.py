"""Quotations enter and change here."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build
from zhuke.modules.customers.services.interactions import check_contact
from zhuke.modules.quotes.models import Quotation
from zhuke.modules.sales.models import Opportunity

from .lines import check_editable, retotal

# How long an offer holds where nobody says otherwise.
DEFAULT_DAYS = 30


def draft(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Quotation:
    """Begin a quotation: version 1, dated today, valid for thirty days. Raises invalid."""
    quotation: Quotation = build(actor, by_model(Quotation), values, pk=pk)
    quotation.quoted_on = quotation.quoted_on or timezone.localdate()
    quotation.valid_until = quotation.valid_until or quotation.quoted_on + dt.timedelta(days=DEFAULT_DAYS)
    check_fields(quotation)
    quotation.number = next_number(actor, "quotations", quotation.unit_id, timezone.localdate())
    retotal(quotation)
    emit("quotations.created", quotation, actor)
    _tell_owner(actor, quotation)
    return quotation


def edit(actor: Actor, quotation: Quotation, **values: Any) -> Quotation:
    """Change fields of a draft; the amounts follow. Raises quotation_fixed, invalid."""
    check_editable(quotation)
    before = quotation.owner_id
    assign(quotation, values)
    check_fields(quotation)
    retotal(quotation)
    emit("quotations.updated", quotation, actor, {"fields": sorted(values)})
    if quotation.owner_id != before:
        _tell_owner(actor, quotation)
    return quotation


def _tell_owner(actor: Actor, quotation: Quotation) -> None:
    """Whoever is asked for a quotation hears of it, with what is wanted."""
    if actor.kind != "system" and quotation.owner_id != actor.id:
        title = say(_("请您报价：%(title)s"), title=quotation.title)
        key = f"asked:{quotation.pk}:{quotation.version}"
        notify([quotation.owner_id], "quotation", title, quotation.request, subject=quotation, actor=actor, key=key)


def check_fields(quotation: Quotation) -> None:
    """Raise invalid where contact, opportunity or days do not go together."""
    check_contact(quotation.customer_id, quotation.contact_id)
    if quotation.opportunity_id:
        owner = Opportunity.objects.filter(pk=quotation.opportunity_id).values_list("customer_id", flat=True).first()
        if owner != quotation.customer_id:
            raise invalid({"opportunity": [_("该商机不属于这个客户，请重新选择商机或客户。")]})
    if quotation.quoted_on and quotation.valid_until and quotation.valid_until < quotation.quoted_on:
        raise invalid({"valid_until": [_("有效期至不能早于报价日期。")]})
