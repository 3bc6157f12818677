"""Addresses and cooperation history of a customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.domain.address import parse_address
from zhuke.modules.customers.models import Address, Cooperation

from .derive import derive


def add_address(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Address:
    """Add an address; province, city and district are read from the text where they were left empty. Raises invalid."""
    address: Address = build(actor, by_model(Address), values, pk=pk)
    _save(actor, _placed(address), "address.added")
    return address


def edit_address(actor: Actor, address: Address, **values: Any) -> Address:
    """Change an address. Raises invalid."""
    assign(address, values)
    _save(actor, _placed(address), "address.updated")
    return address


def _placed(address: Address) -> Address:
    found = parse_address(address.detail)
    address.region = address.region or found.province
    address.city = address.city or found.city
    address.district = address.district or found.district
    return address


def add_cooperation(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Cooperation:
    """Add a project done with the customer. Raises invalid."""
    cooperation: Cooperation = build(actor, by_model(Cooperation), values, pk=pk)
    _save(actor, cooperation, "cooperation.added")
    return cooperation


def edit_cooperation(actor: Actor, cooperation: Cooperation, **values: Any) -> Cooperation:
    """Change a cooperation. Raises invalid."""
    assign(cooperation, values)
    _save(actor, cooperation, "cooperation.updated")
    return cooperation


def _save(actor: Actor, row: Address | Cooperation, event: str) -> None:
    save(row, by_model(type(row)))
    derive([row.customer_id])
    emit(event, row, actor)
