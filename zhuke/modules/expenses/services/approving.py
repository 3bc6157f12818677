"""What approval does to a claim; the engine calls these (approvals.py)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLine

from . import costs
from .claims import become, wrong_state
from .lines import EDITABLE, check_invoices, retotal


def submitted(actor: Actor, row: ExpenseClaim) -> None:
    """It goes to approval, its limits and invoices checked once more. Raises wrong_state, no_lines, incomplete, invoice_used."""
    if row.state not in EDITABLE:
        raise wrong_state(row)
    lines = list(row.lines.order_by("position", "pk"))
    if not lines:
        raise DomainError("no_lines", _("还没有填写费用，请至少添加一笔再提交。"))
    _check_complete(lines)
    check_invoices(actor, lines)
    row.submitted_on = timezone.localdate()
    retotal(row)
    become(actor, row, "approving", "expense_claims.submitted")


def _check_complete(lines: list[ExpenseLine]) -> None:
    for number, line in enumerate(lines, 1):
        if not line.kind or not line.amount:
            raise DomainError(
                "incomplete", _("第 %(n)d 笔还没有填写费用类型或金额，请补全再提交。") % {"n": number}, data={"line": str(line.pk)}
            )


def approved(actor: Actor, row: ExpenseClaim) -> None:
    """Owed to the claimant from now on, and a cost of its projects. Raises wrong_state."""
    _expect_approving(row)
    row.approved_on = timezone.localdate()
    become(actor, row, "approved", "expense_claims.approved", total=str(row.total))
    costs.post(actor, row)


def rejected(actor: Actor, row: ExpenseClaim) -> None:
    """Not approved: may be corrected and submitted again. Raises wrong_state."""
    _expect_approving(row)
    become(actor, row, "rejected", "expense_claims.rejected")


def withdrawn(actor: Actor, row: ExpenseClaim) -> None:
    """Taken back by who submitted it. Raises wrong_state."""
    _expect_approving(row)
    become(actor, row, "draft", "expense_claims.withdrawn")


def title_of(row: ExpenseClaim) -> str:
    """What it is called in the approval centre."""
    return f"{row.purpose} · {row.owner.name}"[:200]


def _expect_approving(row: ExpenseClaim) -> None:
    if row.state != "approving":
        raise wrong_state(row)
