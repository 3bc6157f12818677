"""Write-offs: asked for, approved, then posted; taken back when the money comes after all."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Receivable, WriteOff

from .ledger import Movement, amount_of, check_reason, day_of, lock_receivable, month_lock, post, restate_receivable, room, wrong_state
from .receivables import told_if_settled

EDITABLE = ("draft", "rejected")


def ask(actor: Actor, *, pk: UUID | None = None, **values: Any) -> WriteOff:
    """Draft a write-off. Raises not_enough, invalid."""
    row: WriteOff = build(actor, by_model(WriteOff), values, pk=pk)
    _check(row, row.receivable)
    save(row, by_model(WriteOff))
    emit("write_offs.created", row, actor)
    return row


def edit(actor: Actor, row: WriteOff, **values: Any) -> WriteOff:
    """Change a draft. Raises wrong_state, not_enough, invalid."""
    if row.state not in EDITABLE:
        raise wrong_state(row)
    assign(row, values)
    _check(row, row.receivable)
    save(row, by_model(WriteOff))
    emit("write_offs.updated", row, actor, {"fields": sorted(values)})
    return row


def _check(row: WriteOff, receivable: Receivable) -> None:
    wanted = amount_of(row.amount)
    if receivable.balance < wanted:
        raise Conflict(
            "not_enough",
            _("“%(name)s”只欠 ¥%(owed)s，冲销不能超过它。") % {"name": receivable.name, "owed": f"{receivable.balance:,.2f}"},
            data={"owed": str(receivable.balance)},
        )


def submitted(actor: Actor, row: WriteOff) -> None:
    """It goes to approval. Raises wrong_state, not_enough."""
    if row.state not in EDITABLE:
        raise wrong_state(row)
    _check(row, row.receivable)
    _become(actor, row, "approving", "write_offs.submitted")


def approved(actor: Actor, row: WriteOff) -> None:
    """Approved: posted today. Raises not_enough (paid meanwhile), wrong_state."""
    if row.state != "approving":
        raise wrong_state(row)
    receivable = lock_receivable(row.receivable_id)
    today = timezone.localdate()
    month_lock(today, shared=True)
    _check(row, receivable)
    row.on = today
    post(actor, today, [Movement("receivable", "written_off", receivable, -row.amount, row.pk)])
    restate_receivable(receivable)
    _become(actor, row, "approved", "write_offs.approved")
    told_if_settled(actor, receivable)


def rejected(actor: Actor, row: WriteOff) -> None:
    """Not approved: may be corrected and submitted again. Raises wrong_state."""
    if row.state != "approving":
        raise wrong_state(row)
    _become(actor, row, "rejected", "write_offs.rejected")


def withdrawn(actor: Actor, row: WriteOff) -> None:
    """Taken back by who submitted it. Raises wrong_state."""
    if row.state != "approving":
        raise wrong_state(row)
    _become(actor, row, "draft", "write_offs.withdrawn")


def reverse(actor: Actor, row: WriteOff, *, reason: str, on: dt.date | None = None) -> WriteOff:
    """What was given up is owed again. Raises wrong_state, period_closed, invalid."""
    if row.state != "approved" or row.on is None:
        raise wrong_state(row)
    receivable = lock_receivable(row.receivable_id)
    day = day_of(on, earliest=row.on) or timezone.localdate()
    row.reversed_on, row.reverse_reason = day, check_reason(reason)
    post(actor, day, [Movement("receivable", "written_back", receivable, row.amount, row.pk)])
    restate_receivable(receivable)
    _become(actor, row, "reversed", "write_offs.reversed")
    return row


def _become(actor: Actor, row: WriteOff, state: str, event: str) -> None:
    before, row.state = row.state, state
    save(row, by_model(WriteOff))
    emit(event, row, actor, {"from": before, "to": state, "receivable": str(row.receivable_id), "amount": str(row.amount)})


def room_today(receivable: Receivable) -> Any:
    """How much may still be written off today."""
    return room(receivable, timezone.localdate())


def title_of(row: WriteOff) -> str:
    """What it is called where the amount must not show: the receivable's name."""
    return row.receivable.name
