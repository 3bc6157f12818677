"""Transmittals by mail: a letter with the own link and the cover sheet for each recipient with an address; the list of letters keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from zhuke.commons.letters.services import writing as post
from zhuke.commons.notify.kinds import email_works
from zhuke.kernel.access import Actor
from zhuke.modules.library.models import Transmittal, TransmittalRecipient

from . import covers
from .sending import address_of, is_address

TEMPLATE = "library.transmittal"


def mail_links(actor: Actor, row: Transmittal, people: Sequence[TransmittalRecipient], urls: Mapping[UUID, str]) -> set[UUID]:
    """Write to those who have an address; returns who they are. Nobody is written to while no mail server is set up.

    Inside ``writing``. Raises no_template.
    """
    found = {one.pk: address_of(one) for one in people if is_address(address_of(one))}
    if not found or not email_works():
        return set()
    sheet = [(f"{row.number}.pdf", covers.cover_pdf(actor, row))]
    for one in people:
        if one.pk not in found or one.expires_at is None:
            continue
        extra = {
            "receiver": one.name, "link": urls[one.pk], "until": str(timezone.localdate(one.expires_at)), "sender": actor.name,
            "company": covers.sender(row),
        }  # fmt: skip
        envelope = post.Envelope(found[one.pk], one.name, about=row, attach=sheet)
        one.letter = post.send_by_template(actor, TEMPLATE, key=f"transmittal:{one.pk}:{one.digest[:16]}", extra=extra, envelope=envelope)
        one.save(update_fields=["letter"])
    return set(found)
