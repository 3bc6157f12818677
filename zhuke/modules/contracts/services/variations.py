"""Variations: entered, approved by the engine, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract, Variation

from .amounts import locked, retotal
from .guards import check_live, hold_live, keep_contract

EDITABLE = ("draft", "rejected")
# Contracts know no projects: whoever does says here which project a contract belongs to.
PROJECT_OF: list[Callable[[UUID], UUID | None]] = []


def add_variation(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Variation:
    """Enter a variation of a signed contract; it counts once approved. Raises not_live, settled, invalid."""
    contract = hold_live(values.get("contract_id"))
    _check_unsettled(contract)
    variation: Variation = build(actor, by_model(Variation), values, pk=pk)
    variation.number = f"{contract.number[:34]}-BG{Variation.objects.filter(contract=contract).count() + 1:02}"
    return saved(actor, variation, "created")


def edit_variation(actor: Actor, variation: Variation, **values: Any) -> Variation:
    """Change one that is not being approved. Raises variation_fixed, variation_signed, invalid."""
    keep_contract(variation, values)
    check_editable(variation)
    if values.get("amount", variation.amount) != variation.amount and variation.lines.exists():
        raise invalid({"amount": [_("金额等于签证明细的合计，请修改明细。")]})
    assign(variation, values)
    return saved(actor, variation, "updated")


def check_editable(variation: Variation) -> None:
    """Raise variation_fixed or variation_signed unless its content may still change."""
    if variation.state not in EDITABLE:
        raise Conflict(
            "variation_fixed",
            _("这个变更已是“%(state)s”，不能再改。审批中的请先撤回；已批准的请另外登记一个变更来更正。")
            % {"state": variation.get_state_display()},
        )
    if variation.signed_on:
        raise Conflict("variation_signed", _("这张签证单已有人签字，内容不能再改。确需更正时请归档这一张，另外填写一张再签。"))


def saved(actor: Actor, variation: Variation, what: str) -> Variation:
    """Save a variation and tell of it. Raises invalid."""
    if variation.happened_on and variation.happened_on > timezone.localdate():
        raise invalid({"happened_on": [_("发生日期不能晚于今天。")]})
    variation.project_id = project_of(variation.contract_id)
    save(variation, by_model(Variation))
    emit(f"variations.{what}", variation, actor, {"contract": str(variation.contract_id)})
    return variation


def project_of(contract_id: UUID) -> UUID | None:
    """The project that a contract belongs to, as far as somebody knows."""
    return next((found for ask in PROJECT_OF if (found := ask(contract_id))), None)


def follow_project(actor: Actor, contract_id: UUID) -> None:
    """The contract came to a project, or left it: its variations with it."""
    project = project_of(contract_id)
    for row in Variation.objects.select_for_update().filter(contract=contract_id).exclude(project=project).order_by("pk"):
        row.project_id = project
        save(row, by_model(Variation))


def submitted(actor: Actor, variation: Variation) -> Variation:
    """It goes into approval. Raises wrong_state, not_live, settled, empty_variation, below_zero."""
    _expect(variation, *EDITABLE)
    contract = locked(variation.contract_id)
    check_live(contract)
    _check_unsettled(contract)
    if not variation.amount and not variation.days:
        raise DomainError(
            "empty_variation",
            _("这个变更既没有金额也没有工期。请填写增减金额或增减工期再提交。"),
            fields={"amount": [_("请填写增减金额或增减工期。")]},
        )
    _check_total(contract, variation)
    return _become(actor, variation, "approving", "submitted")


def approved(actor: Actor, variation: Variation) -> Variation:
    """It counts: the contract's current amount and its last day follow. Raises wrong_state, not_live, settled, below_zero."""
    _expect(variation, "approving")
    contract = locked(variation.contract_id)
    check_live(contract)
    _check_unsettled(contract)
    _check_total(contract, variation)
    variation.approved_on = timezone.localdate()
    _become(actor, variation, "approved", "approved")
    if variation.days and contract.ends_on:
        contract.ends_on = _moved(contract, variation.days)
    retotal(contract)
    emit("contracts.updated", contract, actor, {"fields": ["current_amount", "ends_on"]})
    return variation


def _moved(contract: Contract, days: int) -> dt.date:
    assert contract.ends_on
    wanted = contract.ends_on + dt.timedelta(days=days)
    return max(wanted, contract.starts_on) if contract.starts_on else wanted


def rejected(actor: Actor, variation: Variation) -> Variation:
    """Not agreed; it may be corrected and submitted again. Raises wrong_state."""
    _expect(variation, "approving")
    return _become(actor, variation, "rejected", "rejected")


def withdrawn(actor: Actor, variation: Variation) -> Variation:
    """Its submitter took it back. Raises wrong_state."""
    _expect(variation, "approving")
    return _become(actor, variation, "draft", "withdrawn")


def _expect(variation: Variation, *states: str) -> None:
    if variation.archived_at or variation.state not in states:
        raise Conflict("wrong_state", _("变更现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": variation.get_state_display()})


def _become(actor: Actor, variation: Variation, state: str, what: str) -> Variation:
    variation.state = state
    save(variation, by_model(Variation))
    amount = None if variation.amount is None else str(variation.amount)
    emit(f"variations.{what}", variation, actor, {"contract": str(variation.contract_id), "amount": amount, "days": variation.days})
    return variation


def _check_unsettled(contract: Contract) -> None:
    if contract.state == "settled":
        raise Conflict("settled", _("合同已经结算，金额以结算为准，不能再登记变更。"))


def _check_total(contract: Contract, variation: Variation) -> None:
    if variation.amount and contract.current_amount is not None and contract.current_amount + variation.amount < 0:
        raise DomainError(
            "below_zero",
            _("减少的金额超过了合同现在的金额 ¥%(now)s，请核对增减金额。") % {"now": f"{contract.current_amount:,.2f}"},
            fields={"amount": [_("减少的金额超过了合同现在的金额。")]},
        )
