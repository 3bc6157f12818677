"""What contracts bring: payment terms become receivables and payables when their day or their condition comes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.modules.billing.models import Receivable
from zhuke.modules.contracts.models import Contract, PaymentTerm

from .ledger import ZERO, closed, lock_receivable, lock_receivables
from .receivables import OUTSTANDING, adjust, cancel, open_receivable, spoken_for


def source_of(term: PaymentTerm) -> str:
    """By which the receivable of a term is known: there is one at most."""
    return f"term:{term.pk}"


def open_term(
    actor: Actor, term: PaymentTerm, *, due_on: dt.date, occurred_on: dt.date, amount: Decimal | None = None
) -> Receivable | None:
    """The receivable (or payable) of a term; a cancelled one makes room for a new one. None: the term comes to nothing."""
    wanted = term.amount if amount is None else amount
    if not wanted or wanted <= 0:
        return None
    _make_room(term)
    contract = term.contract
    return open_receivable(
        actor,
        source=source_of(term),
        name=f"{contract.name[:100]} {term.name}"[:160],
        kind=term.kind,
        contract_id=contract.pk,
        term_id=term.pk,
        amount=wanted,
        occurred_on=open_day(contract, occurred_on),
        due_on=due_on,
    )


def open_day(contract: Contract, on: dt.date) -> dt.date:
    """The day on which something is posted: that day, or today where its month is closed."""
    today = timezone.localdate()
    return today if on > today or closed(contract.unit_id, on) else on


def _make_room(term: PaymentTerm) -> None:
    gone = Receivable.objects.filter(source=source_of(term), state="cancelled").values_list("pk", flat=True)
    for row in lock_receivables(gone).values():
        row.source = f"{row.source}:{row.pk}"
        row.save(update_fields=["source"])


def open_dated(actor: Actor, contract: Contract) -> list[Receivable]:
    """At signing: the terms that fall due by date."""
    found = []
    for term in _terms(contract).filter(trigger="date", planned_on__isnull=False):
        assert term.planned_on
        due = term.planned_on + dt.timedelta(days=term.due_days)
        row = open_term(actor, term, due_on=due, occurred_on=contract.signed_on or timezone.localdate())
        found += [row] if row else []
    return found


def _terms(contract: Contract) -> Any:
    return PaymentTerm.objects.filter(contract=contract, archived_at=None).select_related("contract").order_by("position", "pk")


def open_reached(actor: Actor, term: PaymentTerm) -> Receivable | None:
    """A milestone was accepted, or the warranty is over: from that day on it is owed."""
    on = term.reached_on or timezone.localdate()
    return open_term(actor, term, due_on=term.due_on or on, occurred_on=on)


def close_unreached(actor: Actor, term: PaymentTerm, reason: str) -> None:
    """The condition was not met after all. Raises term_in_use when money or an invoice has come of it."""
    found = Receivable.objects.filter(source=source_of(term)).exclude(state="cancelled").first()
    if found is None:
        return
    row = lock_receivable(found.pk)
    if row.state != "open" or row.invoiced:
        raise Conflict("term_in_use", _("这笔款项已经核销或开票，不能撤销达成。请先撤销核销、冲红发票。"), data={"receivable": str(row.pk)})
    cancel(actor, row, reason=reason or str(_("撤销达成")))


def follow_amounts(actor: Actor, contract: Contract) -> None:
    """After a variation or the settlement: dated terms that are not settled yet follow what the contract now comes to.

    What is already paid or invoiced is the floor; the rest shows in the settlement term.
    """
    terms = {source_of(t): t for t in _terms(contract).filter(trigger="date")}
    rows = lock_receivables(Receivable.objects.filter(source__in=terms, state__in=OUTSTANDING).values_list("pk", flat=True))
    for row in rows.values():
        wanted = max(terms[row.source].amount or ZERO, row.settled + row.written_off, spoken_for(row))
        if wanted > 0 and wanted != row.amount:
            adjust(actor, row, amount=wanted, reason=str(_("合同金额变化")))
    open_dated_new(actor, contract, set(terms))


def open_dated_new(actor: Actor, contract: Contract, sources: set[str]) -> None:
    """Dated terms that came with a variation."""
    known = set(Receivable.objects.filter(source__in=sources).values_list("source", flat=True))
    if sources - known:
        open_dated(actor, contract)


def open_settlement(actor: Actor, contract: Contract) -> Receivable | None:
    """At settlement: what is left after everything opened so far and the retention, as the settlement term says when it is due."""
    terms = list(_terms(contract))
    term = next((t for t in terms if t.kind == "settlement" and t.state == "planned"), None)
    if term is None or Receivable.objects.filter(source=source_of(term)).exclude(state="cancelled").exists():
        return None
    retention = [t for t in terms if t.kind == "retention" and not _opened(t)]
    left = Decimal(contract.total or 0) - owed_so_far(contract) - sum((Decimal(t.amount or 0) for t in retention), ZERO)
    on = contract.settled_on or timezone.localdate()
    return open_term(actor, term, due_on=on + dt.timedelta(days=term.due_days), occurred_on=on, amount=left)


def _opened(term: PaymentTerm) -> bool:
    return Receivable.objects.filter(source=source_of(term)).exclude(state="cancelled").exists()


def owed_so_far(contract: Contract) -> Decimal:
    """What has been opened of a contract in its own direction, cancelled ones left out."""
    rows = Receivable.objects.filter(contract=contract, direction=contract.direction).exclude(state="cancelled")
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def check_settled(contract: Contract) -> None:
    """Raise still_owed while something of the contract is owed: it is not closed before."""
    rows = Receivable.objects.filter(contract=contract, state__in=OUTSTANDING).aggregate(total=Sum("balance"))
    if rows["total"]:
        raise Conflict(
            "still_owed",
            _("这份合同还有 ¥%(total)s 未结清，不能关闭。请先收付完毕，或申请坏账与折让。") % {"total": f"{rows['total']:,.2f}"},
            data={"total": str(rows["total"])},
        )
