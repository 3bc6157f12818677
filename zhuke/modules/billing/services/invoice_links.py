"""Which receivables an invoice is about. Links count (and post entries) from the day on which the invoice is issued."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.billing.models import Invoice, InvoiceLink, Receivable

from .ledger import ZERO, Movement, amount_of, check_reason, lock_receivables, post, restate_receivable, wrong_state
from .places import company_of
from .receipts import never_edited
from .receivables import spoken_for

__all__ = ["never_edited"]


def lock_invoice(pk: Any) -> Invoice:
    """The invoice, locked; before any receivable."""
    return Invoice.objects.select_for_update(no_key=True).get(pk=pk)


def link(actor: Actor, *, pk: UUID | None = None, **values: Any) -> InvoiceLink:
    """Say that a part of an invoice is about a receivable. Raises other_customer, over_linked, over_invoiced, wrong_state, invalid."""
    invoice = lock_invoice(values["invoice_id"])
    return add(actor, invoice, [(values["receivable_id"], values["amount"])], pks=[pk])[0]


def add(actor: Actor, invoice: Invoice, parts: Iterable[tuple[UUID, Decimal]], *, pks: Iterable[UUID | None] = ()) -> list[InvoiceLink]:
    """Link several receivables; the caller holds the invoice's lock. Raises as ``link``."""
    if invoice.red_of_id or invoice.state not in ("draft", "rejected", "issued"):
        raise wrong_state(invoice)
    wanted = list(parts)
    keys = [*pks, *[None] * len(wanted)]
    rows = lock_receivables(key for key, _amount in wanted)
    made = []
    for (key, amount), pk in zip(wanted, keys, strict=False):
        row = rows[key]
        _check(invoice, row, amount_of(amount))
        one: InvoiceLink = build(actor, by_model(InvoiceLink), {"invoice_id": invoice.pk, "receivable_id": key, "amount": amount}, pk=pk)
        save(one, by_model(InvoiceLink))
        emit("invoices.linked", invoice, actor, {"receivable": str(key), "amount": str(amount)})
        if invoice.state == "issued":
            _post(actor, invoice, [(one, row)])
        made.append(one)
    restate_links(invoice)
    return made


def _check(invoice: Invoice, row: Receivable, amount: Decimal) -> None:
    if row.state == "cancelled":
        raise wrong_state(row)
    if {"output": "income", "input": "expense"}[invoice.direction] != row.direction:
        raise Conflict("other_direction", _("销项发票关联应收，进项发票关联应付。"))
    if invoice.customer_id != row.customer_id:
        raise Conflict("other_customer", _("发票和款项的往来单位不一致，不能关联。"))
    if company_of(invoice.unit_id) != company_of(row.unit_id):
        raise Conflict("other_company", _("发票和款项属于不同的公司，不能关联。"))
    total = linked(invoice)
    if total + amount > invoice.amount:
        left = invoice.amount - total
        raise Conflict("over_linked", _("这张发票只剩 ¥%(left)s 可以关联。") % {"left": f"{left:,.2f}"}, data={"left": str(left)})
    check_room(row, amount)


def check_room(row: Receivable, amount: Decimal) -> None:
    """Raise over_invoiced when invoices, planned ones included, would come to more than the receivable."""
    room = row.amount - spoken_for(row)
    if amount > room:
        raise Conflict(
            "over_invoiced",
            _("“%(name)s”只剩 ¥%(left)s 可以开票（含正在申请的发票）。") % {"name": row.name, "left": f"{room:,.2f}"},
            data={"left": str(room)},
        )


def linked(invoice: Invoice) -> Decimal:
    """What of an invoice is linked."""
    return invoice.links.exclude(state="removed").aggregate(total=Sum("amount"))["total"] or ZERO


def restate_links(invoice: Invoice) -> None:
    """Rewrite the linked amount, and save."""
    invoice.linked = linked(invoice)
    save(invoice, by_model(Invoice))


