"""Payment requests: asked for, approved, paid by finance in one step that also settles the payable."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Allocation, PaymentRequest, Receipt, Receivable

from . import receipts
from .covering import check_on_account
from .ledger import ZERO, amount_of, check_reason, lock_receivable, wrong_state
from .receivables import OUTSTANDING

EDITABLE = ("draft", "rejected")
# Requests that still want money.
PENDING = ("approving", "approved")


def ask(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PaymentRequest:
    """Draft a request to pay a part of a payable; all that is left where no amount is given. Raises not_payable, not_enough, invalid."""
    row: PaymentRequest = build(actor, by_model(PaymentRequest), values, pk=pk)
    _check(row, lock_receivable(row.receivable_id))
    row.number = next_number(actor, "payment_requests", row.receivable.unit_id, timezone.localdate())
    save(row, by_model(PaymentRequest))
    emit("payment_requests.created", row, actor, {"receivable": str(row.receivable_id)})
    return row


def edit(actor: Actor, row: PaymentRequest, **values: Any) -> PaymentRequest:
    """Change a draft. Raises wrong_state, not_payable, not_enough, invalid."""
    if row.state not in EDITABLE:
        raise wrong_state(row)
    if values.get("receivable_id", row.receivable_id) != row.receivable_id:
        raise invalid({"receivable": [_("付款申请不能换应付，请作废后重新申请。")]})
    assign(row, values)
    _check(row, lock_receivable(row.receivable_id))
    save(row, by_model(PaymentRequest))
    emit("payment_requests.updated", row, actor, {"fields": sorted(values)})
    return row


def _check(row: PaymentRequest, owed: Receivable) -> None:
    if owed.direction != "expense" or owed.state not in OUTSTANDING:
        raise Conflict("not_payable", _("只有未结清的应付可以申请付款；已在审批的请驳回或撤回。"))
    left = owed.balance - _pending(row)
    if row.amount is None:
        row.amount = max(left, ZERO)
    if left <= ZERO or left < amount_of(row.amount):
        raise Conflict(
            "not_enough",
            _("“%(name)s”还可以申请 ¥%(left)s（未结 ¥%(owed)s，减去审批中和待付款的申请）。")
            % {"name": owed.name, "left": f"{max(left, ZERO):,.2f}", "owed": f"{owed.balance:,.2f}"},
            data={"left": str(max(left, ZERO))},
        )


def _pending(row: PaymentRequest) -> Decimal:
    rows = PaymentRequest.objects.filter(receivable_id=row.receivable_id, state__in=PENDING).exclude(pk=row.pk)
    return _sum(rows)


def _sum(rows: QuerySet[Any]) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def submitted(actor: Actor, row: PaymentRequest) -> None:
    """It goes to approval. Raises wrong_state, not_payable, not_enough."""
    if row.state not in EDITABLE:
        raise wrong_state(row)
    _check(row, lock_receivable(row.receivable_id))
    _become(actor, row, "approving", "payment_requests.submitted")


def approved(actor: Actor, row: PaymentRequest) -> None:
    """Finance may pay. Raises wrong_state, and not_payable or not_enough where it was settled otherwise meanwhile."""
    _expect_approving(row)
    _check(row, lock_receivable(row.receivable_id))
    row.approved_on = timezone.localdate()
    _become(actor, row, "approved", "payment_requests.approved")


def rejected(actor: Actor, row: PaymentRequest) -> None:
    """Not approved: may be corrected and submitted again. Raises wrong_state."""
    _expect_approving(row)
    _become(actor, row, "rejected", "payment_requests.rejected")


def withdrawn(actor: Actor, row: PaymentRequest) -> None:
    """Taken back by who submitted it. Raises wrong_state."""
    _expect_approving(row)
    _become(actor, row, "draft", "payment_requests.withdrawn")


def pay(
    actor: Actor,
    row: PaymentRequest,
    *,
    on: dt.date | None = None,
    account: str | None = None,
    reference: str | None = None,
    method: str | None = None,
) -> PaymentRequest:
    """Record the payment and settle the payable with it. Raises wrong_state, not_enough, no_request, period_closed, invalid."""
    if row.state != "approved" or row.amount is None:
        raise wrong_state(row)
    owed = Receivable.objects.get(pk=row.receivable_id)
    paid = receipts.record(
        actor,
        direction="expense",
        customer_id=owed.customer_id,
        contract_id=owed.contract_id,
        unit_id=owed.unit_id,
        owner_id=owed.owner_id,
        on=on or timezone.localdate(),
        amount=row.amount,
        method=method or "transfer",
        account=(account or "")[:80],
        payer=owed.customer.name[:120],
        reference=(reference or "")[:80],
        remark=f"{row.number} {row.reason}"[:300],
    )
    _paid_by(actor, row, paid)  # before it is allocated: what follows allocations finds that this payment has its request
    receipts.allocate(actor, paid, owed, amount=row.amount)
    check_on_account(paid)  # what this approval allows may have gone out on account already
    return row


def _paid_by(actor: Actor, row: PaymentRequest, receipt: Receipt) -> None:
    row.receipt, row.paid_on, row.paid_by_id = receipt, receipt.on, actor.id
    _become(actor, row, "paid", "payment_requests.paid")


def paid_otherwise(actor: Actor, receipt: Receipt, receivable_id: UUID) -> None:
    """Money that left otherwise (a line of a bank statement, an allocation) has settled a payable: nobody shall pay it once more.

    Paid is the approved request of just that amount, else those that the amount covers, the oldest first; with nothing owed any more, all.
    Raises busy.
    """
    if receipt.direction != "expense":
        return
    money = Allocation.objects.filter(receipt=receipt, receivable_id=receivable_id, state="active")
    left = _sum(money) - _sum(PaymentRequest.objects.filter(receipt=receipt, receivable_id=receivable_id))
    waiting = sorted(_locked(receivable_id, "approved"), key=lambda row: (row.amount != left, row.approved_on, row.pk))
    settled = not Receivable.objects.filter(pk=receivable_id, state__in=OUTSTANDING).exists()
    for row in waiting:
        wanted = row.amount or ZERO
        if settled or wanted <= left:
            left -= wanted
            _paid_by(actor, row, receipt)


def cancel(actor: Actor, row: PaymentRequest, *, reason: str) -> PaymentRequest:
    """It is not wanted any more. Raises wrong_state, invalid."""
    if row.state not in (*EDITABLE, "approved"):
        raise wrong_state(row)
    row.end_reason = check_reason(reason)
    _become(actor, row, "cancelled", "payment_requests.cancelled")
    return row


def not_paid_after_all(actor: Actor, receipt: Receipt, receivable_id: UUID, amount: Decimal) -> None:
    """An allocation was taken back: requests for which no money is left in the payable wait to be paid again.

    Those that the receipt had paid come first, then others; of these the one of just that amount, then the newest. Raises busy.
    """
    if receipt.direction != "expense":
        return
    paid = sorted(_locked(receivable_id, "paid"), key=lambda row: (row.amount == amount, row.paid_on, row.pk), reverse=True)
    settled = Allocation.objects.filter(receivable_id=receivable_id, state="active")
    for rows, money in (([row for row in paid if row.receipt_id == receipt.pk], settled.filter(receipt=receipt)), (paid, settled)):
        without = sum((row.amount or ZERO for row in rows if row.state == "paid"), ZERO) - _sum(money)
        for row in rows:
            if without > ZERO and row.state == "paid":
                without -= row.amount or ZERO
                row.receipt, row.paid_on, row.paid_by_id = None, None, None
                _become(actor, row, "approved", "payment_requests.payment_reversed")


def _locked(receivable_id: UUID, state: str) -> list[PaymentRequest]:
    """Its requests in a state, locked without waiting: whoever pays one holds it and waits for the payable that we hold. Raises busy."""
    try:
        with transaction.atomic():
            rows = PaymentRequest.objects.filter(receivable_id=receivable_id, state=state).order_by("pk")
            return list(rows.select_for_update(nowait=True))
    except OperationalError as error:
        raise Conflict("busy", _("有人正在处理这笔应付的付款申请，请稍后再试。")) from error


def _expect_approving(row: PaymentRequest) -> None:
    if row.state != "approving":
        raise wrong_state(row)


def _become(actor: Actor, row: PaymentRequest, state: str, event: str) -> None:
    before, row.state = row.state, state
    save(row, by_model(PaymentRequest))
    emit(event, row, actor, {"from": before, "to": state, "receivable": str(row.receivable_id), "amount": str(row.amount)})


def title_of(row: PaymentRequest) -> str:
    """What it is called in the approval centre."""
    return f"{row.receivable.customer.name} · {row.receivable.name}"[:200]
