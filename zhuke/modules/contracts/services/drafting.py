"""Contracts enter and change here: tied to one customer, numbered; a signed opportunity brings its draft along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract
from zhuke.modules.sales.models import Opportunity


def create_contract(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Contract:
    """Add a contract; without a number it gets the next one. Raises invalid (number taken, opportunity of another customer, dates)."""
    contract: Contract = build(actor, by_model(Contract), values, pk=pk)
    _save(actor, contract)
    emit("contracts.created", contract, actor)
    return contract


def update_contract(actor: Actor, contract: Contract, **values: Any) -> Contract:
    """Change a contract. Raises invalid."""
    assign(contract, values)
    _save(actor, contract)
    emit("contracts.updated", contract, actor, {"fields": sorted(values)})
    return contract


def draft_for(actor: Actor, opportunity: Opportunity) -> Contract | None:
    """The draft that comes with signing; None: the opportunity has a contract already. The caller holds the opportunity's row."""
    if Contract.objects.filter(opportunity=opportunity).exists():
        return None
    return create_contract(
        actor,
        name=str(_("%(name)s合同")) % {"name": opportunity.name[:150]},
        customer_id=opportunity.customer_id,
        opportunity_id=opportunity.pk,
        unit_id=opportunity.unit_id,
        owner_id=opportunity.owner_id,
        amount=opportunity.amount,
    )


def _save(actor: Actor, contract: Contract) -> None:
    _check_customer(contract)
    contract.number = contract.number.strip()
    while not contract.number:
        number = next_number(actor, "contracts", contract.unit_id, timezone.localdate())
        if not Contract.objects.filter(number=number).exists():  # else somebody has typed it in
            contract.number = number
    save(contract, by_model(Contract))


def _check_customer(contract: Contract) -> None:
    opportunity = contract.opportunity
    if opportunity and contract.customer_id and opportunity.customer_id != contract.customer_id:
        raise invalid(
            {"opportunity": [_("该商机属于“%(name)s”，请选择这个客户的商机，或改选客户。") % {"name": opportunity.customer.name}]}
        )
