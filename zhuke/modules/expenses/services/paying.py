"""Paying back what people have spent."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.modules.billing.services.ledger import check_open
from zhuke.modules.expenses.models import ExpenseClaim

from .claims import become, check_reason, wrong_state


def pay(
    actor: Actor, row: ExpenseClaim, *, on: dt.date | None = None, account: str | None = None, reference: str | None = None
) -> ExpenseClaim:
    """The money has left. Raises wrong_state, own_claim, invalid (day), period_closed."""
    if row.state != "approved":
        raise wrong_state(row)
    if actor.id is not None and actor.id == row.owner_id:
        raise Conflict("own_claim", _("自己的报销不能由自己付款，请交给其他财务人员办理。"))
    day = on or timezone.localdate()
    if row.approved_on and day < row.approved_on:
        raise invalid({"on": [_("付款日期不能早于批准日期 %(day)s，请改正。") % {"day": row.approved_on}]})
    check_open(row.unit_id, day)
    row.paid_on, row.paid_by_id = day, actor.id
    row.paid_from, row.paid_reference = (account or "").strip()[:80], (reference or "").strip()[:80]
    become(actor, row, "paid", "expense_claims.paid", on=str(day), total=str(row.total))
    title = say(_("报销已付款：%(purpose)s"), purpose=row.purpose)
    notify([row.owner_id], "expenses", title, subject=row, actor=actor, key=f"claim-paid:{row.pk}:{row.version}")
    return row


def undo_pay(actor: Actor, row: ExpenseClaim, *, reason: str) -> ExpenseClaim:
    """The payment was entered by mistake, or came back from the bank: it is to be paid again.

    Raises wrong_state, period_closed, invalid.
    """
    if row.state != "paid" or row.paid_on is None:
        raise wrong_state(row)
    text = check_reason(reason)
    check_open(row.unit_id, row.paid_on)
    paid_on = row.paid_on
    row.paid_on, row.paid_by_id, row.paid_from, row.paid_reference = None, None, "", ""
    return become(actor, row, "approved", "expense_claims.payment_undone", reason=text, on=str(paid_on))
