"""To whom rules write letters: people outside found by name, besides the colleagues of ``recipients``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from zhuke.kernel.errors import DomainError
from zhuke.kernel.resource import Resource

from .recipients import find_people, recipient


@dataclass(frozen=True)
class Address:
    """Where a letter goes. ``key`` tells one addressee of a record from another."""

    email: str
    name: str = ""
    key: str = ""


Find = Callable[[Resource, list[UUID]], Mapping[UUID, Iterable[Address]]]
Fits = Callable[[Resource], bool]


@dataclass(frozen=True)
class Addressee:
    """A kind of people outside. ``fits``: whether records of a resource have them."""

    name: str
    label: Any
    fits: Fits
    find: Find


_addressees: dict[str, Addressee] = {}


def register_addressee(name: str, label: Any, fits: Fits, find: Find) -> None:
    """Make a kind of addressee known; call it in ``rules.py``."""
    _addressees[name] = Addressee(name, label, fits, find)


def addressees_of(resource: Resource) -> list[Addressee]:
    """Those whom letters about records of this resource may go to."""
    return [kind for kind in _addressees.values() if kind.fits(resource)]


def label_of(text: str) -> str:
    """The label of an addressee or a recipient. Raises bad_rule."""
    return str(_addressees[text].label) if text in _addressees else str(recipient(text)[0].label)


def check_addressee(resource: Resource, text: str) -> None:
    """Raise bad_rule unless letters about this resource may go there."""
    if text in _addressees:
        if not _addressees[text].fits(resource):
            raise DomainError("bad_rule", _("“%(label)s”不适用于%(what)s。") % {"label": _addressees[text].label, "what": resource.label})
        return
    recipient(text)


def find_addresses(resource: Resource, ids: list[UUID], to: Iterable[str]) -> dict[UUID, list[Address]]:
    """The addresses of each record, each once, people outside and colleagues in the order in which ``to`` names them."""
    found: dict[UUID, dict[str, Address]] = {pk: {} for pk in ids}
    for text in to:
        kind = _addressees.get(text)
        batch = kind.find(resource, ids) if kind else _colleagues(resource, ids, text)
        for pk, addresses in batch.items():
            for address in addresses:
                if address.email:
                    found[pk].setdefault(address.email.strip().lower(), address)
    return {pk: list(addresses.values()) for pk, addresses in found.items()}


def _colleagues(resource: Resource, ids: list[UUID], text: str) -> dict[UUID, list[Address]]:
    people = find_people(resource, ids, (text,))
    wanted = {person for found in people.values() for person in found}
    rows = get_user_model().objects.filter(pk__in=wanted, is_active=True).values_list("pk", "email", "name")
    known = {pk: Address(email, name, str(pk)) for pk, email, name in rows}
    return {pk: [known[person] for person in found if person in known] for pk, found in people.items()}
