"""Contracts enter and change here: tied to one customer, numbered; a signed opportunity brings its draft along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build
from zhuke.modules.contracts.models import Contract, Line
from zhuke.modules.sales.models import Opportunity

from .amounts import retotal
from .guards import check_draft
from .parties import begin_parties
from .quoted import copy_lines, offer_of

# What may change in any state: it is no part of what was agreed.
FREE = {"owner_id", "remark", "opportunity_id"}


def create_contract(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Contract:
    """Add a contract; without a number it gets the next one. Raises invalid (number taken, opportunity of another customer, dates)."""
    contract: Contract = build(actor, by_model(Contract), values, pk=pk)
    _save(actor, contract)
    begin_parties(actor, contract)
    emit("contracts.created", contract, actor)
    return contract


def update_contract(actor: Actor, contract: Contract, **values: Any) -> Contract:
    """Change a contract; what was agreed only as long as it is a draft. Raises contract_fixed, invalid."""
    changed = {name for name, value in values.items() if name.startswith("cf_") or getattr(contract, name) != value}
    if any(name not in FREE and not name.startswith("cf_") for name in changed):
        check_draft(contract)
    if "amount" in changed and Line.objects.filter(contract=contract, archived_at=None).exists():
        raise invalid({"amount": [_("这份合同有明细，金额由明细合计。请修改明细，或先移除全部明细。")]})
    assign(contract, values)
    _save(actor, contract)
    emit("contracts.updated", contract, actor, {"fields": sorted(values)})
    return contract


def draft_for(actor: Actor, opportunity: Opportunity) -> Contract | None:
    """The draft that comes with signing, with the lines that were offered; None: there is a contract already.

    The caller holds the opportunity's row.
    """
    if Contract.objects.filter(opportunity=opportunity).exists():
        return None
    offer = offer_of(opportunity.pk)
    contract = create_contract(
        actor,
        name=str(_("%(name)s合同")) % {"name": opportunity.name[:150]},
        customer_id=opportunity.customer_id,
        opportunity_id=opportunity.pk,
        unit_id=opportunity.unit_id,
        owner_id=opportunity.owner_id,
        amount=opportunity.amount,
        payment_note=offer.payment_terms if offer else "",
    )
    if offer and copy_lines(actor, contract, offer):
        retotal(contract)
    return contract


def _save(actor: Actor, contract: Contract) -> None:
    _check_bindings(contract)
    contract.direction = Contract.DIRECTION_OF.get(contract.kind, contract.direction or "income")
    contract.number = contract.number.strip()
    while not contract.number:
        number = next_number(actor, "contracts", contract.unit_id, timezone.localdate())
        if not Contract.objects.filter(number=number).exists():  # else somebody has typed it in
            contract.number = number
    retotal(contract)


def _check_bindings(contract: Contract) -> None:
    problem = _opportunity_problem(contract) or _parent_problem(contract)
    if problem:
        raise problem


def _opportunity_problem(contract: Contract) -> DomainError | None:
    opportunity = contract.opportunity
    if not opportunity or not contract.customer_id or opportunity.customer_id == contract.customer_id:
        return None
    return invalid({"opportunity": [_("该商机属于“%(name)s”，请选择这个客户的商机，或改选客户。") % {"name": opportunity.customer.name}]})


def _parent_problem(contract: Contract) -> DomainError | None:
    parent = contract.parent
    if parent is None:
        return None
    if parent.kind != "framework" or parent.pk == contract.pk:
        return invalid({"parent": [_("“%(name)s”不是框架协议，请选择框架协议。") % {"name": parent.name}]})
    if contract.kind == "framework":
        return invalid({"parent": [_("框架协议不能再挂在框架协议下面，请清空这一项。")]})
    if parent.customer_id != contract.customer_id:
        return invalid({"parent": [_("该框架协议属于“%(name)s”，请选择这个客户的框架协议。") % {"name": parent.customer.name}]})
    return None
