"""Who signs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract, Party
from zhuke.modules.quotes.services.paper import company_of

from .guards import hold_draft, keep_contract


def begin_parties(actor: Actor, contract: Contract) -> None:
    """The two that every contract has: the customer and our company, who pays being 甲方."""
    ours, theirs = ("second", "first") if contract.direction == "income" else ("first", "second")
    company = company_of(contract.unit)
    for role, values in (
        (theirs, {"customer_id": contract.customer_id, "name": contract.customer.name, "credit_code": contract.customer.credit_code}),
        (ours, {"unit_id": company.pk, "name": company.name}),
    ):
        party = Party(contract=contract, role=role, created_by_id=actor.id, **values)
        save(party, by_model(Party))


def add_party(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Party:
    """Add a party to a draft. Raises contract_fixed, invalid."""
    hold_draft(values.get("contract_id"))
    party: Party = build(actor, by_model(Party), {"unit_id": None, **values}, pk=pk)
    return _saved(actor, party, "created")


def edit_party(actor: Actor, party: Party, **values: Any) -> Party:
    """Change a party of a draft. Raises contract_fixed, invalid."""
    hold_draft(party.contract_id)
    keep_contract(party, values)
    assign(party, values)
    return _saved(actor, party, "updated")


def _saved(actor: Actor, party: Party, what: str) -> Party:
    if party.customer_id and party.unit_id:
        raise invalid({"unit": [_("一个签约方要么是外部单位，要么是本集团的公司，请清空其中一个。")]})
    party.name = party.name.strip() or (party.customer.name if party.customer else party.unit.name if party.unit else "")
    if not party.name:
        raise invalid({"name": [_("请填写单位全称，或选择客户、本集团的公司。")]})
    save(party, by_model(Party))
    emit(f"contract_parties.{what}", party, actor, {"contract": str(party.contract_id)})
    return party
