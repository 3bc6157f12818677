"""Leads: raw hints become customers, or are set aside with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, create, save
from zhuke.modules.customers.models import Customer, Interaction, Lead

from .derive import derive
from .register import checked


def record_lead(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Lead:
    """Enter a lead; its owner is told. Raises invalid."""
    lead: Lead = build(actor, by_model(Lead), checked(values), pk=pk)
    save(lead, by_model(Lead))
    emit("lead.recorded", lead, actor)
    if lead.owner_id and lead.owner_id != actor.id:
        title = say(_("新线索：%(name)s"), name=lead.company)
        notify([lead.owner_id], "lead", title, lead.message[:200], subject=lead, actor=actor, key=f"lead:{lead.pk}")
    return lead


def edit_lead(actor: Actor, lead: Lead, **values: Any) -> Lead:
    """Change a lead that is not settled. Raises wrong_state, invalid."""
    _check_new(lead)
    assign(lead, checked(values))
    save(lead, by_model(Lead))
    emit("lead.updated", lead, actor)
    return lead


def convert_lead(actor: Actor, lead: Lead, *, customer: UUID | None = None) -> Lead:
    """Make it a customer with contact and first interaction, or add it to an existing one. Raises wrong_state, invalid, not_allowed."""
    _check_new(lead)
    target = _existing(actor, customer) if customer else _new_customer(actor, lead)
    contact = _contact(actor, target, lead)
    interaction = Interaction(
        customer=target, contact=contact, channel="website" if lead.source == "website" else "phone", occurred_at=lead.created_at,
        content=lead.message or str(_("通过线索登记")), owner_id=actor.id, created_by_id=actor.id,
            origin="website" if lead.source == "website" else "manual",
    )  # fmt: skip
    save(interaction, by_model(Interaction))
    derive([target.pk])
    lead.state, lead.customer = "converted", target
    save(lead, by_model(Lead))
    emit("lead.converted", lead, actor, {"customer": str(target.pk)})
    return lead


def discard_lead(actor: Actor, lead: Lead, *, reason: str) -> Lead:
    """Set it aside, with the reason. Raises wrong_state."""
    _check_new(lead)
    lead.state, lead.reason = "discarded", reason
    save(lead, by_model(Lead))
    emit("lead.discarded", lead, actor, {"reason": reason})
    return lead


def _check_new(lead: Lead) -> None:
    if lead.state != "new":
        raise Conflict("wrong_state", _("该线索已处理完，不能再修改。"))


def _existing(actor: Actor, key: UUID) -> Customer:
    customer: Customer = get_visible(actor, by_model(Customer), key)
    if customer.archived_at:
        raise DomainError("archived", _("所选客户已归档，请先恢复它或选择其他客户。"))
    return customer


def _new_customer(actor: Actor, lead: Lead) -> Customer:
    resource = by_name("customers")
    assert resource is not None
    values = {"name": lead.company, "region": lead.region, "source": lead.source, "unit": lead.unit_id, "owner": lead.owner_id or actor.id}
    customer: Customer = create(actor, resource, values)[0]
    return customer


def _contact(actor: Actor, customer: Customer, lead: Lead) -> Any:
    known = customer.contacts.filter(name=lead.contact_name, archived_at=None).first()
    if known:
        return known
    resource = by_name("contacts")
    assert resource is not None
    return create(actor, resource, {"customer": customer.pk, "name": lead.contact_name, "phone": lead.phone, "email": lead.email})[0]
