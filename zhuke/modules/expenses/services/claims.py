"""Expense claims: written, changed, cancelled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals import services as approvals
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.expenses.models import ExpenseClaim

from . import costs
from .lines import check_editable, retotal


def write(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ExpenseClaim:
    """Begin a claim; it is the actor's own unless ``owner_id`` says otherwise. Raises invalid."""
    row: ExpenseClaim = build(actor, by_model(ExpenseClaim), {k: v for k, v in values.items() if k != "owner_id" or v}, pk=pk)
    if row.owner_id is None:
        raise invalid({"owner": [_("请选择报销人。")]})
    check_fields(row)
    row.bank_account = row.bank_account or last_account(row.owner_id)
    row.number = next_number(actor, "expense_claims", row.unit_id, timezone.localdate())
    save(row, by_model(ExpenseClaim))
    emit("expense_claims.created", row, actor)
    return row


def edit(actor: Actor, row: ExpenseClaim, **values: Any) -> ExpenseClaim:
    """Change a claim that is not under way. Raises claim_fixed, invalid."""
    check_editable(row)
    assign(row, values)
    if row.owner_id is None:
        raise invalid({"owner": [_("请选择报销人。")]})
    check_fields(row)
    retotal(row)
    emit("expense_claims.updated", row, actor, {"fields": sorted(values)})
    return row


def check_fields(row: ExpenseClaim) -> None:
    """Fill the customer from the opportunity, and check that they belong together. Raises invalid."""
    if row.opportunity_id and row.opportunity:
        row.customer_id = row.customer_id or row.opportunity.customer_id
        if row.opportunity.customer_id != row.customer_id:
            raise invalid({"opportunity": [_("这个商机属于另一个客户，请重新选择商机或客户。")]})


def last_account(owner_id: Any) -> str:
    """The account that the person was last paid into, or asked to be."""
    rows = ExpenseClaim.objects.filter(owner_id=owner_id).exclude(bank_account="").order_by("-created_at", "-pk")
    return rows.values_list("bank_account", flat=True).first() or ""


def submit(actor: Actor, row: ExpenseClaim) -> ExpenseClaim:
    """Send it to its approvers. Raises what ``approving.submitted`` and the engine raise."""
    approvals.submit(actor, "expense_claims", row, verb="claim")
    return row


def cancel(actor: Actor, row: ExpenseClaim, *, reason: str) -> ExpenseClaim:
    """It will not be paid; its invoices are free again, its costs taken back. Raises wrong_state, invalid."""
    if row.state not in ("draft", "rejected", "approved"):
        raise wrong_state(row)
    if row.state == "approved":
        costs.reverse(actor, row, check_reason(reason))
    row.lines.update(void=True)
    row.end_reason = check_reason(reason)
    return become(actor, row, "cancelled", "expense_claims.cancelled", reason=row.end_reason)


def become(actor: Actor, row: ExpenseClaim, state: str, event: str, **data: Any) -> ExpenseClaim:
    """Put the claim into a state, save it and tell of it."""
    before, row.state = row.state, state
    save(row, by_model(ExpenseClaim))
    emit(event, row, actor, {"from": before, "to": state, **data})
    return row


def check_reason(value: str | None) -> str:
    """A reason of one line. Raises invalid."""
    text = " ".join((value or "").split())
    if not text or len(text) > 300:
        raise invalid({"reason": [_("请写明原因，最多 300 个字。")]})
    return text


def wrong_state(row: ExpenseClaim) -> DomainError:
    """The refusal of a verb that the state does not allow."""
    return Conflict("wrong_state", _("报销单现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": row.get_state_display()})
