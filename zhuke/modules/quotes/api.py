"""Routes of quotations that are not a resource: the whole of one saved at once, versions, the paper, the mails."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from zhuke.commons.notify.kinds import email_works
from zhuke.http.routes import REFUSALS, actor_of, encode, given, raw, row_rights
from zhuke.http.schemas import Day, Strict, Text
from zhuke.kernel import query
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.resource import Resource, by_model

from .models import Quotation, QuotationMail
from .services import paper, versions, whole

router = Router(tags=["quotations"])
routers = [("/r/quotations", router)]

Rate = Literal["13", "9", "6", "3", "0"]
Amount = Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


Text20 = Annotated[Text, StringConstraints(max_length=20)]
Text120 = Annotated[Text, StringConstraints(max_length=120)]
Text200 = Annotated[Text, StringConstraints(max_length=200)]
Text300 = Annotated[Text, StringConstraints(max_length=300)]
LongText = Annotated[Text, StringConstraints(max_length=20_000)]


class LineInput(Strict):
    """One line as typed. Left out fields of a known line stay; those of a new line come from its price item."""

    id: UUID | None = None
    item: UUID | None = None
    name: Text120 = ""
    specification: Text200 = ""
    quantity: Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=4)] = Decimal(1)
    uom: Text20 = ""
    unit_price: Amount = Decimal(0)
    discount: Percent = Decimal(0)
    tax_rate: Rate = "9"
    cost: Amount | None = None
    remark: Text200 = ""


class FieldsInput(Strict):
    """Fields of the quotation that are saved together with its lines."""

    title: Text120 | None = None
    customer: UUID | None = None
    opportunity: UUID | None = None
    contact: UUID | None = None
    unit: UUID | None = None
    owner: UUID | None = None
    quoted_on: Day | None = None
    valid_until: Day | None = None
    includes_tax: bool | None = None
    discount: Percent | None = None
    delivery: Text300 | None = None
    payment_terms: LongText | None = None
    terms: LongText | None = None
    planned_cost: Annotated[Decimal, Field(ge=0, le=10**15, decimal_places=2)] | None = None
    remark: LongText | None = None


class WholeInput(Strict):
    """A quotation as the editor holds it."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    lines: Annotated[list[LineInput], Field(max_length=600)]
    values: FieldsInput | None = None


class DifferencesInput(Strict):
    """The other version."""

    with_: Annotated[UUID, Field(alias="with")]


class PaperInput(Strict):
    """Shown in the page, or saved as a file."""

    inline: bool = False


def _quotations() -> Resource:
    return by_model(Quotation)


def _quotation(request: HttpRequest, pk: UUID, action: str = "read") -> tuple[Actor, Quotation]:
    actor = actor_of(request)
    require(actor, _quotations(), "read")
    return actor, get_visible(actor, _quotations(), pk, action)


def _whole(actor: Actor, quotation: Quotation) -> HttpResponse:
    row = {**query.one(actor, _quotations(), quotation.pk), "_can": row_rights(actor, _quotations(), quotation)}
    return raw(encode({"quotation": row, "lines": whole.lines_of(actor, quotation)}))


@router.get("/{uuid:pk}/lines", response={200: dict[str, Any], **REFUSALS}, operation_id="quotations_whole")
def whole_of(request: HttpRequest, pk: UUID) -> Any:
    """The quotation with all its lines in their order."""
    return _whole(*_quotation(request, pk))


@router.put("/{uuid:pk}/lines", response={200: dict[str, Any], **REFUSALS}, operation_id="quotations_save_whole")
def save_whole(request: HttpRequest, pk: UUID, body: WholeInput) -> Any:
    """Save fields and lines together; lines left out are deleted. Problems of a line are named ``lines.<index>.<field>``."""
    actor, quotation = _quotation(request, pk, "update")
    values = given(body.values) if body.values else {}
    saved = whole.save_whole(actor, quotation.pk, version=body.version, lines=[given(line) for line in body.lines], values=values)
    return _whole(actor, saved)


@router.get("/{uuid:pk}/versions", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="quotations_versions")
def versions_of(request: HttpRequest, pk: UUID) -> Any:
    """All versions of the quotation, the first one first."""
    actor, quotation = _quotation(request, pk)
    names = ("revision", "state", "total_amount", "created_at", "sent_at")
    return raw(encode([{"id": row.pk} | {name: getattr(row, name) for name in names} for row in versions.versions_of(actor, quotation)]))


@router.get("/{uuid:pk}/differences", response={200: dict[str, Any], **REFUSALS}, operation_id="quotations_differences")
def differences(request: HttpRequest, pk: UUID, params: Query[DifferencesInput]) -> Any:
    """What changed from the version ``with`` to this one."""
    actor, quotation = _quotation(request, pk)
    return raw(encode(versions.differences(actor, quotation, get_visible(actor, _quotations(), params.with_))))


@router.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="quotations_pdf")
def pdf(request: HttpRequest, pk: UUID, params: Query[PaperInput]) -> Any:
    """The quotation as PDF; before approval it bears a mark."""
    _actor, quotation = _quotation(request, pk)
    answer = HttpResponse(paper.pdf_of(quotation), content_type="application/pdf")
    kind = "inline" if params.inline else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(paper.file_name(quotation))}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/{uuid:pk}/preview", response={200: dict[str, Any], **REFUSALS}, operation_id="quotations_preview")
def preview(request: HttpRequest, pk: UUID) -> Any:
    """The pages of the PDF as pictures in data addresses, at most twenty, for screens that show no PDF."""
    _actor, quotation = _quotation(request, pk)
    return raw(encode(paper.pictures_of(paper.pdf_of(quotation))))


@router.get("/{uuid:pk}/mails", response={200: dict[str, Any], **REFUSALS}, operation_id="quotations_mails")
def mails(request: HttpRequest, pk: UUID) -> Any:
    """The mails that carried it, newest first, and whether a mail server is set up."""
    _actor, quotation = _quotation(request, pk)
    rows = QuotationMail.objects.filter(quotation=quotation).select_related("sender").order_by("-created_at")[:50]
    names = ("id", "to", "subject", "message", "state", "error", "created_at", "sent_at")
    items = [{name: getattr(row, name) for name in names} | {"sender": row.sender.name if row.sender else ""} for row in rows]
    return raw(encode({"works": email_works(), "items": items}))
