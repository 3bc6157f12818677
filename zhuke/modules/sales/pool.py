"""Customers that the pipeline keeps out of the public pool."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.modules.customers.services.pool import counts_as_signed, protect

from .models import Opportunity


def being_signed() -> QuerySet[Any]:
    """Customers with an opportunity in the phase 签约."""
    return Opportunity.objects.filter(phase="signing", archived_at=None).exclude(state="lost").values("customer_id")


def won() -> QuerySet[Any]:
    """Customers that have signed."""
    return Opportunity.objects.filter(state="won", archived_at=None).values("customer_id")


protect(_("该客户有签约中的商机，不能退回公海；需要换人时请用“分配”。"), being_signed)
counts_as_signed(won)
