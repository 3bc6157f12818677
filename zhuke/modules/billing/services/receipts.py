"""Receipts and payments: recorded, allocated to what is owed, refunded, reversed.

Every change locks the receipt first and receivables in the order of their ids after it, so that two people who allocate at once wait for
each other and nobody spends the same money twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Allocation, Receipt, Receivable, Refund

from .covering import check_covered, check_on_account, payments_lock
from .ledger import (
    Movement,
    amount_of,
    check_reason,
    closed,
    day_of,
    lock_receipt,
    lock_receivables,
    month_lock,
    post,
    restate_receipt,
    restate_receivable,
    room,
    wrong_state,
)
from .places import company_of
from .receivables import OUTSTANDING, check_contract, told_if_settled

FIXED = ("direction", "unit_id", "on", "amount")


def enter(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Receipt:
    """The create of the resource; a payment on account wants its approval, too. Raises invalid, period_closed, no_request."""
    row = record(actor, pk=pk, **values)
    check_on_account(row)
    return row


def record(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Receipt:
    """Enter money that came in (income) or went out (expense), posted on its day. Raises invalid, period_closed.

    The caller allocates it and calls ``check_on_account`` after that.
    """
    row: Receipt = build(actor, by_model(Receipt), values, pk=pk)
    amount_of(row.amount)
    if row.direction == "expense":
        payments_lock(row.unit_id)
    _check(row)
    row.unallocated = row.amount
    row.number = next_number(actor, "receipts", row.unit_id, row.on)
    save(row, by_model(Receipt))
    post(actor, row.on, [Movement("receipt", "recorded", row, row.amount, row.pk)])
    emit("receipts.recorded", row, actor, {"direction": row.direction, "amount": str(row.amount)})
    return row


def _check(row: Receipt) -> None:
    if row.on > timezone.localdate():
        raise invalid({"on": [_("收付日期不能晚于今天，请改正。")]})
    if row.contract_id:
        if row.customer_id is None and row.contract:
            row.customer_id = row.contract.customer_id
        check_contract(row)


def edit(actor: Actor, row: Receipt, **values: Any) -> Receipt:
    """Change what does not touch the books; the customer only while nothing is allocated.

    Raises fixed, wrong_state, invalid, no_request (whose it is has become known, and it wants an approval).
    """
    if row.state == "reversed":
        raise wrong_state(row)
    fixed = [*FIXED, *(("customer_id",) if row.allocated else ())]
    changed = [name for name in fixed if name in values and values[name] != getattr(row, name)]
    if changed:
        name = changed[0].removesuffix("_id")
        raise Conflict(
            "fixed",
            _("已入账的内容不能直接修改。登记错了请“冲销”后重新登记；换客户请先撤销核销。"),
            fields={name: [_("已入账，不能修改。")]},
        )
    before = row.customer_id
    assign(row, values)
    _check(row)
    save(row, by_model(Receipt))
    if row.customer_id != before and row.direction == "expense":
        payments_lock(row.unit_id)
        check_on_account(row)
    emit("receipts.updated", row, actor, {"fields": sorted(values)})
    return row


def allocate(
    actor: Actor, receipt: Receipt, receivable: Receivable, *, amount: Decimal, on: dt.date | None = None, pk: UUID | None = None
) -> Allocation:
    """Settle ``amount`` of the receivable with the receipt, on ``on`` or the first open day on which both exist.

    Raises not_enough (receipt or receivable has less), other_customer, other_company, other_direction, period_closed, wrong_state, invalid.
    """
    return allocate_many(actor, receipt, [(receivable.pk, amount)], on=on, pks=[pk])[0]


def allocate_many(
    actor: Actor,
    receipt: Receipt,
    parts: Sequence[tuple[UUID, Decimal]],
    *,
    on: dt.date | None = None,
    pks: Sequence[UUID | None] = (),
) -> list[Allocation]:
    """Settle several receivables with one receipt, all or none. Raises as ``allocate``; at most 200 parts."""
    if not parts or len(parts) > 200:
        raise invalid({"receivables": [_("请选择 1 到 200 笔应收应付。")]})
    receipt = _same(receipt, lock_receipt(receipt.pk))
    rows = lock_receivables(key for key, _amount in parts)
    made = []
    for index, (key, amount) in enumerate(parts):
        row = rows[key]
        _check_pair(receipt, row)
        wanted = amount_of(amount)
        check_covered(receipt, row, wanted)
        day = _day(receipt, row, on, wanted)
        made.append(_allocate(actor, receipt, row, wanted, day, pks[index] if pks else None))
    receipt.refresh_from_db()
    return made


def _allocate(actor: Actor, receipt: Receipt, row: Receivable, amount: Decimal, day: dt.date, pk: UUID | None) -> Allocation:
    values = {"receipt_id": receipt.pk, "receivable_id": row.pk, "amount": amount, "on": day}
    made: Allocation = build(actor, by_model(Allocation), values, pk=pk)
    save(made, by_model(Allocation))
    post(
        actor,
        day,
        [Movement("receipt", "allocated", receipt, -amount, made.pk), Movement("receivable", "allocated", row, -amount, made.pk)],
    )
    restate_receipt(receipt)
    restate_receivable(row)
    emit("receipts.allocated", receipt, actor, {"allocation": str(made.pk), "receivable": str(row.pk), "amount": str(amount)})
    told_if_settled(actor, row)
    return made


def _check_pair(receipt: Receipt, row: Receivable) -> None:
    if receipt.state == "reversed" or row.state == "cancelled":
        raise wrong_state(receipt if receipt.state == "reversed" else row)
    if receipt.direction != row.direction:
        raise Conflict("other_direction", _("收款只能核销应收，付款只能核销应付。"))
    if receipt.customer_id is None:
        raise Conflict("other_customer", _("这笔款还没有认领。请先在收付款上选择往来单位，再核销。"))
    if receipt.customer_id != row.customer_id:
        raise Conflict(
            "other_customer",
            _("这笔款属于另一个往来单位，不能核销“%(name)s”的款项。他人代付的，请把收付款的往来单位改为欠款方，付款人留在“对方户名”。")
            % {"name": row.customer.name},
        )
    if receipt.unit_id != row.unit_id and company_of(receipt.unit_id) != company_of(row.unit_id):
        raise Conflict("other_company", _("收付款和应收应付属于不同的公司，不能互相核销。"))


def _day(receipt: Receipt, row: Receivable, on: dt.date | None, amount: Decimal) -> dt.date:
    """The day of an allocation. Raises not_enough, invalid."""
    first = max(receipt.on, row.occurred_on)
    day = day_of(on, earliest=first)
    if day is None:
        month_lock(first, shared=True)
        fits = not closed(receipt.unit_id, first) and not closed(row.unit_id, first)
        day = first if fits and min(room(receipt, first), room(row, first)) >= amount else timezone.localdate()
    left, owed = room(receipt, day), room(row, day)
    if left < amount:
        raise Conflict(
            "not_enough", _("这笔款只剩 ¥%(left)s 可以核销。请减小核销金额。") % {"left": f"{left:,.2f}"}, data={"left": str(left)}
        )
    if owed < amount:
        raise Conflict(
            "not_enough",
            _("“%(name)s”只欠 ¥%(owed)s，核销不能超过它；多付的部分留在收付款上作为预收预付。")
            % {"name": row.name, "owed": f"{owed:,.2f}"},
            data={"owed": str(owed)},
        )
    return day


def create_allocation(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Allocation:
    """The create of the resource. Raises as ``allocate``."""
    receipt = Receipt.objects.get(pk=values["receipt_id"])
    receivable = Receivable.objects.get(pk=values["receivable_id"])
    return allocate(actor, receipt, receivable, amount=values["amount"], on=values.get("on"), pk=pk)


def never_edited(actor: Actor, row: Any, **values: Any) -> Any:
    """Documents of the books are not edited. Raises fixed."""
    raise Conflict("fixed", _("已入账的内容不能修改，请撤销后重新登记。"))


def allocate_oldest(actor: Actor, receipt: Receipt, *, on: dt.date | None = None) -> Receipt:
    """Spread what is left over the customer's receivables in the order in which they fall due. Raises nothing_owed, wrong_state."""
    if receipt.state == "reversed" or not receipt.unallocated:
        raise wrong_state(receipt)
    parts, left = [], receipt.unallocated
    for row in candidates(receipt):
        if not left:
            break
        part = min(left, row.balance)
        parts.append((row.pk, part))
        left -= part
    if not parts:
        raise Conflict("nothing_owed", _("这个往来单位没有未结清、无争议的款项可以核销。"))
    allocate_many(actor, receipt, parts[:200], on=on)
    return _same(receipt, lock_receipt(receipt.pk))


