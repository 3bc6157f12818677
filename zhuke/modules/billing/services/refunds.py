"""Refunds as people enter them: posted at once, or drafted and posted on approval where the company wants payments to be asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Receipt, Refund

from .covering import policy_for, policy_since
from .ledger import ZERO, amount_of, check_reason, lock_receipt, wrong_state
from .receipts import check_refundable, never_edited, post_refund, refund

EDITABLE = ("draft", "rejected")


def create_refund(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Refund:
    """The create of the resource. Raises as ``receipts.refund``."""
    receipt = Receipt.objects.get(pk=values.pop("receipt_id"))
    values = {name: value for name, value in values.items() if not name.startswith("cf_")}
    if not needs_approval(receipt, amount_of(values["amount"])):
        return refund(actor, receipt, pk=pk, **values)
    values["reason"] = check_reason(values["reason"])
    row: Refund = build(actor, by_model(Refund), {"receipt_id": receipt.pk, **values}, pk=pk)
    row.state = "draft"
    check_refundable(lock_receipt(receipt.pk), row.amount, timezone.localdate())
    save(row, by_model(Refund))
    emit("refunds.created", row, actor, {"receipt": str(receipt.pk), "amount": str(row.amount)})
    return row


def needs_approval(receipt: Receipt, amount: Decimal) -> bool:
    """Whether so much more of it may go back to a customer only with approval; what went back freely counts with it."""
    policy = policy_for(receipt.unit_id)
    if receipt.direction != "income" or policy is None:
        return False
    free = Refund.objects.filter(receipt=receipt, state="done", approved_on=None, created_at__date__gte=policy_since(policy))
    return bool((free.aggregate(total=Sum("amount"))["total"] or ZERO) + amount > policy.threshold)


def edit_refund(actor: Actor, row: Refund, **values: Any) -> Refund:
    """Change a draft; what is in the books is never edited. Raises fixed, not_enough, invalid."""
    if row.state not in EDITABLE:
        never_edited(actor, row)
    if values.get("receipt_id", row.receipt_id) != row.receipt_id:
        raise Conflict("fixed", _("退款不能换收款，请作废后重新登记。"))
    assign(row, values)
    check_refundable(lock_receipt(row.receipt_id), amount_of(row.amount), timezone.localdate())
    save(row, by_model(Refund))
    emit("refunds.updated", row, actor, {"fields": sorted(values)})
    return row


def submitted(actor: Actor, row: Refund) -> None:
    """It goes to approval. Raises wrong_state, not_enough."""
    _expect(row, *EDITABLE)
    check_refundable(lock_receipt(row.receipt_id), row.amount, timezone.localdate())
    _become(actor, row, "approving", "refunds.submitted")


def approved(actor: Actor, row: Refund) -> None:
    """Approved: posted today. Raises not_enough (used otherwise meanwhile), wrong_state, period_closed."""
    _expect(row, "approving")
    row.on = row.approved_on = timezone.localdate()
    receipt = lock_receipt(row.receipt_id)
    check_refundable(receipt, row.amount, row.on)
    _become(actor, row, "done", "refunds.approved")
    post_refund(actor, receipt, row)


def rejected(actor: Actor, row: Refund) -> None:
    """Not approved: may be corrected and submitted again. Raises wrong_state."""
    _expect(row, "approving")
    _become(actor, row, "rejected", "refunds.rejected")


def withdrawn(actor: Actor, row: Refund) -> None:
    """Taken back by who submitted it. Raises wrong_state."""
    _expect(row, "approving")
    _become(actor, row, "draft", "refunds.withdrawn")


def cancel(actor: Actor, row: Refund, *, reason: str) -> Refund:
    """A draft that is not wanted any more. Raises wrong_state, invalid."""
    _expect(row, *EDITABLE)
    row.reverse_reason = check_reason(reason)
    _become(actor, row, "cancelled", "refunds.cancelled")
    return row


def title_of(row: Refund) -> str:
    """What it is called in the approval centre."""
    who = row.receipt.customer.name if row.receipt.customer else row.receipt.payer
    return f"{who} · {row.receipt.number}"[:200]


def _expect(row: Refund, *states: str) -> None:
    if row.state not in states:
        raise wrong_state(row)


def _become(actor: Actor, row: Refund, state: str, event: str) -> None:
    row.state = state
    save(row, by_model(Refund))
    emit(event, row, actor, {"receipt": str(row.receipt_id), "amount": str(row.amount)})
