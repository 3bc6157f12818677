"""Routes of the sheets of site variations: saved and read as a whole, signed, printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, given, raw, row_rights
from zhuke.http.schemas import Day, Strict, Text
from zhuke.kernel import query
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.errors import NotAllowed
from zhuke.kernel.resource import by_model

from .models import Variation
from .services import sheet_paper, sheets, signatures

router = Router(tags=["variations"])

Longitude = Annotated[Decimal, Field(ge=-180, le=180, decimal_places=6)]
Latitude = Annotated[Decimal, Field(ge=-90, le=90, decimal_places=6)]
Accuracy = Annotated[int, Field(ge=0, le=1_000_000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class SheetLineInput(Strict):
    """One line as typed; its amount is computed."""

    name: Annotated[Text, StringConstraints(max_length=120)] = ""
    uom: Annotated[Text, StringConstraints(max_length=20)] = ""
    quantity: Annotated[Decimal, Field(ge=-(10**9), le=10**9, decimal_places=4)] = Decimal(1)
    unit_price: Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=2)] = Decimal(0)


class SheetInput(Strict):
    """A sheet as the device holds it. ``version``: the one it was read in; left out by a device that sends its own new sheet (again)."""

    version: Version | None = None
    contract: UUID
    name: Annotated[Text, StringConstraints(max_length=160)]
    place: Annotated[Text, StringConstraints(max_length=200)] = ""
    reason: Annotated[Text, StringConstraints(max_length=5_000)] = ""
    happened_on: Day | None = None
    days: Annotated[int, Field(ge=-3650, le=3650)] | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    accuracy: Accuracy | None = None
    lines: Annotated[list[SheetLineInput], Field(max_length=sheets.MOST_LINES + 1)] = []


class SheetSignatureInput(Strict):
    """Who signs. ``digest``: of the sheet that was shown to them. Without ``file`` the typed name is the signature."""

    id: UUID
    role: Literal["customer", "supervisor", "contractor", "designer", "other"]
    name: Annotated[Text, StringConstraints(min_length=1, max_length=60)]
    company: Annotated[Text, StringConstraints(max_length=160)] = ""
    digest: Annotated[Text, StringConstraints(max_length=64)]
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    accuracy: Accuracy | None = None


class SheetPaperInput(Strict):
    """Shown in the page, or saved as a file."""

    inline: bool = False


FACTS = ("name", "place", "reason", "happened_on", "days")
PLACE = ("longitude", "latitude", "accuracy")


def _variation(request: HttpRequest, pk: UUID) -> tuple[Actor, Variation]:
    actor, resource = actor_of(request), by_model(Variation)
    require(actor, resource, "read")
    return actor, get_visible(actor, resource, pk)


def _shown(actor: Actor, row: Variation) -> HttpResponse:
    resource = by_model(Variation)
    found = {**query.one(actor, resource, row.pk), "_can": row_rights(actor, resource, row)}
    for name in PLACE:
        found[name] = getattr(row, name)
    photos = [
        {"id": one.attachment_id, "name": one.name, "size": one.size, "type": one.content_type, "preview": one.preview}
        for one in signatures.photos_of(row)
    ]
    whole = {"variation": found, "lines": sheets.lines_of(actor, row), "photos": photos, "signatures": signatures.shown(row)}
    return raw(encode({**whole, "digest": signatures.digest_now(row)}))


@router.get("/{uuid:pk}/sheet", response={200: dict[str, Any], **REFUSALS}, operation_id="variations_sheet")
def sheet(request: HttpRequest, pk: UUID) -> Any:
    """The variation with its lines, photos and signatures, each compared with what stands there now."""
    return _shown(*_variation(request, pk))


@router.put("/{uuid:pk}/sheet", response={200: dict[str, Any], **REFUSALS}, operation_id="variations_save_sheet")
def save_sheet(request: HttpRequest, pk: UUID, body: SheetInput) -> Any:
    """Write a site variation as a whole; an id that is not known begins a new one."""
    actor = actor_of(request)
    require(actor, by_model(Variation), "read")
    values = {name: getattr(body, name) for name in FACTS} | {"contract": body.contract}
    place = {name: getattr(body, name) for name in PLACE}
    lines = [line.model_dump() for line in body.lines]
    return _shown(actor, sheets.save_sheet(actor, pk, version=body.version, values=values, lines=lines, place=place))


@router.post("/{uuid:pk}/signatures", response={200: dict[str, Any], **REFUSALS}, operation_id="variations_sign")
def sign(request: HttpRequest, pk: UUID, body: Form[SheetSignatureInput], file: File[UploadedFile | None] = None) -> Any:
    """Sign the sheet on this device: drawn (PNG) or by the typed name."""
    actor, _row = _variation(request, pk)
    values = given(body)
    key, digest = values.pop("id"), values.pop("digest")
    picture = file.read(signatures.MOST_BYTES + 1) if file else None
    signatures.sign(actor, pk, signatures.Signer(**values), key=key, digest=digest, picture=picture)
    return _shown(*_variation(request, pk))


@router.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="variations_pdf")
def pdf(request: HttpRequest, pk: UUID, params: Query[SheetPaperInput]) -> Any:
    """The sheet on paper with its photos and signatures."""
    actor, row = _variation(request, pk)
    if not actor.sees("variations", "amount"):
        raise NotAllowed("not_allowed", sheets.NO_PRICES)
    answer = HttpResponse(sheet_paper.pdf_of(row), content_type="application/pdf")
    kind = "inline" if params.inline else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(sheet_paper.file_name(row))}"
    answer["Cache-Control"] = "private, no-store"
    return answer