def activate(actor: Actor, invoice: Invoice) -> None:
    """The invoice was issued: its links count from its day. Raises over_invoiced, period_closed."""
    links = list(invoice.links.filter(state="planned").order_by("pk"))
    rows = lock_receivables(one.receivable_id for one in links)
    _post(actor, invoice, [(one, rows[one.receivable_id]) for one in links])
    restate_links(invoice)


def _post(actor: Actor, invoice: Invoice, pairs: list[tuple[InvoiceLink, Receivable]]) -> None:
    on = invoice.issued_on or timezone.localdate()
    what = "invoiced" if not invoice.red_of_id else "reddened"
    for one, row in pairs:
        after = row.invoiced + one.amount
        if after > row.amount or after < 0:
            raise Conflict("over_invoiced", _("“%(name)s”的开票金额会超过款项金额，请先调整关联。") % {"name": row.name})
        one.state = "active"
        save(one, by_model(InvoiceLink))
        post(actor, on, [Movement("invoice", what, row, one.amount, one.pk)])
        restate_receivable(row)


def unlink(actor: Actor, one: InvoiceLink, *, reason: str) -> InvoiceLink:
    """The invoice is not about that receivable. Raises wrong_state (also where a red invoice follows), invalid."""
    invoice = lock_invoice(one.invoice_id)
    text = check_reason(reason)
    if one.state == "removed" or invoice.red_of_id or invoice.red_amount or invoice.state not in ("draft", "rejected", "issued"):
        raise wrong_state(one if one.state == "removed" else invoice)
    _remove(actor, one, text)
    restate_links(invoice)
    emit("invoices.unlinked", invoice, actor, {"receivable": str(one.receivable_id), "amount": str(one.amount), "reason": text})
    return one


def _remove(actor: Actor, one: InvoiceLink, reason: str) -> None:
    if one.state == "active":
        row = lock_receivables([one.receivable_id])[one.receivable_id]
        post(actor, timezone.localdate(), [Movement("invoice", "unlinked", row, -one.amount, one.pk)])
        restate_receivable(row)
    one.state, one.reason = "removed", reason
    save(one, by_model(InvoiceLink))


def drop_planned(actor: Actor, invoice: Invoice, reason: str) -> None:
    """The request was cancelled."""
    for one in invoice.links.filter(state="planned").order_by("pk"):
        _remove(actor, one, reason)
    restate_links(invoice)


def mirror(actor: Actor, original: Invoice, red: Invoice) -> None:
    """Plan the links of a red invoice: what the original was about, the last first, until its amount is used up."""
    left = -red.amount
    free = original.amount - original.red_amount - _net_links(original)
    left -= min(left, max(free, ZERO))  # the part that was about nothing goes first
    for key, amount in _links_left(original):
        part = min(amount, left)
        if part > 0:
            save(build(actor, by_model(InvoiceLink), {"invoice_id": red.pk, "receivable_id": key, "amount": -part}), by_model(InvoiceLink))
            left -= part
    restate_links(red)


def _links_left(original: Invoice) -> list[tuple[UUID, Decimal]]:
    sums: dict[UUID, Decimal] = {}
    for one in InvoiceLink.objects.filter(state="active", invoice__in=[original, *original.reds.filter(state="issued")]).order_by("-pk"):
        sums[one.receivable_id] = sums.get(one.receivable_id, ZERO) + one.amount
    return [(key, amount) for key, amount in sums.items() if amount > 0]


def _net_links(original: Invoice) -> Decimal:
    return sum((amount for _key, amount in _links_left(original)), ZERO)


def check_parts(parts: Any) -> list[tuple[UUID, Decimal]]:
    """Parts as typed, each receivable once. Raises invalid."""
    seen = [key for key, _amount in parts]
    if not seen or len(seen) != len(set(seen)):
        raise invalid({"parts": [_("请选择至少一笔款项，每笔只选一次。")]})
    return list(parts)
