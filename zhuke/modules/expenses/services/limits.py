"""Which limits hold for a claim, and how far its lines go beyond them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import ancestors_of
from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.expenses.domain.limits import Over, Spent, overs
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLimit, ExpenseLine


def add(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ExpenseLimit:
    """Lay down a limit; without a unit it holds for the whole group. Raises invalid."""
    row: ExpenseLimit = build(actor, by_model(ExpenseLimit), {"unit_id": None, **values}, pk=pk)
    return _saved(actor, row, "expense_limits.created")


def edit(actor: Actor, row: ExpenseLimit, **values: Any) -> ExpenseLimit:
    """Change it: what is claimed from now on is measured by it. Raises invalid."""
    assign(row, values)
    return _saved(actor, row, "expense_limits.updated")


def _saved(actor: Actor, row: ExpenseLimit, event: str) -> ExpenseLimit:
    save(row, by_model(ExpenseLimit))
    emit(event, row, actor)
    return row


def limits_for(unit_id: UUID) -> dict[tuple[str, str], Decimal]:
    """(kind, period) → amount: the nearest unit upward that has one decides, then the group's."""
    line: list[UUID | None] = [pk for pk, _code, _kind in ancestors_of(unit_id)]
    rows = ExpenseLimit.objects.filter(Q(unit_id__in=line) | Q(unit=None), archived_at=None)
    order = {pk: number for number, pk in enumerate([*line, None])}
    found: dict[tuple[str, str], Decimal] = {}
    for row in sorted(rows, key=lambda row: order[row.unit_id]):
        found.setdefault((row.kind, row.period), row.amount)
    return found


def overs_of(claim: ExpenseClaim, lines: Sequence[ExpenseLine]) -> list[Over | None]:
    """How far each line goes beyond a limit, the same person's other claims of these months counted first."""
    limits = limits_for(claim.unit_id)
    if not limits or not lines:
        return [None] * len(lines)
    return overs([Spent(line.kind, line.on, line.amount) for line in lines], _earlier(claim, lines, {kind for kind, _p in limits}), limits)


def _earlier(claim: ExpenseClaim, lines: Sequence[ExpenseLine], kinds: set[str]) -> list[Spent]:
    first = min(line.on for line in lines).replace(day=1)
    last = (max(line.on for line in lines).replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    rows = ExpenseLine.objects.filter(claim__owner_id=claim.owner_id, void=False, kind__in=kinds, on__gte=first, on__lt=last)
    # Drafts of other claims are not spent yet; what is under way or done is.
    rows = rows.filter(claim__state__in=("approving", "approved", "paid")).exclude(claim=claim)
    return [Spent(*values) for values in rows.values_list("kind", "on", "amount")]


def sentence(over: Over) -> Any:
    """What is said about a line beyond its limit."""
    texts = {
        "line": _("超出每笔 ¥%(limit)s 的标准 ¥%(over)s"),
        "day": _("当天合计超出每人每天 ¥%(limit)s 的标准 ¥%(over)s"),
        "month": _("当月合计超出每人每月 ¥%(limit)s 的标准 ¥%(over)s"),
    }
    return texts[over.period] % {"limit": f"{over.limit:,.2f}", "over": f"{over.amount:,.2f}"}
