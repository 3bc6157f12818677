"""The lines of a quotation, and the only place that rewrites its amounts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.quotes.domain.amounts import Amounts, added, line_amounts
from zhuke.modules.quotes.models import PriceItem, Quotation, QuotationLine

MOST_LINES = 500
EDITABLE = ("draft", "rejected")
AMOUNTS = ("full_amount", "net_amount", "tax_amount", "total_amount")
FROM_ITEM = ("name", "specification", "uom", "tax_rate", "cost")


def check_editable(quotation: Quotation) -> None:
    """Raise quotation_fixed unless lines and terms may still change."""
    if quotation.archived_at:
        raise Conflict("archived", _("该报价已归档，请先恢复再编辑。"))
    if quotation.state not in EDITABLE:
        raise Conflict(
            "quotation_fixed",
            _("报价“%(number)s”已是“%(state)s”，内容不能再改。待审批的请先撤回，其他状态请另存为新版本。")
            % {"number": quotation.full_number, "state": quotation.get_state_display()},
        )


def amounts_of(line: QuotationLine, quotation: Quotation) -> Amounts:
    """What a line comes to under the discount and the price basis of its quotation."""
    return line_amounts(
        Decimal(line.quantity),
        Decimal(line.unit_price),
        rate=Decimal(line.tax_rate),
        discounts=(Decimal(line.discount), Decimal(quotation.discount)),
        includes_tax=quotation.includes_tax,
        cost=None if line.cost is None else Decimal(line.cost),
    )


def put_amounts(line: QuotationLine, quotation: Quotation) -> bool:
    """Write its amounts on the line, unsaved; returns whether they changed."""
    amounts = amounts_of(line, quotation)
    wanted = dict(zip(AMOUNTS, (amounts.full, amounts.net, amounts.tax, amounts.total), strict=True))
    changed = any(getattr(line, name) != value for name, value in wanted.items())
    assign(line, wanted)
    return changed


def retotal(quotation: Quotation) -> Quotation:
    """Rewrite the amounts of all lines and their sums, and save. Inside a transaction that holds the quotation's lock. Raises invalid."""
    rows = list(QuotationLine.objects.filter(quotation=quotation).order_by("position", "pk"))
    found = [amounts_of(line, quotation) for line in rows]
    QuotationLine.objects.bulk_update([line for line in rows if put_amounts(line, quotation)], AMOUNTS)
    total = added(found)
    quotation.full_amount, quotation.net_amount, quotation.tax_amount, quotation.total_amount = (
        total.full,
        total.net,
        total.tax,
        total.total,
    )
    quotation.cost = total.cost if total.cost is not None else quotation.planned_cost
    quotation.margin = None if quotation.cost is None else total.net - Decimal(quotation.cost)
    save(quotation, by_model(Quotation))
    return quotation


def add_line(actor: Actor, *, pk: UUID | None = None, **values: Any) -> QuotationLine:
    """Add one line at the end. Raises quotation_fixed, too_many_lines, invalid."""
    quotation = _locked(values.get("quotation_id"))
    last = quotation.lines.order_by("-position").values_list("position", flat=True).first() or 0
    check_count(quotation.lines.count() + 1)
    line: QuotationLine = build(actor, by_model(QuotationLine), {"position": last + 1, **from_item(values)}, pk=pk)
    return _saved(actor, line, quotation)


def edit_line(actor: Actor, line: QuotationLine, **values: Any) -> QuotationLine:
    """Change one line. Raises quotation_fixed, invalid."""
    quotation = _locked(line.quotation_id)
    if values.get("quotation_id", line.quotation_id) != line.quotation_id:
        raise invalid({"quotation": [_("明细不能移到另一份报价，请在那份报价里新增。")]})
    assign(line, values)
    return _saved(actor, line, quotation)


def _saved(actor: Actor, line: QuotationLine, quotation: Quotation) -> QuotationLine:
    save(line, by_model(QuotationLine))
    retotal(quotation)
    line.refresh_from_db()
    emit("quotations.updated", quotation, actor, {"fields": ["lines"]})
    return line


def _locked(pk: Any) -> Quotation:
    quotation = Quotation.objects.select_for_update().get(pk=pk)
    check_editable(quotation)
    return quotation


def from_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a line, with what its price item says where nothing else was given."""
    item = PriceItem.objects.filter(pk=values["item_id"]).first() if values.get("item_id") else None
    if item is None:
        return dict(values)
    taken = {name: getattr(item, name) for name in FROM_ITEM} | {"unit_price": item.price}
    return taken | {name: value for name, value in values.items() if value not in (None, "")}


def check_count(count: int) -> None:
    if count > MOST_LINES:
        raise DomainError("too_many_lines", _("一份报价最多 %(n)d 行明细，请拆成几份报价。") % {"n": MOST_LINES})
