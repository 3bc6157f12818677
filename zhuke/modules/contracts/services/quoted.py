"""What was offered becomes what is agreed: the lines of a quotation in the draft of the contract, to the same cent."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.modules.contracts.models import Contract, Line
from zhuke.modules.quotes.domain.amounts import cents
from zhuke.modules.quotes.models import Quotation, QuotationLine

from .amounts import put_amounts, retotal
from .guards import check_draft

# What the firm has said to the customer; drafts and refused ones are nobody's offer.
OFFERED = ("accepted", "sent", "approved")


def take_lines(actor: Actor, contract: Contract, *, quotation: UUID) -> Contract:
    """Put the lines of a quotation of the same customer in the place of the draft's.

    Raises contract_fixed, invalid, not_offered, no_lines.
    """
    check_draft(contract)
    source: Quotation = get_visible(actor, by_model(Quotation), quotation)
    if source.customer_id != contract.customer_id:
        raise invalid({"quotation": [_("这份报价是给“%(name)s”的，请选择本合同客户的报价。") % {"name": source.customer.name}]})
    if source.state not in OFFERED or source.archived_at:
        raise Conflict(
            "not_offered",
            _("报价“%(number)s”还没有批准，或已被新版替换，不能带入合同。请选择已批准的报价。") % {"number": source.full_number},
        )
    if not copy_lines(actor, contract, source):
        raise Conflict("no_lines", _("报价“%(number)s”没有明细，请选择另一份报价。") % {"number": source.full_number})
    retotal(contract)
    emit("contracts.updated", contract, actor, {"fields": ["lines"], "quotation": str(source.pk)})
    return contract


def offer_of(opportunity_id: UUID) -> Quotation | None:
    """The quotation on which an opportunity was won: the accepted one, else the newest that was sent or approved."""
    rows = Quotation.objects.filter(opportunity_id=opportunity_id, state__in=OFFERED, archived_at=None).order_by("-created_at", "-pk")
    return min(rows, key=lambda row: row.state != "accepted", default=None)


def copy_lines(actor: Actor, contract: Contract, source: Quotation) -> int:
    """Replace the lines of the contract, unsaved amounts of which the caller puts right by ``retotal``; returns how many there are now."""
    offered = list(QuotationLine.objects.filter(quotation=source).order_by("position", "pk"))
    if not offered:
        return 0
    lines = []
    for position, row in enumerate(offered, 1):
        line = Line(contract=contract, position=position, name=row.name, specification=row.specification, tax_rate=row.tax_rate)
        line.created_by_id = actor.id
        line.quantity, line.uom, line.unit_price, line.remark = _priced(row)
        put_amounts(line)
        lines.append(line)
    Line.objects.filter(contract=contract).delete()
    Line.objects.bulk_create(lines)
    return len(lines)


def _priced(row: QuotationLine) -> tuple[Decimal, str, Decimal, str]:
    """Quantity, unit, price with tax and remark. A contract knows neither discounts nor prices without tax: they go into the price, and
    where two decimals of it do not give the sum that was offered, the line becomes one lot of that sum."""
    total, quantity = Decimal(row.total_amount), Decimal(row.quantity)
    price = cents(total / quantity) if quantity else Decimal(0)
    if cents(price * quantity) == total:
        return quantity, row.uom, price, row.remark
    counted = _("数量 %(n)s%(unit)s") % {"n": f"{quantity.normalize():f}", "unit": f" {row.uom}" if row.uom else ""}
    return Decimal(1), _("项"), total, "；".join(text for text in (counted, row.remark) if text)[:200]