def candidates(receipt: Receipt) -> Iterable[Receivable]:
    """Undisputed receivables of the same customer, company and direction, the oldest due first; the receipt's contract before others."""
    if receipt.customer_id is None:
        return []
    rows = Receivable.objects.filter(
        customer_id=receipt.customer_id, direction=receipt.direction, state__in=OUTSTANDING, disputed=False
    ).order_by("due_on", "pk")
    company = company_of(receipt.unit_id)
    found = [row for row in rows[:500] if row.unit_id == receipt.unit_id or company_of(row.unit_id) == company]
    return sorted(found, key=lambda row: (bool(receipt.contract_id) and row.contract_id != receipt.contract_id, row.due_on, row.pk))


def unallocate(actor: Actor, allocation: Allocation, *, reason: str, on: dt.date | None = None) -> Allocation:
    """Take an allocation back: receipt and receivable are as before. Raises wrong_state, period_closed, invalid."""
    receipt = lock_receipt(allocation.receipt_id)
    rows = lock_receivables([allocation.receivable_id])
    return _unallocate(actor, allocation, receipt, rows[allocation.receivable_id], check_reason(reason), on)


def _unallocate(actor: Actor, allocation: Allocation, receipt: Receipt, row: Receivable, reason: str, on: dt.date | None) -> Allocation:
    if allocation.state != "active" or allocation.on is None:
        raise wrong_state(allocation)
    day = day_of(on, earliest=allocation.on) or timezone.localdate()
    amount = allocation.amount
    allocation.state, allocation.reversed_on, allocation.reverse_reason = "reversed", day, reason
    save(allocation, by_model(Allocation))
    post(
        actor,
        day,
        [
            Movement("receipt", "unallocated", receipt, amount, allocation.pk),
            Movement("receivable", "unallocated", row, amount, allocation.pk),
        ],
    )
    restate_receipt(receipt)
    restate_receivable(row)
    emit("receipts.unallocated", receipt, actor, {"allocation": str(allocation.pk), "receivable": str(row.pk), "amount": str(amount)})
    return allocation


