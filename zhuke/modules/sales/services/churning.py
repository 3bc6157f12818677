"""Customers that leave: registered with their reason and how far things had come, ended when they come back (R26)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.models import Customer
from zhuke.modules.sales.models import PHASE_CODES, Churn, Opportunity


def register_churn(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Churn:
    """Enter that a customer has left; the phase is the furthest of its opportunities.

    Raises invalid, already_left, open_opportunities, customer_archived.
    """
    row: Churn = build(actor, by_model(Churn), values, pk=pk)
    _check(row)
    Customer.objects.select_for_update(of=("self",)).get(pk=row.customer_id)  # one entry at a time
    if Churn.objects.filter(customer=row.customer_id, won_back_on=None, archived_at=None).exists():
        raise Conflict("already_left", _("该客户已登记流失，请修改原有的一条，或先登记挽回。"))
    going = Opportunity.objects.filter(customer=row.customer_id, state="open", archived_at=None).count()
    if going:
        text = _("该客户还有 %(n)d 个进行中的商机。请先把它们登记为丢单，或等有了结果再登记流失。")
        raise Conflict("open_opportunities", text % {"n": going})
    if row.customer.archived_at:
        raise Conflict("customer_archived", _("客户“%(name)s”已归档，请先恢复客户或选择另一个客户。") % {"name": row.customer.name})
    row.phase = _furthest(row.customer)
    save(row, by_model(Churn))
    emit("churns.created", row, actor, {"customer": str(row.customer_id)})
    return row


def change_churn(actor: Actor, row: Churn, **values: Any) -> Churn:
    """Correct what was entered. The customer stays. Raises invalid."""
    if values.get("customer_id", row.customer_id) != row.customer_id:
        raise invalid({"customer": [_("客户不能更换。请归档这条记录，再为另一个客户登记。")]})
    assign(row, values)
    _check(row)
    save(row, by_model(Churn))
    emit("churns.updated", row, actor, {"fields": sorted(values)})
    return row


def win_back(actor: Actor, row: Churn, *, won_back_on: dt.date | None = None, note: str | None = None) -> Churn:
    """The customer is back, today unless a day is given. Raises wrong_state, invalid."""
    if row.won_back_on or row.archived_at:
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))
    day = won_back_on or timezone.localdate()
    if not row.left_on <= day <= timezone.localdate():
        raise invalid({"won_back_on": [_("挽回日期应在流失日期之后，不晚于今天。")]})
    row.won_back_on, row.won_back_note = day, (note or "").strip()
    save(row, by_model(Churn))
    emit("churns.won_back", row, actor, {"customer": str(row.customer_id)})
    return row


def came_back(actor: Actor, customer: UUID, what: str) -> int:
    """A new opportunity of a customer that had left: the customer is back. Returns how many entries that ended."""
    rows = Churn.objects.filter(customer=customer, won_back_on=None, archived_at=None, left_on__lte=timezone.localdate())
    return len([win_back(actor, row, note=what) for row in rows.select_for_update(of=("self",))])


def _check(row: Churn) -> None:
    if row.left_on and row.left_on > timezone.localdate():
        raise invalid({"left_on": [_("流失日期不能晚于今天。")]})
    if row.won_back_on and row.left_on and row.left_on > row.won_back_on:
        raise invalid({"left_on": [_("流失日期不能晚于挽回日期。")]})


def _furthest(customer: Customer) -> str:
    position = Opportunity.objects.filter(customer=customer, archived_at=None).aggregate(furthest=Max("furthest"))["furthest"]
    return "" if position is None else PHASE_CODES[position]
