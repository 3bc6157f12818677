"""What billing puts on the workbench of finance."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from zhuke.commons.workbench.registry import Figure, Found, Item, Link, Period, first_of, register_counter, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model

from .models import Entry, Invoice, PaymentRequest, Receipt, Receivable


def to_issue(actor: Actor, limit: int) -> Found:
    """Approved requests whose invoice is not there yet."""
    rows = visible(actor, by_model(Invoice), "issue").filter(state="approved", direction="output").select_related("customer")
    count, found = first_of(rows.order_by("wanted_on", "updated_at", "pk"), limit)
    items = [Item("invoices", row.pk, row.name, f"{row.customer.name} · ¥ {row.amount:,.2f}", row.wanted_on) for row in found]
    return Found(count, items, Link("invoices", ["state", "=", "approved"], "updated_at"))


def unallocated(actor: Actor, limit: int) -> Found:
    """Money that settles nothing yet, the oldest first."""
    rows = visible(actor, by_model(Receipt), "allocate").filter(state__in=("open", "partial")).select_related("customer")
    count, found = first_of(rows.order_by("on", "pk"), limit)
    items = [
        Item(
            "receipts",
            row.pk,
            row.customer.name if row.customer else row.payer or row.number,
            f"{row.number} · ¥ {row.unallocated:,.2f}",
            row.on,
        )
        for row in found
    ]
    return Found(count, items, Link("receipts", ["state", "in", ["open", "partial"]], "on"))


def to_pay(actor: Actor, limit: int) -> Found:
    """Approved payment requests, the soonest wanted first."""
    rows = visible(actor, by_model(PaymentRequest), "pay").filter(state="approved").select_related("receivable__customer")
    count, found = first_of(rows.order_by("wanted_on", "approved_on", "pk"), limit)
    items = [
        Item("payment_requests", row.pk, row.receivable.customer.name, f"{row.number} · ¥ {row.amount or 0:,.2f}", row.wanted_on)
        for row in found
    ]
    return Found(count, items, Link("payment_requests", ["state", "=", "approved"], "wanted_on"))


def received(actor: Actor, period: Period) -> Figure:
    """What customers have paid this month, refunds taken off."""
    rows = visible(actor, by_model(Receipt)).filter(direction="income").exclude(state="reversed")

    def came(first: dt.date, last: dt.date) -> Any:
        found = rows.filter(on__gte=first, on__lte=last).aggregate(came=Sum("amount"), back=Sum("refunded"))
        return (found["came"] or 0) - (found["back"] or 0)

    link = Link("receipts", {"and": [["direction", "=", "income"], ["on", ">=", str(period.first)]]}, "-on")
    return Figure(came(period.first, period.last), came(period.before_first, period.before_last), link)


def owed(actor: Actor, period: Period) -> Figure:
    """What customers owe, today and on the same day of last month."""
    rows = visible(actor, by_model(Receivable)).filter(direction="income")
    past = Entry.objects.filter(book="receivable", on__lte=period.before_last, receivable__in=rows.order_by())
    link = Link("receivables", {"and": [["direction", "=", "income"], ["state", "in", ["open", "partial"]]]}, "due_on")
    now = rows.filter(state__in=("open", "partial")).aggregate(total=Sum("balance"))["total"] or 0
    return Figure(now, past.aggregate(total=Sum("amount"))["total"] or 0, link)


register_counter("billing.received", _("本月回款"), received, unit="yuan", needs=(("receipts", "read"),))
register_counter("billing.owed", _("应收余额"), owed, unit="yuan", needs=(("receivables", "read"),), better="less")
register_list("billing.to_issue", _("待开票"), to_issue, needs=(("invoices", "issue"),), empty=_("没有等待开票的申请。"))
register_list("billing.unallocated", _("待核销收付款"), unallocated, needs=(("receipts", "allocate"),), empty=_("没有待核销的收付款。"))
register_list("billing.to_pay", _("待付款申请"), to_pay, needs=(("payment_requests", "pay"),), empty=_("没有等待付款的申请。"))
