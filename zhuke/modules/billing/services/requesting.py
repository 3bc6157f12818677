"""Ask for an invoice straight from what is owed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import create
from zhuke.modules.billing.models import Invoice, Receivable
from zhuke.modules.quotes.models import RATES

from .invoice_links import add, check_parts, lock_invoice

RATE = "9"  # construction, where the contract says nothing


def request_for(actor: Actor, parts: list[tuple[UUID, Decimal]], **values: Any) -> Invoice:
    """Draft an invoice about these receivables, all of one customer. Raises mixed, over_invoiced, invalid, not_allowed."""
    wanted = check_parts(parts)
    rows = list(visible(actor, by_model(Receivable)).filter(pk__in=[key for key, _amount in wanted]).select_related("contract"))
    if len(rows) != len(wanted):
        raise invalid({"parts": [_("没有找到所选的应收，请重新选择。")]})
    first = rows[0]
    if any((row.customer_id, row.direction) != (first.customer_id, first.direction) for row in rows):
        raise Conflict("mixed", _("一张发票只能开给一个往来单位。请分开申请。"))
    contracts = {row.contract_id for row in rows}
    body = {
        "direction": "output" if first.direction == "income" else "input",
        "customer": first.customer_id,
        "contract": first.contract_id if len(contracts) == 1 else None,
        "unit": first.unit_id,
        "amount": sum((amount for _key, amount in wanted), Decimal("0.00")),
        **values,
        "rate": values.get("rate") or _rate(first),
    }
    with writing(actor):
        invoice, _fresh = create(actor, by_model(Invoice), {name: value for name, value in body.items() if value is not None})
        invoice = lock_invoice(invoice.pk)
        add(actor, invoice, wanted)
    return invoice


def _rate(row: Receivable) -> str:
    known = {value for value, _label in RATES}
    rate = f"{row.contract.tax_rate.normalize():f}" if row.contract and row.contract.tax_rate is not None else RATE
    return rate if rate in known else RATE
