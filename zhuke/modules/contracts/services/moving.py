"""A contract's way: draft → approving → approved → signed → performing → settled → closed; terminated and void end it early."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.contracts.domain.months import months_after
from zhuke.modules.contracts.models import Contract

from .amounts import retotal
from .vouchers import seal_voucher

MOVES = {
    ("draft", "approving"),
    ("approving", "approved"),
    ("approving", "draft"),
    ("approved", "draft"),
    ("approved", "signed"),
    ("draft", "signed"),
    ("signed", "performing"),
    ("signed", "settled"),
    ("performing", "settled"),
    ("settled", "closed"),
    ("signed", "closed"),
    ("performing", "closed"),
    ("signed", "terminated"),
    ("performing", "terminated"),
    ("settled", "terminated"),
    ("draft", "void"),
    ("approved", "void"),
}


def move(actor: Actor, contract: Contract, state: str, event: str, **data: Any) -> Contract:
    """Take one step and record it; the amounts are put right with it. Raises archived, wrong_state."""
    if contract.archived_at:
        raise Conflict("archived", _("该合同已归档，请先恢复再操作。"))
    if (contract.state, state) not in MOVES:
        raise Conflict("wrong_state", _("合同现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": contract.get_state_display()})
    before, contract.state = contract.state, state
    retotal(contract)
    emit(event, contract, actor, {"from": before, "to": state, **data})
    return contract


def sign(actor: Actor, contract: Contract, *, signed_on: dt.date | None = None) -> Contract:
    """Both sides have signed; what was agreed is sealed as a voucher. Raises no_amount, wrong_state, invalid (in the future)."""
    if contract.state == "draft":  # another right: ``record``
        raise Conflict("wrong_state", _("合同还没有批准。请先提交审批；已在线下签订的请用“登记已签订”。"))
    return _signed(actor, contract, signed_on)


def record(actor: Actor, contract: Contract, *, signed_on: dt.date | None = None, reason: str) -> Contract:
    """Enter a contract that was signed without approval here (older ones, those of before the product). Raises as ``sign``."""
    return _signed(actor, contract, signed_on, recorded=True, reason=reason)


def _signed(actor: Actor, contract: Contract, signed_on: dt.date | None, **data: Any) -> Contract:
    contract.signed_on = _past("signed_on", signed_on or contract.signed_on or timezone.localdate())
    if contract.amount is None and contract.kind != "framework":
        raise DomainError("no_amount", _("合同还没有金额。请先填写含税金额再签订。"), fields={"amount": [_("请填写含税金额。")]})
    move(actor, contract, "signed", "contracts.signed", on=contract.signed_on.isoformat(), **data)
    seal_voucher(actor, contract, "signed")
    return contract


def start(actor: Actor, contract: Contract, *, on: dt.date | None = None) -> Contract:
    """Work has begun. Raises wrong_state, invalid (in the future, before signing)."""
    contract.began_on = _since_signing(contract, "on", on or timezone.localdate())
    return move(actor, contract, "performing", "contracts.started", on=contract.began_on.isoformat())


def settle(actor: Actor, contract: Contract, *, settlement_amount: Decimal, on: dt.date | None = None) -> Contract:
    """Both sides agree on what it comes to in the end; sealed as a voucher, the open terms follow. Raises wrong_state, invalid."""
    if settlement_amount < 0 or settlement_amount != settlement_amount.quantize(Decimal("0.01")):
        raise invalid({"settlement_amount": [_("请填写结算金额（元），最多两位小数，不能为负。")]})
    contract.settled_on = _since_signing(contract, "on", on or timezone.localdate())
    contract.settlement_amount = settlement_amount
    day = contract.settled_on.isoformat()
    move(actor, contract, "settled", "contracts.settled", on=day, amount=str(settlement_amount))
    seal_voucher(actor, contract, "settled")
    return contract


def close(actor: Actor, contract: Contract) -> Contract:
    """All is done and paid. Only frameworks close without settlement. Raises not_settled, wrong_state, and what reactions refuse."""
    if contract.state in ("signed", "performing") and contract.kind != "framework":
        raise Conflict("not_settled", _("合同还没有结算。请先登记结算，再关闭。"))
    contract.closed_on = timezone.localdate()
    return move(actor, contract, "closed", "contracts.closed")


def terminate(actor: Actor, contract: Contract, *, reason: str) -> Contract:
    """A signed contract ends early. Raises wrong_state."""
    contract.closed_on, contract.end_reason = timezone.localdate(), reason
    return move(actor, contract, "terminated", "contracts.terminated", reason=reason)


def void(actor: Actor, contract: Contract, *, reason: str) -> Contract:
    """A contract that never came about. Raises wrong_state."""
    contract.end_reason = reason
    return move(actor, contract, "void", "contracts.voided", reason=reason)


def reopen(actor: Actor, contract: Contract, *, reason: str) -> Contract:
    """Back from approved to draft, to be corrected and approved anew. Raises wrong_state."""
    return move(actor, contract, "draft", "contracts.reopened", reason=reason)


def start_warranty(actor: Actor, contract: Contract, *, on: dt.date, months: int | None = None) -> Contract:
    """The work was handed over: the warranty runs from that day. Also corrects the day. Raises wrong_state, invalid."""
    if contract.archived_at or not contract.is_live:
        raise Conflict("wrong_state", _("只有已签订、尚未关闭的合同才能开始质保，请刷新后查看。"))
    contract.warranty_from = _since_signing(contract, "on", on)
    contract.warranty_months = contract.warranty_months if months is None else months
    if contract.warranty_months is None:
        raise invalid({"months": [_("合同没有约定质保期，请填写质保月数。")]})
    contract.warranty_until = months_after(contract.warranty_from, contract.warranty_months)
    save(contract, by_model(Contract))
    emit("contracts.warranty_started", contract, actor, {"on": on.isoformat(), "until": contract.warranty_until.isoformat()})
    return contract


def set_risk(actor: Actor, contract: Contract, *, risk_level: str, reason: str) -> Contract:
    """Flag a contract, or take the flag away, and why."""
    before, contract.risk_level, contract.risk_note = contract.risk_level, risk_level, reason
    save(contract, by_model(Contract))
    emit("contracts.risk_changed", contract, actor, {"from": before, "to": risk_level, "reason": reason})
    return contract


def flag_high_risk(actor: Actor, contract: Contract, reason: str) -> Contract:
    """What a rule does: flag it high, unless it is already."""
    if contract.risk_level == "high":
        return contract
    return set_risk(actor, contract, risk_level="high", reason=reason[:300])


def _past(field: str, day: dt.date) -> dt.date:
    if day > timezone.localdate():
        raise invalid({field: [_("日期不能晚于今天，请在实际发生后登记。")]})
    return day


def _since_signing(contract: Contract, field: str, day: dt.date) -> dt.date:
    if contract.signed_on and day < contract.signed_on:
        raise invalid({field: [_("日期不能早于签订日期 %(day)s。") % {"day": contract.signed_on}]})
    return _past(field, day)
