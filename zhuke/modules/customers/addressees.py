"""The people at a customer to whom rules write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.addressees import Address, register_addressee
from zhuke.kernel.resource import Resource

from .models import Contact, Customer

Found = dict[UUID, list[Address]]


def fits(resource: Resource) -> bool:
    """Customers, and whatever refers to one."""
    spec = resource.specs.get("customer")
    return resource.name == "customers" or (spec is not None and spec.ref_name() == "customers")


def _customers(resource: Resource, ids: list[UUID]) -> dict[UUID, UUID]:
    if resource.name == "customers":
        return {pk: pk for pk in ids}
    rows = resource.model._default_manager.filter(pk__in=ids).values_list("pk", "customer_id")
    return {pk: customer for pk, customer in rows if customer}


def _contacts(customers: Iterable[UUID]) -> Found:
    """The contacts with an e-mail address of each customer, the main one first."""
    rows = Contact.objects.filter(customer_id__in=set(customers), archived_at=None).exclude(email="").order_by("-is_primary", "created_at")
    found: Found = {}
    for customer, email, name in rows.values_list("customer_id", "email", "name"):
        found.setdefault(customer, []).append(Address(email, name))
    return found


def everybody(resource: Resource, ids: list[UUID]) -> Mapping[UUID, Iterable[Address]]:
    """All contacts with an e-mail address."""
    of = _customers(resource, ids)
    known = _contacts(of.values())
    return {pk: known.get(customer, []) for pk, customer in of.items()}


def main_one(resource: Resource, ids: list[UUID]) -> Mapping[UUID, Iterable[Address]]:
    """The main contact, else the first one with an e-mail address, else the customer's own address."""
    of = _customers(resource, ids)
    known = _contacts(of.values())
    own = dict(Customer.objects.filter(pk__in=set(of.values())).exclude(email="").values_list("pk", "email"))
    found: Found = {}
    for pk, customer in of.items():
        people = known.get(customer, [])[:1]
        found[pk] = people or ([Address(own[customer])] if customer in own else [])
    return found


def register() -> None:
    """Make both known to rules."""
    register_addressee("main_contact", _("客户的主要联系人"), fits, main_one)
    register_addressee("contacts", _("客户的全部联系人"), fits, everybody)
