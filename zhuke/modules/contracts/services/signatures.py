"""Signatures under the sheets of site variations, and whether what was signed is still what stands there."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from zhuke.commons.files import services as files
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.contracts.models import Variation, VariationLine, VariationSignature

from .vouchers import canonical, digest_of

CARRIER = "variation_signatures"
MOST_BYTES, MOST_PIXELS, MOST_SIGNATURES = 500_000, 4_000, 10
# What a later reader is told by when it no longer is what was signed.
PARTS = {
    "number": _("变更编号"), "name": _("变更名称"), "contract": _("合同"), "place": _("部位"), "happened_on": _("发生日期"),
    "reason": _("变更原因"), "days": _("增减工期"), "amount": _("增减金额"), "lines": _("签证明细"), "photos": _("照片"),
}  # fmt: skip


@dataclass(frozen=True)
class Signer:
    """Who signs, as typed on the device, and where it was."""

    role: str
    name: str
    company: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    accuracy: int | None = None


def photos_of(variation: Variation) -> list[FileVersion]:
    """The newest versions of the files that hang on a variation, the oldest file first."""
    rows = Attachment.objects.filter(resource="variations", object_id=variation.pk, archived_at=None).prefetch_related("versions")
    return [max(row.versions.all(), key=lambda one: one.number) for row in rows.order_by("created_at", "pk")]


def facts_of(variation: Variation, photos: list[FileVersion]) -> dict[str, Any]:
    """What a signature stands for."""
    lines = VariationLine.objects.filter(variation=variation).order_by("position", "pk")
    return {
        "number": variation.number,
        "name": variation.name,
        "contract": variation.contract.number or variation.contract.name,
        "place": variation.place,
        "happened_on": str(variation.happened_on or ""),
        "reason": variation.reason,
        "days": variation.days,
        "amount": None if variation.amount is None else f"{variation.amount:.2f}",
        "lines": [[one.name, one.uom, f"{one.quantity:.4f}", f"{one.unit_price:.2f}", f"{one.amount:.2f}"] for one in lines],
        "photos": [[str(one.attachment_id), one.sha256] for one in photos],
    }


def digest_now(variation: Variation) -> str:
    """The digest that somebody who signs now signs for."""
    return digest_of(canonical(facts_of(variation, photos_of(variation))))


def sign(actor: Actor, pk: UUID, signer: Signer, *, key: UUID, digest: str, picture: bytes | None) -> VariationSignature:
    """Put a signature under the sheet; from then on its content stands. Sending again with the same ``key`` is harmless.

    ``digest``: of what the signer saw; ``picture``: the drawn signature as PNG, None: the typed name counts.
    Raises not_found, not_allowed_here, archived, sheet_changed, empty_variation, too_many_signatures, id_taken, bad_file, invalid.
    """
    if known := VariationSignature.objects.filter(pk=key).first():
        get_visible(actor, by_model(Variation), pk)
        if known.variation_id == pk and known.created_by_id == actor.id:
            return known
        raise Conflict("id_taken", _("这个编号已用于另一个签字，请重新签字。"))
    with writing(actor):
        variation: Variation = get_visible(actor, by_model(Variation), pk, "update", lock=True)
        _check(variation, signer, digest)
        photos = photos_of(variation)
        content = canonical(facts_of(variation, photos))
        row = VariationSignature(
            pk=key, variation=variation, role=signer.role, name=signer.name, company=signer.company, longitude=signer.longitude,
            latitude=signer.latitude, accuracy=signer.accuracy, signed_at=timezone.now(), content=content, digest=digest_of(content),
            created_by_id=actor.id,
        )  # fmt: skip
        if picture is not None:
            upload = SimpleUploadedFile("signature.png", _checked(picture), "image/png")
            row.file = files.hang(actor, CARRIER, key, upload)[0].pk
        save(row)
        if not variation.signed_on:
            variation.signed_on = timezone.localdate()
            save(variation, by_model(Variation))
        emit("variations.signed", variation, actor, {"signature": str(row.pk), "name": row.name, "role": row.role, "digest": row.digest})
        return row


def _check(variation: Variation, signer: Signer, digest: str) -> None:
    if variation.archived_at:
        raise Conflict("archived", _("这张签证单已归档，请先恢复再签字。"))
    if not signer.name:
        raise invalid({"name": [_("请填写签字人的姓名。")]})
    if variation.amount is None and not variation.days and not variation.lines.exists():
        raise DomainError("empty_variation", _("签证单还没有内容。请先填写明细或增减工期，再签字。"))
    if digest != digest_now(variation):
        raise Conflict("sheet_changed", _("签证单的内容或照片刚刚变了。请让签字人看过最新内容后再签。"))
    if variation.signatures.count() >= MOST_SIGNATURES:
        raise DomainError("too_many_signatures", _("一张签证单最多 %(n)d 个签字。") % {"n": MOST_SIGNATURES})


def _checked(picture: bytes) -> bytes:
    """The picture, if it is a PNG of sensible size with something drawn on it. Raises bad_file."""
    try:
        if len(picture) > MOST_BYTES:
            raise ValueError
        with Image.open(io.BytesIO(picture), formats=["PNG"]) as image:
            if max(image.size) > MOST_PIXELS:
                raise ValueError
            flat = Image.new("RGB", image.size, "white")
            drawn = image.convert("RGBA")
            flat.paste(drawn, mask=drawn)
            lowest, highest = flat.convert("L").getextrema()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        sentence = _("签字图片无法识别，请清除后重新签字，或改用输入姓名。")
        raise DomainError("bad_file", sentence, fields={"file": [sentence]}) from error
    if lowest == highest:
        sentence = _("签字板上什么也没有写，请签字后再确认。")
        raise DomainError("bad_file", sentence, fields={"file": [sentence]})
    return picture


def shown(variation: Variation) -> list[dict[str, Any]]:
    """The signatures in their order. ``intact``: the sheet still is what was signed; else ``differences`` names what is not."""
    photos = photos_of(variation)
    return [_shown(row, variation, photos) for row in variation.signatures.order_by("signed_at", "pk")]


def _shown(row: VariationSignature, variation: Variation, photos: list[FileVersion]) -> dict[str, Any]:
    signed: Mapping[str, Any] = json.loads(row.content)
    kept = {key for key, _sha in signed["photos"]}
    now = facts_of(variation, [one for one in photos if str(one.attachment_id) in kept])
    differing = [str(label) for name, label in PARTS.items() if signed.get(name) != now[name]]
    whole = digest_of(row.content) == row.digest
    return {
        "id": row.pk, "role": row.role, "role_label": str(row.get_role_display()), "name": row.name, "company": row.company,
        "signed_at": row.signed_at, "file": row.file, "longitude": row.longitude, "latitude": row.latitude, "accuracy": row.accuracy,
        "digest": row.digest, "intact": whole and not differing, "differences": differing if whole else [str(_("签署内容"))],
        "later_photos": sum(str(one.attachment_id) not in kept for one in photos),
    }  # fmt: skip


def signed_photos(variation: Variation) -> set[str]:
    """The files that somebody has signed for."""
    return {key for text in variation.signatures.values_list("content", flat=True) for key, _sha in json.loads(text)["photos"]}


def check_sight(actor: Actor, attachment: Attachment) -> None:
    """The door to the picture of a signature. Raises not_found."""
    owner = VariationSignature.objects.filter(pk=attachment.object_id).values_list("variation_id", flat=True).first()
    get_visible(actor, by_model(Variation), owner)
