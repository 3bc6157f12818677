"""The entries behind every amount, and the only place that rewrites the totals on receivables and receipts.

Locks are taken receipt before receivable, each in the order of ids, by the services that post; rows in hand are locked ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.billing.models import Entry, Period, Receipt, Receivable

from .places import line_of

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
# First key of the advisory locks by which closing a month waits for what is being posted into it; the second is the month.
PERIODS = 0x42494C
MOST = Decimal(10) ** 15


@dataclass(frozen=True)
class Movement:
    """One entry to be: a signed amount in the book of a receivable or a receipt."""

    book: str
    what: str
    row: Any
    amount: Decimal
    document: UUID


def post(actor: Actor, on: dt.date, movements: Iterable[Movement]) -> None:
    """Write entries of one day. The caller holds the rows' locks and restates them. Raises invalid (future), period_closed."""
    rows = list(movements)
    for unit in sorted({m.row.unit_id for m in rows}):
        check_open(unit, on)
    Entry.objects.bulk_create(
        Entry(
            book=m.book,
            what=m.what,
            receivable_id=m.row.pk if isinstance(m.row, Receivable) else None,
            receipt_id=m.row.pk if isinstance(m.row, Receipt) else None,
            document=m.document,
            unit_id=m.row.unit_id,
            on=on,
            amount=m.amount,
            actor_id=actor.id,
            actor_name=actor.name,
        )
        for m in rows
    )


def check_open(unit_id: UUID, on: dt.date) -> None:
    """Raise unless money may be posted on that day: not in the future, and not in a closed month. Holds the month open until commit."""
    if on > timezone.localdate():
        raise invalid({"on": [_("日期不能晚于今天，请改正。")]})
    month_lock(on, shared=True)
    if closed(unit_id, on):
        raise Conflict(
            "period_closed",
            _("%(month)s 已经结账，不能再记账。请改用结账之后的日期，或由财务先反结账。") % {"month": f"{on:%Y-%m}"},
            data={"month": f"{on:%Y-%m}"},
        )


def closed(unit_id: UUID, on: dt.date) -> bool:
    """Whether the month of that day is closed for the unit: by its company or by one above."""
    return Period.objects.filter(unit_id__in=line_of(unit_id), month=on.replace(day=1), state="closed").exists()


def month_lock(on: dt.date, *, shared: bool) -> None:
    """Posting holds a month open (shared) until its transaction ends; closing waits for all who do."""
    name = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(%s, %s)", [PERIODS, on.year * 100 + on.month])


def lock_receivables(ids: Iterable[Any]) -> dict[UUID, Receivable]:
    """The receivables, locked in the order of their ids."""
    rows = Receivable.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
    return {row.pk: row for row in rows}


def lock_receivable(pk: Any) -> Receivable:
    """One receivable, locked."""
    return Receivable.objects.select_for_update(no_key=True).get(pk=pk)


def lock_receipt(pk: Any) -> Receipt:
    """One receipt, locked."""
    return Receipt.objects.select_for_update(no_key=True).get(pk=pk)


def _sums(book: str, row: Any) -> dict[str, Decimal]:
    name = "receipt" if isinstance(row, Receipt) else "receivable"
    rows = Entry.objects.filter(**{name: row.pk}, book=book).values("what").annotate(total=Sum("amount")).order_by()
    return {r["what"]: r["total"] for r in rows}


def _of(sums: dict[str, Decimal], *names: str) -> Decimal:
    return sum((sums.get(name, ZERO) for name in names), ZERO)


def restate_receivable(row: Receivable) -> Receivable:
    """Rewrite amount, settled, written off, invoiced, balance and state out of the entries, and save."""
    sums = _sums("receivable", row)
    row.balance = sum(sums.values(), ZERO)
    row.settled = -_of(sums, "allocated", "unallocated")
    row.written_off = -_of(sums, "written_off", "written_back")
    row.invoiced = sum(_sums("invoice", row).values(), ZERO)
    if "cancelled" in sums:
        row.state = "cancelled"
    else:
        row.amount = _of(sums, "opened", "adjusted")
        row.state = _state_of(row)
    row.settled_on = None
    if row.state in ("settled", "written_off"):
        row.settled_on = Entry.objects.filter(receivable=row, book="receivable").order_by("-on").values_list("on", flat=True).first()
    save(row, by_model(Receivable))
    return row