def refund(
    actor: Actor, receipt: Receipt, *, amount: Decimal, reason: str, on: dt.date | None = None, reference: str = "", pk: UUID | None = None
) -> Refund:
    """Give back a part that is not allocated. Raises not_enough, wrong_state, period_closed, invalid."""
    receipt = _same(receipt, lock_receipt(receipt.pk))
    wanted, text = amount_of(amount), check_reason(reason)
    day = day_of(on, earliest=receipt.on) or timezone.localdate()
    check_refundable(receipt, wanted, day)
    values = {"receipt_id": receipt.pk, "amount": wanted, "on": day, "reason": text, "reference": reference}
    made: Refund = build(actor, by_model(Refund), values, pk=pk)
    save(made, by_model(Refund))
    post_refund(actor, receipt, made)
    return made


def check_refundable(receipt: Receipt, amount: Decimal, day: dt.date) -> None:
    """Raise not_enough or wrong_state unless so much of a locked receipt can go back on that day; the month stays open until commit."""
    if receipt.state == "reversed":
        raise wrong_state(receipt)
    month_lock(day, shared=True)
    left = room(receipt, day)
    if left < amount:
        raise Conflict(
            "not_enough",
            _("这笔款只剩 ¥%(left)s 未核销，不能退更多。请减小金额，或先撤销核销。") % {"left": f"{left:,.2f}"},
            data={"left": str(left)},
        )


