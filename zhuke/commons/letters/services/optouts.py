"""Who wants no commercial letters: asked for by the link in a letter, or told to a colleague."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from zhuke.commons.letters.models import STOPPED, WAITING, Letter, OptOut
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save

SALT = "letters.out"
RECEIVER = system("收信人")


def normal(address: str) -> str:
    """An address as it is compared."""
    return address.strip().lower()


def opted_out(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that want no commercial letters."""
    wanted = {normal(address) for address in addresses}
    return set(OptOut.objects.filter(address__in=wanted, archived_at=None).values_list("address", flat=True))


def link_for(address: str) -> str:
    """The address of the page where the receiver opts out; it needs no sign-in and never expires."""
    return f"{settings.BASE_URL}/mail/out/{signing.Signer(salt=SALT).sign_object(normal(address), compress=True)}"


def address_of(token: str) -> str | None:
    """The address that a link is for; None: it was changed on the way."""
    try:
        return str(signing.Signer(salt=SALT).unsign_object(token))
    except signing.BadSignature:
        return None


def opt_out_by_link(address: str) -> None:
    """The receiver wants no more; doing it twice is harmless."""
    try:
        with writing(RECEIVER, "letters.link"), transaction.atomic():
            if not opted_out([address]):
                _save(RECEIVER, OptOut(address=normal(address), by_link=True), "created")
    except IntegrityError:  # the same link was opened twice at once
        return


def create_opt_out(actor: Actor, *, pk: UUID | None = None, **values: Any) -> OptOut:
    """Put an address on the list because its owner told a colleague. Raises invalid."""
    row: OptOut = build(actor, by_model(OptOut), values, pk=pk)
    row.address = normal(row.address)
    return _save(actor, row, "created")


def change_opt_out(actor: Actor, row: OptOut, **values: Any) -> OptOut:
    """Change the remark or mend the address. Raises invalid."""
    assign(row, values)
    row.address = normal(row.address)
    return _save(actor, row, "updated")


def _save(actor: Actor, row: OptOut, what: str) -> OptOut:
    save(row, by_model(OptOut))
    # What lies ready for the address must not leave any more.
    for letter in Letter.objects.filter(state=WAITING, commercial=True, to__iexact=row.address).select_for_update(skip_locked=True):
        letter.state = STOPPED
        save(letter, by_model(Letter))
    emit(f"mail_opt_outs.{what}", row, actor)
    return row