def _state_of(row: Receivable) -> str:
    if row.balance:
        return "partial" if row.settled or row.written_off else "open"
    return "settled" if row.settled or not row.written_off else "written_off"


def restate_receipt(row: Receipt) -> Receipt:
    """Rewrite allocated, refunded, unallocated and state out of the entries, and save."""
    sums = _sums("receipt", row)
    row.unallocated = sum(sums.values(), ZERO)
    row.allocated = -_of(sums, "allocated", "unallocated")
    row.refunded = -_of(sums, "refunded", "refund_reversed")
    if "reversed" in sums:
        row.state = "reversed"
    elif not row.unallocated:
        row.state = "allocated" if row.allocated else "refunded"
    else:
        row.state = "partial" if row.allocated or row.refunded else "open"
    save(row, by_model(Receipt))
    return row


def room(row: Any, on: dt.date) -> Decimal:
    """How much can be taken from a balance on that day so that it is negative on no day from then on."""
    book = "receipt" if isinstance(row, Receipt) else "receivable"
    days = Entry.objects.filter(**{book: row.pk}, book=book).values("on").annotate(total=Sum("amount")).order_by("on")
    balance, lowest = ZERO, None
    for day in days:
        if day["on"] > on:
            lowest = balance if lowest is None else min(lowest, balance)
        balance += day["total"]
    return balance if lowest is None else min(lowest, balance)


def amount_of(value: Any, field: str = "amount") -> Decimal:
    """Yuan above zero with at most two decimals. Raises invalid."""
    good = isinstance(value, Decimal) and value.is_finite() and CENT <= value <= MOST and value == value.quantize(CENT)
    if not good:
        raise invalid({field: [_("请填写大于 0 的金额（元），最多两位小数。")]})
    return Decimal(value)


def day_of(value: dt.date | None, *, earliest: dt.date, field: str = "on") -> dt.date | None:
    """A typed day, not before ``earliest`` and not in the future; None stays None. Raises invalid."""
    if value is None:
        return None
    if value < earliest:
        raise invalid({field: [_("日期不能早于 %(day)s，请改正。") % {"day": earliest}]})
    if value > timezone.localdate():
        raise invalid({field: [_("日期不能晚于今天，请改正。")]})
    return value


def differences() -> list[dict[str, Any]]:
    """Receivables and receipts whose stored totals are not the sums of their entries: none, unless something wrote past the ledger."""
    sql = """
    SELECT 'receivables', r.id, r.balance, coalesce(e.total, 0), r.invoiced, coalesce(e.invoiced, 0) FROM billing_receivable r LEFT JOIN (
      SELECT receivable_id, sum(amount) FILTER (WHERE book = 'receivable') AS total, sum(amount) FILTER (WHERE book = 'invoice') AS invoiced
      FROM billing_entry WHERE receivable_id IS NOT NULL GROUP BY 1) e ON e.receivable_id = r.id
    WHERE r.balance <> coalesce(e.total, 0) OR r.invoiced <> coalesce(e.invoiced, 0)
    UNION ALL
    SELECT 'receipts', r.id, r.unallocated, coalesce(e.total, 0), 0, 0 FROM billing_receipt r LEFT JOIN (
      SELECT receipt_id, sum(amount) AS total FROM billing_entry WHERE book = 'receipt' GROUP BY 1) e ON e.receipt_id = r.id
    WHERE r.unallocated <> coalesce(e.total, 0)
    """
    names = ("resource", "id", "stored", "entries", "invoiced", "invoice_entries")
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def check_reason(value: str | None, field: str = "reason") -> str:
    """A reason of one line. Raises invalid."""
    text = " ".join((value or "").split())
    if not text or len(text) > 300:
        raise invalid({field: [_("请写明原因，最多 300 个字。")]})
    return text


def wrong_state(row: Any) -> DomainError:
    """The refusal of a verb that the state does not allow."""
    return Conflict("wrong_state", _("现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": row.get_state_display()})


def outstanding() -> Q:
    """The condition of receivables on which something is owed."""
    return Q(state__in=("open", "partial"))