def post_refund(actor: Actor, receipt: Receipt, row: Refund) -> None:
    """Enter a refund into the books on its day. The receipt is locked and checked. Raises period_closed, invalid."""
    post(actor, row.on, [Movement("receipt", "refunded", receipt, -row.amount, row.pk)])
    restate_receipt(receipt)
    emit("receipts.refunded", receipt, actor, {"refund": str(row.pk), "amount": str(row.amount)})


def reverse_refund(actor: Actor, row: Refund, *, reason: str, on: dt.date | None = None) -> Refund:
    """The money did not leave after all. Raises wrong_state, period_closed, invalid."""
    receipt = lock_receipt(row.receipt_id)
    if row.state != "done":
        raise wrong_state(row)
    day = day_of(on, earliest=row.on) or timezone.localdate()
    row.state, row.reversed_on, row.reverse_reason = "reversed", day, check_reason(reason)
    save(row, by_model(Refund))
    post(actor, day, [Movement("receipt", "refund_reversed", receipt, row.amount, row.pk)])
    restate_receipt(receipt)
    emit("receipts.refund_reversed", receipt, actor, {"refund": str(row.pk), "amount": str(row.amount)})
    return row


def reverse(actor: Actor, receipt: Receipt, *, reason: str, on: dt.date | None = None) -> Receipt:
    """Take a receipt out of the books (entered by mistake, bill dishonoured); its allocations are taken back with it.

    Raises has_refunds, busy (somebody is taking back an allocation at this moment), wrong_state, period_closed, invalid.
    """
    text = check_reason(reason)
    receipt = _same(receipt, lock_receipt(receipt.pk))
    if receipt.state == "reversed":
        raise wrong_state(receipt)
    if receipt.refunded:
        raise Conflict("has_refunds", _("这笔款已有退款，不能冲销。请先撤销退款。"))
    active = _active(receipt)
    earliest = max([receipt.on, *(row.on for row in active if row.on)])
    day = day_of(on, earliest=earliest) or timezone.localdate()
    rows = lock_receivables(row.receivable_id for row in active)
    for row in active:
        _unallocate(actor, row, receipt, rows[row.receivable_id], text, day)
    post(actor, day, [Movement("receipt", "reversed", receipt, -receipt.amount, receipt.pk)])
    receipt.state, receipt.reversed_on, receipt.reverse_reason = "reversed", day, text
    restate_receipt(receipt)
    emit("receipts.reversed", receipt, actor, {"reason": text, "amount": str(receipt.amount)})
    return receipt


def _active(receipt: Receipt) -> list[Allocation]:
    """Its allocations, locked without waiting: whoever takes one back holds it and waits for the receipt that we hold."""
    try:
        with transaction.atomic():
            return list(Allocation.objects.filter(receipt=receipt, state="active").order_by("pk").select_for_update(nowait=True))
    except OperationalError as error:
        raise Conflict("busy", _("有人正在撤销这笔款的核销，请稍后再试。")) from error


def _same(given: Receipt, locked: Receipt) -> Receipt:
    """The caller's object, as the locked row is now."""
    for field in Receipt._meta.concrete_fields:
        if not field.generated:
            setattr(given, field.attname, getattr(locked, field.attname))
    return given
