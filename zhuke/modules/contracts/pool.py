"""Customers that contracts keep out of the public pool."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.modules.customers.services.pool import counts_as_signed, protect

from .models import Contract


def running() -> QuerySet[Any]:
    """Customers with a contract whose last day has not passed."""
    in_time = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    return Contract.objects.filter(in_time, archived_at=None).values("customer_id")


def agreed() -> QuerySet[Any]:
    """Customers with any contract."""
    return Contract.objects.filter(archived_at=None).values("customer_id")


protect(_("该客户有未结束的合同，不能退回公海；需要换人时请用“分配”。"), running)
counts_as_signed(agreed)
