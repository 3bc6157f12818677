"""Receivables and payables: opened, corrected, disputed, cancelled. What settles them lies in receipts.py and write_offs.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number, take_numbers
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, fill_search, save
from zhuke.modules.billing.models import Allocation, Entry, InvoiceLink, Receivable, WriteOff
from zhuke.modules.contracts.models import Contract

from .ledger import (
    ZERO,
    Movement,
    amount_of,
    check_open,
    check_reason,
    day_of,
    month_lock,
    post,
    restate_receivable,
    room,
    wrong_state,
)

# What stays as it was opened; corrections go through ``adjust`` and ``cancel``, so that entries tell of them.
FIXED = ("direction", "customer_id", "contract_id", "unit_id", "amount", "occurred_on")
OUTSTANDING = ("open", "partial")


def open_receivable(actor: Actor, *, pk: UUID | None = None, source: str = "", **values: Any) -> Receivable:
    """Open a receivable (or payable) and post it on ``occurred_on``. With ``source`` (``term:<id>`` …) there is at most one of it.

    Of a contract it takes customer, unit, owner and direction where they are not given. Raises invalid, period_closed.
    """
    if source and (known := Receivable.objects.filter(source=source).first()):
        return known
    row: Receivable = build(actor, by_model(Receivable), _with_contract(values), pk=pk)
    row.source = source
    row.direction = row.direction or "income"
    row.occurred_on = row.occurred_on or timezone.localdate()
    _check(row)
    row.balance = row.amount
    row.number = next_number(actor, "receivables", row.unit_id, row.occurred_on)
    save(row, by_model(Receivable))
    post(actor, row.occurred_on, [Movement("receivable", "opened", row, row.amount, row.pk)])
    emit("receivables.opened", row, actor, {"direction": row.direction, "amount": str(row.amount), "source": source})
    return row


def open_many(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Receivable]:
    """Open many at bulk speed (imports, demonstration data): values as of ``open_receivable`` with ids, ``pk`` optional; no events.

    Raises invalid, period_closed; then nothing has been opened. Call it inside ``writing``.
    """
    resource = by_model(Receivable)
    made: list[Receivable] = []
    for values in rows:
        given = dict(values)
        pk, source = given.pop("pk", None), given.pop("source", "")
        row: Receivable = build(actor, resource, _with_contract(given), pk=pk)
        row.source, row.direction = source, row.direction or "income"
        _check(row)
        row.balance = row.amount
        made.append(row)
    for unit, on in sorted({(row.unit_id, row.occurred_on.replace(day=1)) for row in made}):
        check_open(unit, on)
    _number(actor, made)
    for row in made:
        fill_search(row, resource)
    Receivable.objects.bulk_create(made, batch_size=1000)
    Entry.objects.bulk_create(
        (
            Entry(
                book="receivable", what="opened", receivable=row, document=row.pk, unit_id=row.unit_id, on=row.occurred_on,
                amount=row.amount, actor_id=actor.id, actor_name=actor.name,
            )
            for row in made
        ),
        batch_size=1000,
    )  # fmt: skip
    return made


def _number(actor: Actor, rows: list[Receivable]) -> None:
    groups: dict[tuple[UUID, int], list[Receivable]] = {}
    for row in rows:
        groups.setdefault((row.unit_id, row.occurred_on.year), []).append(row)
    for (unit, _year), members in groups.items():
        numbers = take_numbers(actor, "receivables", unit, members[0].occurred_on, len(members))
        for row, number in zip(members, numbers, strict=True):
            row.number = number


def _with_contract(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with what the contract says where nothing else was given."""
    given = {name: value for name, value in values.items() if value is not None or not name.endswith("_id")}
    key = given.get("contract_id")
    contract = Contract.objects.filter(pk=key).first() if key else None
    if contract is None:
        return given
    taken = {
        "customer_id": contract.customer_id,
        "unit_id": contract.unit_id,
        "owner_id": contract.owner_id,
        "direction": contract.direction,
    }
    return {name: value for name, value in taken.items() if value and not given.get(name)} | given


def _check(row: Receivable) -> None:
    if row.customer_id is None:
        raise invalid({"customer": [_("请选择往来单位，或选择合同由系统带出。")]})
    amount_of(row.amount)
    if row.occurred_on > timezone.localdate():
        raise invalid({"occurred_on": [_("发生日期不能晚于今天；以后才到期的请填“到期日”。")]})
    if row.contract_id:
        check_contract(row)


def check_contract(row: Any) -> None:
    """Raise invalid unless the contract is with this customer and in this direction."""
    contract = row.contract
    if not contract_with(contract, row.customer_id):
        raise invalid({"contract": [_("该合同的对方是“%(name)s”，请选择这个客户的合同。") % {"name": contract.customer.name}]})
    if contract.direction != row.direction:
        raise invalid({"direction": [_("方向与合同不一致：收入合同产生应收，支出合同产生应付。")]})


