"""What quotations tell the stages of sales: whether the customer could sign what has been offered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import is_on
from zhuke.modules.sales.conditions import register_condition
from zhuke.modules.sales.models import Opportunity

from .models import Quotation

APPROVED = ("approved", "sent", "accepted")


def approved_quotation(row: Opportunity) -> Any:
    """None where an approved quotation stands, or where the company works without quotations; else what to do."""
    if not is_on("quotes", row.unit_id):
        return None
    if Quotation.objects.filter(opportunity=row, state__in=APPROVED, archived_at=None).exists():
        return None
    return _("还没有已批准的报价，请先新建报价并提交审批。")


register_condition("approved_quotation", _("有已批准的报价"), approved_quotation)
