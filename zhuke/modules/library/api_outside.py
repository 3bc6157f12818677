"""Routes of links and transmittals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.kernel.access import get_visible
from zhuke.kernel.resource import by_model

from . import api_schemas_outside as s
from .models import ShareLink, Transmittal
from .services import covers, linking, sending

router = Router(tags=["library"])
PDF = {"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}}


@router.post("/links", response={201: s.LibraryLinkOut, **REFUSALS}, operation_id="library_link")
def make_link(request: HttpRequest, body: s.LibraryLinkInput) -> Any:
    """A link for people outside; its address is answered this once."""
    actor = actor_of(request)
    picked = [(one.document, one.version) for one in body.documents]
    link, url = linking.create(
        actor, folder=body.folder, documents=picked, label=body.label, days=body.days, password=body.password,
        max_downloads=body.max_downloads,
    )  # fmt: skip
    row = ShareLink.objects.select_related("folder", "created_by").get(pk=link.pk)
    return raw(encode({**linking.shown(actor, row), "url": url}), 201)


@router.get("/links", response={200: s.LibraryLinksOut, **REFUSALS}, operation_id="library_links")
def list_links(request: HttpRequest, params: Query[s.LibraryLinksInput]) -> Any:
    """One's own links, and those into folders that one manages."""
    return raw(encode({"items": linking.listed(actor_of(request), **params.model_dump())}))


@router.post("/links/{uuid:pk}/revoke", response={200: s.LibraryLinkOut, **REFUSALS}, operation_id="library_link_revoke")
def revoke_link(request: HttpRequest, pk: UUID) -> Any:
    """A link opens nothing any more; twice is harmless."""
    actor = actor_of(request)
    return raw(encode(linking.shown(actor, linking.revoke(actor, pk))))


@router.get("/links/{uuid:pk}/openings", response={200: s.LibraryOpeningsOut, **REFUSALS}, operation_id="library_openings")
def openings(request: HttpRequest, pk: UUID) -> Any:
    """What was done with a link: when, from which address."""
    return raw(encode({"items": linking.openings(actor_of(request), pk)}))


def _transmittal(request: HttpRequest, pk: UUID) -> Transmittal:
    found: Transmittal = get_visible(actor_of(request), by_model(Transmittal), pk)
    return found


@router.get("/transmittals/{uuid:pk}/content", response={200: s.TransmittalContentOut, **REFUSALS}, operation_id="transmittal_content")
def content(request: HttpRequest, pk: UUID) -> Any:
    """What goes and to whom."""
    return raw(encode(sending.content(actor_of(request), _transmittal(request, pk))))


@router.put("/transmittals/{uuid:pk}/content", response={200: s.TransmittalContentOut, **REFUSALS}, operation_id="transmittal_fill")
def fill(request: HttpRequest, pk: UUID, body: s.TransmittalContentInput) -> Any:
    """Set what goes and to whom; only of drafts."""
    actor = actor_of(request)
    items = [sending.Item(one.document, one.version, one.copies) for one in body.items]
    people = [sending.Recipient(one.contact, one.name, one.company, one.email) for one in body.recipients]
    row = sending.fill(actor, pk, version=body.version, items=items, recipients=people)
    return raw(encode(sending.content(actor, row)))


@router.get("/transmittals/{uuid:pk}/cover", response={200: bytes, **REFUSALS}, operation_id="transmittal_cover", openapi_extra=PDF)
def cover(request: HttpRequest, pk: UUID) -> Any:
    """The cover sheet as PDF."""
    row = _transmittal(request, pk)
    response = HttpResponse(covers.cover_pdf(actor_of(request), row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number or row.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/transmittals/{uuid:pk}/links", response={200: list[s.TransmittalLinkOut], **REFUSALS}, operation_id="transmittal_links")
def links(request: HttpRequest, pk: UUID, body: s.TransmittalLinksInput) -> Any:
    """Fresh links for the recipients of a sent transmittal, by mail if asked for; the old ones die."""
    return raw(encode(sending.renew_links(actor_of(request), pk, days=body.days, mail=body.mail)))
