"""Tenders 招投标: entered, bid, decided; the bond goes out and comes back (R78)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.quotes.models import Tender
from zhuke.modules.sales.models import Opportunity

MOVES = {
    ("preparing", "submitted"),
    ("submitted", "won"),
    ("submitted", "lost"),
    ("preparing", "cancelled"),
    ("submitted", "cancelled"),
    ("won", "submitted"),
    ("lost", "submitted"),
    ("cancelled", "preparing"),
    ("cancelled", "submitted"),
}
DECIDED = ("won", "lost", "cancelled")
MOST = Decimal(10) ** 15


def add_tender(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Tender:
    """Enter a tender. Raises invalid."""
    tender: Tender = build(actor, by_model(Tender), values, pk=pk)
    _check(tender)
    tender.number = next_number(actor, "tenders", tender.unit_id, timezone.localdate())
    save(tender, by_model(Tender))
    emit("tenders.created", tender, actor)
    return tender


def edit_tender(actor: Actor, tender: Tender, **values: Any) -> Tender:
    """Change a tender that is not decided. Raises tender_decided, invalid."""
    if tender.state in DECIDED:
        raise Conflict("tender_decided", _("这次投标已有结果，不能再改。如需更正，请先“撤回结果”。"))
    if tender.state == "submitted" and values.get("bid_price", tender.bid_price) != tender.bid_price:
        raise Conflict("tender_submitted", _("标书已经递交，投标报价不能再改。"))
    assign(tender, values)
    _check(tender)
    save(tender, by_model(Tender))
    emit("tenders.updated", tender, actor, {"fields": sorted(values)})
    return tender


def _check(tender: Tender) -> None:
    if tender.opportunity_id:
        customer = Opportunity.objects.filter(pk=tender.opportunity_id).values_list("customer_id", flat=True).first()
        if customer != tender.customer_id:
            raise invalid({"opportunity": [_("该商机不属于这个招标人，请重新选择。")]})
    if tender.ceiling_price is not None and tender.bid_price is not None and tender.bid_price > tender.ceiling_price:
        raise invalid({"bid_price": [_("投标报价高于最高限价，会被否决。请核对两个金额。")]})


def _move(actor: Actor, tender: Tender, state: str, event: str, **data: str) -> Tender:
    if tender.archived_at:
        raise Conflict("archived", _("该投标已归档，请先恢复。"))
    if (tender.state, state) not in MOVES:
        raise Conflict("wrong_state", _("这次投标现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": tender.get_state_display()})
    before, tender.state = tender.state, state
    save(tender, by_model(Tender))
    emit(event, tender, actor, {"from": before, "to": state, **data})
    return tender


def submit_bid(actor: Actor, tender: Tender, *, bid_price: Decimal | None = None, submitted_at: dt.datetime | None = None) -> Tender:
    """The bid is in. Raises no_bid_price, bond_missing, invalid (after the deadline, in the future), wrong_state."""
    moment = submitted_at or timezone.now()
    if bid_price is not None:
        tender.bid_price = _price("bid_price", bid_price)
    if tender.bid_price is None:
        raise DomainError("no_bid_price", _("还没有填写投标报价。请填写后再登记投标。"), fields={"bid_price": [_("请填写投标报价。")]})
    if moment > timezone.now() + dt.timedelta(minutes=5):
        raise invalid({"submitted_at": [_("投标时间不能晚于现在。")]})
    if tender.submission_deadline and moment > tender.submission_deadline:
        raise invalid({"submitted_at": [_("投标时间晚于投标截止时间。请核对截止时间；已错过的请取消这次投标。")]})
    if tender.bond_amount and not tender.bond_paid_on:
        raise DomainError("bond_missing", _("投标保证金还没有登记缴纳。请先登记缴纳，再登记投标。"))
    _check(tender)
    tender.submitted_at = moment
    return _move(actor, tender, "submitted", "tenders.submitted")


def win(actor: Actor, tender: Tender, *, winning_price: Decimal, note: str | None = None, decided_on: dt.date | None = None) -> Tender:
    """Won, at this price. Raises wrong_state."""
    tender.winner, tender.winning_price = "", _price("winning_price", winning_price)
    return _decide(actor, tender, "won", note, decided_on)


def lose(
    actor: Actor,
    tender: Tender,
    *,
    winner: str,
    note: str | None = None,
    winning_price: Decimal | None = None,
    decided_on: dt.date | None = None,
) -> Tender:
    """Lost, to whom and at which price where that was published. Raises wrong_state."""
    tender.winner = winner
    tender.winning_price = None if winning_price is None else _price("winning_price", winning_price)
    return _decide(actor, tender, "lost", note, decided_on)


def cancel(actor: Actor, tender: Tender, *, reason: str) -> Tender:
    """We do not bid, or the tender was called off. Raises wrong_state."""
    return _decide(actor, tender, "cancelled", reason, None)


def _decide(actor: Actor, tender: Tender, state: str, note: str | None, day: dt.date | None) -> Tender:
    day = day or timezone.localdate()
    if day > timezone.localdate():
        raise invalid({"decided_on": [_("结果日期不能晚于今天。")]})
    tender.decided_on, tender.result_note = day, note or ""
    return _move(actor, tender, state, f"tenders.{state}")


def reopen(actor: Actor, tender: Tender, *, reason: str) -> Tender:
    """Take a result back that was entered wrongly. Raises wrong_state."""
    back = "submitted" if tender.submitted_at else "preparing"
    tender.decided_on, tender.winner, tender.winning_price, tender.result_note = None, "", None, ""
    return _move(actor, tender, back, "tenders.reopened", reason=reason)


def pay_bond(actor: Actor, tender: Tender, *, paid_on: dt.date) -> Tender:
    """The bond was paid or handed over. Raises no_bond, wrong_state, invalid."""
    if not tender.bond_amount:
        raise DomainError("no_bond", _("这次投标没有填写保证金金额。请先编辑填写，再登记缴纳。"))
    if tender.bond_paid_on or tender.state not in ("preparing", "submitted"):
        raise Conflict("wrong_state", _("保证金已登记缴纳，或投标已有结果，请刷新后查看。"))
    tender.bond_paid_on = _past_day(paid_on)
    save(tender, by_model(Tender))
    emit("tenders.bond_paid", tender, actor)
    return tender


def return_bond(actor: Actor, tender: Tender, *, returned_on: dt.date) -> Tender:
    """The bond came back. Raises wrong_state, invalid."""
    if not tender.bond_paid_on or tender.bond_returned_on:
        raise Conflict("wrong_state", _("保证金还没有登记缴纳，或已登记退回，请刷新后查看。"))
    back = _past_day(returned_on)
    if back < tender.bond_paid_on:
        raise invalid({"returned_on": [_("退回日期不能早于缴纳日期。")]})
    tender.bond_returned_on = back
    save(tender, by_model(Tender))
    emit("tenders.bond_returned", tender, actor)
    return tender


def _price(field: str, yuan: Decimal) -> Decimal:
    if not 0 <= yuan <= MOST or yuan != yuan.quantize(Decimal("0.01")):
        raise invalid({field: [_("请填写金额（元），最多两位小数，不能为负。")]})
    return yuan


def _past_day(day: dt.date) -> dt.date:
    if day > timezone.localdate():
        raise DomainError("in_future", _("日期不能晚于今天，请在实际发生后登记。"))
    return day
