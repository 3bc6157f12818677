"""Who looks after a customer."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.models import Customer

from .derive import derive
from .pool import assigned_from_pool


def assign_customer(actor: Actor, customer: Customer, *, owner: UUID, unit: UUID | None = None) -> Customer:
    """Give a customer to a person, and with ``unit`` to another unit; the new owner is told. Raises archived, hold_limit (pool)."""
    if customer.archived_at:
        raise Conflict("archived", _("该客户已归档，请先恢复。"))
    before = customer.owner_id
    customer.owner_id = owner
    if unit:
        customer.unit_id = unit
    if customer.pooled_at:
        assigned_from_pool(actor, customer)
    save(customer, by_model(Customer))
    derive([customer.pk])
    emit("customer.assigned", customer, actor, {"from": str(before or ""), "to": str(customer.owner_id)})
    if customer.owner_id and customer.owner_id != actor.id:
        notify(
            [customer.owner_id],
            "customer",
            say(_("客户已分配给您：%(name)s"), name=customer.name),
            "",
            subject=customer,
            actor=actor,
            key=f"assign:{customer.pk}:{customer.version}",
        )
    return customer