def contract_with(contract: Contract, customer_id: Any) -> bool:
    """Whether the customer is a party of the contract."""
    if contract.customer_id == customer_id:
        return True
    return contract.parties.filter(customer_id=customer_id, archived_at=None).exists()


def edit(actor: Actor, row: Receivable, **values: Any) -> Receivable:
    """Change what does not touch the books. Raises fixed, wrong_state, invalid."""
    changed = [name for name in FIXED if name in values and values[name] != getattr(row, name)]
    if changed:
        name = changed[0].removesuffix("_id")
        raise Conflict(
            "fixed",
            _("已入账的内容不能直接修改。改金额请用“调整金额”，其他内容请作废后重新登记。"),
            fields={name: [_("已入账，不能修改。")]},
        )
    if row.state == "cancelled":
        raise wrong_state(row)
    assign(row, values)
    save(row, by_model(Receivable))
    emit("receivables.updated", row, actor, {"fields": sorted(values)})
    return row


def adjust(actor: Actor, row: Receivable, *, amount: Decimal, reason: str, on: dt.date | None = None) -> Receivable:
    """Correct the amount; the difference is posted on ``on`` (today). Raises invalid, below_settled, period_closed, wrong_state."""
    if row.state == "cancelled":
        raise wrong_state(row)
    wanted, text = amount_of(amount), check_reason(reason)
    day = day_of(on, earliest=row.occurred_on) or timezone.localdate()
    difference = wanted - row.amount
    if not difference:
        raise invalid({"amount": [_("金额没有变化。")]})
    month_lock(day, shared=True)
    if room(row, day) + difference < 0 or wanted < spoken_for(row):
        raise Conflict("below_settled", _("调整后的金额不能小于已核销、已冲销或已开票的金额。请先撤销核销或冲红发票。"))
    post(actor, day, [Movement("receivable", "adjusted", row, difference, row.pk)])
    row.amount, row.balance = wanted, row.balance + difference
    restate_receivable(row)
    emit("receivables.adjusted", row, actor, {"difference": str(difference), "reason": text})
    told_if_settled(actor, row)
    return row


def cancel(actor: Actor, row: Receivable, *, reason: str, on: dt.date | None = None) -> Receivable:
    """Take it out of the books as a mistake. Raises in_use (settled, invoiced, being written off), wrong_state, period_closed."""
    if row.state != "open":
        raise wrong_state(row)
    text = check_reason(reason)
    day = day_of(on, earliest=row.occurred_on) or timezone.localdate()
    pending = WriteOff.objects.filter(receivable=row, state__in=("draft", "approving")).exists()
    if spoken_for(row) or pending:
        raise Conflict("in_use", _("这笔款项已开票或正在申请冲销，不能作废。请先冲红发票或撤回申请。"))
    month_lock(day, shared=True)
    if room(row, day) < row.balance:
        raise Conflict("in_use", _("这一天之后还有核销记录，请改用更晚的日期。"))
    post(actor, day, [Movement("receivable", "cancelled", row, -row.balance, row.pk)])
    row.remark = f"{row.remark}\n{text}".strip()
    row.state = "cancelled"
    restate_receivable(row)
    emit("receivables.cancelled", row, actor, {"reason": text})
    return row


def spoken_for(row: Receivable) -> Decimal:
    """What of it has been invoiced, or will be by invoices that are asked for."""
    planned = InvoiceLink.objects.filter(receivable=row, state="planned", amount__gt=0).aggregate(total=Sum("amount"))["total"]
    return Decimal(row.invoiced) + (planned or ZERO)


def dispute(actor: Actor, row: Receivable, *, reason: str) -> Receivable:
    """The other side contests it: chasing rests until it is resolved. Raises wrong_state, invalid."""
    if row.disputed or row.state not in OUTSTANDING:
        raise wrong_state(row)
    row.disputed, row.dispute_reason, row.disputed_on = True, check_reason(reason), timezone.localdate()
    save(row, by_model(Receivable))
    emit("receivables.disputed", row, actor, {"reason": row.dispute_reason})
    return row


def resolve(actor: Actor, row: Receivable, *, note: str | None = None) -> Receivable:
    """The dispute is over. Raises wrong_state."""
    if not row.disputed:
        raise wrong_state(row)
    row.disputed, row.dispute_reason, row.disputed_on = False, "", None
    save(row, by_model(Receivable))
    emit("receivables.resolved", row, actor, {"note": (note or "")[:300]})
    return row


def told_if_settled(actor: Actor, row: Receivable) -> None:
    """Tell that nothing is owed any more, once it is so."""
    if row.state in ("settled", "written_off") and row.balance == ZERO:
        emit("receivables.settled", row, actor, {"on": str(row.settled_on or "")})


def settled_by(row: Receivable) -> list[Allocation]:
    """What has settled it so far, in the order of days."""
    return list(Allocation.objects.filter(receivable=row, state="active").select_related("receipt").order_by("on", "pk"))
