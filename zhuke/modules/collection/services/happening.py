"""What a case does when something happens around it: money, disputes, other amounts."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.models import CollectionCase
from zhuke.modules.customers.services.risk import put_risk

from .cases import answered
from .chasing import judge_promises
from .ladders import ladder_of
from .places import company_of
from .standing import debts_of, log, rest, restate, running_case


def case_of(row: Receivable) -> CollectionCase | None:
    """The running case that chases this debt, locked."""
    return running_case(row.customer_id, company_of(row.unit_id), lock=True) if row.direction == "income" else None


def paid(actor: Actor, row: Receivable, amount: str) -> None:
    """Money came: everything paid closes the case; a part of it is an answer and rests the ladder."""
    case = case_of(row)
    if case is None:
        return
    log(actor, case, "paid", row.name, amount=amount, receivable=row.pk)
    judge_promises(actor, case)
    if debts_of(case).filter(disputed=False).exists() and case.state == "open" and row.due_on < timezone.localdate():
        answered(case, "paid", timezone.localdate())
        ladder = ladder_of(case.company_id)
        rest(actor, case, "paid", until=timezone.localdate() + dt.timedelta(days=ladder.paid_days if ladder else 7))
    emit("collection_cases.paid", case, actor, {"amount": amount})
    restate(actor, case)


def disputed(actor: Actor, row: Receivable, reason: str) -> None:
    """A debt is contested: an answer to the last letter; the case rests where nothing else is overdue."""
    case = case_of(row)
    if case is None:
        return
    answered(case, "disputed", timezone.localdate(), reason)
    log(actor, case, "disputed", reason, receivable=row.pk, name=row.name)
    restate(actor, case)


def changed(actor: Actor, row: Receivable) -> None:
    """Something about a debt is otherwise than before."""
    case = case_of(row)
    if case is not None:
        restate(actor, case)


def mark_high_risk(actor: Actor, row: Receivable, reason: str) -> None:
    """For rules about receivables: flag the customer; nothing where it is flagged already."""
    put_risk(actor, row.customer_id, reason)
