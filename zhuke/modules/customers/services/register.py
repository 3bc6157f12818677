"""Customers and contacts enter and change here: checked, normalised, numbered, derived columns rewritten."""

from __future__ import annotations

from collections.abc import Mapping
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
from zhuke.modules.customers.domain.contact_points import parse_email, parse_phone
from zhuke.modules.customers.domain.credit_code import explain, normalise
from zhuke.modules.customers.models import Contact, Customer

from .derive import derive


def register(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Customer:
    """Add a customer; unit and owner default to the actor's. Raises invalid (credit code, phone, e-mail, parent)."""
    customer: Customer = build(actor, by_model(Customer), checked(values), pk=pk)
    customer.number = next_number(actor, "customers", customer.unit_id, timezone.localdate())
    _save(customer)
    emit("customer.registered", customer, actor)
    return customer


def edit(actor: Actor, customer: Customer, **values: Any) -> Customer:
    """Change a customer's fields. Raises invalid."""
    values = checked(values)
    if values.get("parent_id") == customer.pk:
        raise invalid({"parent": [_("上级单位不能是客户自己，请选择另一个客户。")]})
    assign(customer, values)
    _save(customer)
    emit("customer.updated", customer, actor, {"fields": sorted(values)})
    return customer


def _save(customer: Customer) -> None:
    customer.file_name()
    save(customer, by_model(Customer))
    derive([customer.pk])
    customer.refresh_from_db(fields=["completeness", "value_score", "value_class", "auto_tags", "version"])


def add_contact(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Contact:
    """Add a person at a customer. The first one becomes the primary contact. Raises invalid."""
    contact: Contact = build(actor, by_model(Contact), checked(values), pk=pk)
    if not Contact.objects.filter(customer_id=contact.customer_id, archived_at=None).exists():
        contact.is_primary = True
    return _save_contact(actor, contact, "contact.added")


def edit_contact(actor: Actor, contact: Contact, **values: Any) -> Contact:
    """Change a contact. Raises invalid."""
    before = contact.customer_id
    assign(contact, checked(values))
    saved = _save_contact(actor, contact, "contact.updated")
    if before != contact.customer_id:
        derive([before])
    return saved


def _save_contact(actor: Actor, contact: Contact, event: str) -> Contact:
    if contact.is_primary:
        Contact.objects.filter(customer_id=contact.customer_id, is_primary=True).exclude(pk=contact.pk).update(is_primary=False)
    save(contact, by_model(Contact))
    derive([contact.customer_id])
    emit(event, contact, actor)
    return contact


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Normalise numbers and addresses of contact and the credit code (GB 32100); raise invalid with what is wrong and what to do (R86)."""
    cleaned, problems = dict(values), {}
    for name, read in READERS.items():
        if cleaned.get(name):
            cleaned[name], found = read(str(cleaned[name]))
            if found:
                problems[name] = found
    for name in ("name", "short_name", "company"):
        if isinstance(cleaned.get(name), str):
            cleaned[name] = " ".join(cleaned[name].split())
    if problems:
        raise invalid(problems)
    return cleaned


def _phone(text: str) -> tuple[str, list[str]]:
    point = parse_phone(text)
    return point.value or text, [point.problem] if point.problem else []


def _email(text: str) -> tuple[str, list[str]]:
    point = parse_email(text)
    return point.value or text, [point.problem] if point.problem else []


def _credit_code(text: str) -> tuple[str, list[str]]:
    code = normalise(text)
    return code, explain(code)


# Field → reader of its text: the normal form and what is wrong with it.
READERS = {"phone": _phone, "landline": _phone, "email": _email, "credit_code": _credit_code}
