"""Where a case stands: what is owed, how many letters went unanswered, what comes next and when. The one place that rewrites it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.domain.ladder import Stand, next_step
from zhuke.modules.collection.models import CaseLog, CollectionCase, DunningLetter, Promise

from .ladders import ladder_of, rungs, steps_of
from .places import units_of

ZERO = Decimal("0.00")
RUNNING = ("open", "paused", "review")


def debts_of(case: CollectionCase, on: dt.date | None = None) -> QuerySet[Receivable]:
    """What the customer is late with towards the company, the oldest first; disputed ones included."""
    rows = Receivable.objects.open_income().filter(customer_id=case.customer_id, unit_id__in=units_of(case.company_id))
    return rows.filter(due_on__lt=on or timezone.localdate()).order_by("due_on", "pk")


def running_case(customer_id: UUID, company_id: UUID, *, lock: bool = False) -> CollectionCase | None:
    """The case that runs for this customer and company, or None."""
    rows = CollectionCase.objects.filter(customer_id=customer_id, company_id=company_id, state__in=RUNNING).order_by("created_at")
    return (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()


def hold(case_id: Any) -> CollectionCase:
    """The case, locked."""
    return CollectionCase.objects.select_for_update(of=("self",), no_key=True).get(pk=case_id)


def log(actor: Actor, case: CollectionCase, kind: str, content: str = "", **more: Any) -> CaseLog:
    """Write a line into the case's log. ``letter`` and ``happened_at`` are columns, everything else is data of the line."""
    line = CaseLog(case=case, kind=kind, content=content, created_by_id=actor.id)
    line.letter, line.happened_at = more.pop("letter", None), more.pop("happened_at", None) or timezone.now()
    line.data = {"by": actor.name, **{name: value if isinstance(value, bool | int | list) else str(value) for name, value in more.items()}}
    save(line, by_model(CaseLog))
    return line


def restate(actor: Actor, case: CollectionCase) -> CollectionCase:
    """Rewrite what is owed, the letters and the next step; close the case where nothing overdue is owed any more; save."""
    rows = list(debts_of(case).values_list("balance", "disputed", "due_on"))
    case.overdue = sum((balance for balance, _disputed, _due in rows), ZERO)
    case.disputed = sum((balance for balance, disputed, _due in rows if disputed), ZERO)
    undisputed = [due for _balance, disputed, due in rows if not disputed]
    case.oldest_due_on = min(undisputed, default=rows[0][2] if rows else None)
    sent = list(case.dunning_letters.order_by("-sequence").values_list("mail_state", "reply", "sent_on"))
    delivered = [(reply, day) for state, reply, day in sent if state in DunningLetter.DELIVERED]
    case.letters, case.last_letter_on = len(sent), (delivered[0][1] if delivered else None)
    case.unanswered = next((n for n, (reply, _day) in enumerate(delivered) if reply not in ("", "silent")), len(delivered))
    if not rows and case.state in RUNNING:
        end(actor, case, "paid")
    elif rows and not undisputed and case.state == "open":
        rest(actor, case, "disputed")
    elif undisputed and case.state == "paused" and case.pause_reason == "disputed":
        wake(actor, case)
    _plan(case, bool(undisputed), bool(sent) and sent[0][0] == "waiting")
    save(case, by_model(CollectionCase))
    return case


def _plan(case: CollectionCase, chaseable: bool, on_its_way: bool) -> None:
    """The next step, or none: nothing to chase, a letter that has not left yet, the ladder at its end."""
    case.next_position, case.next_on, case.next_again = None, None, False
    if case.state not in ("open", "paused") or not chaseable or on_its_way or case.oldest_due_on is None:
        return
    ladder = ladder_of(case.company_id)
    if ladder is None or case.overdue - case.disputed < ladder.minimum:
        return
    step = next_step(rungs(steps_of(ladder)), stand_of(case))
    if step and (case.state == "open" or case.paused_until):
        case.next_position, case.next_on, case.next_again = step.position, step.on, step.again


def stand_of(case: CollectionCase) -> Stand:
    """The case as the pure rules take it."""
    assert case.oldest_due_on is not None
    not_before = case.paused_until if case.state == "paused" else case.resumed_on
    return Stand(case.oldest_due_on, case.level, case.last_letter_on, case.unanswered, not_before)


def rest(actor: Actor, case: CollectionCase, reason: str, *, until: dt.date | None = None, note: str = "") -> None:
    """Pause the case. The caller restates and saves."""
    case.state, case.pause_reason, case.pause_note = "paused", reason, note[:300]
    case.paused_on, case.paused_until = timezone.localdate(), until
    log(actor, case, "paused", note, reason=reason, until=until or "")
    emit("collection_cases.paused", case, actor, {"reason": reason, "until": str(until or "")})


def wake(actor: Actor, case: CollectionCase, *, note: str = "") -> None:
    """Go on with the ladder where it stood. The caller restates and saves."""
    before = case.pause_reason
    case.state, case.pause_reason, case.pause_note, case.paused_on, case.paused_until = "open", "", "", None, None
    case.resumed_on = timezone.localdate()
    log(actor, case, "resumed", note, reason=before)
    emit("collection_cases.resumed", case, actor, {"reason": before})


def end(actor: Actor, case: CollectionCase, reason: str, *, note: str = "") -> None:
    """Close the case; open promises are judged by it. The caller saves."""
    case.state, case.close_reason, case.close_note, case.slot = "closed", reason, note[:300], ""
    case.closed_on, case.pause_reason, case.paused_until = timezone.localdate(), "", None
    case.next_position, case.next_on, case.next_again = None, None, False
    for promise in Promise.objects.filter(case=case, state="open").order_by("pk"):
        promise.state, promise.judged_on = ("kept" if reason == "paid" else "withdrawn"), timezone.localdate()
        save(promise, by_model(Promise))
    last = case.dunning_letters.filter(mail_state__in=DunningLetter.DELIVERED, reply__in=("", "silent")).order_by("-sequence").first()
    if last and reason == "paid":
        last.reply, last.replied_on = "paid", timezone.localdate()
        save(last, by_model(DunningLetter))
    log(actor, case, "closed", note, reason=reason)
    emit("collection_cases.closed", case, actor, {"reason": reason, "customer": str(case.customer_id)})
