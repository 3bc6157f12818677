"""What the tables of billing share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField

CONTRACT = "contracts.Contract"
TERM = "contracts.PaymentTerm"
CUSTOMER = "customers.Customer"
UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL
DIRECTIONS: list[tuple[str, Any]] = [("income", _("应收")), ("expense", _("应付"))]
KINDS: list[tuple[str, Any]] = [
    ("advance", _("预付款")),
    ("progress", _("进度款")),
    ("settlement", _("结算款")),
    ("retention", _("质保金")),
    ("other", _("其他")),
]
POSITIVE = [MinValueValidator(Decimal("0.01"))]


class Derived(MoneyField):
    """Yuan that only services rewrite: a sum of entries, or computed from other columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": Decimal(0), "editable": False, **kwargs})
