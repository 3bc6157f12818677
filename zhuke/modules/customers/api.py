"""Routes of customers that are not a resource: look-alikes, the 360° page, pasted text, completeness, merges."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.errors import invalid
from zhuke.kernel.resource import Resource, by_model

from .api_pool import router as pool
from .models import Customer, Interaction, Merge
from .services import collision, ranking, timeline

router = Router(tags=["customers"])
routers = [("/customers", router), ("/pool", pool)]


def _customers() -> Resource:
    return by_model(Customer)


def _customer(request: HttpRequest, pk: UUID) -> tuple[Actor, Customer]:
    actor = actor_of(request)
    require(actor, _customers(), "read")
    return actor, get_visible(actor, _customers(), pk)


class LookAlikeInput(Strict):
    """What was typed so far."""

    name: Annotated[Text, Field(max_length=120)] = ""
    credit_code: Annotated[Text, Field(max_length=40)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    exclude: UUID | None = None


@router.get("/look-alikes", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="customers_look_alikes")
def look_alikes(request: HttpRequest, params: Query[LookAlikeInput]) -> Any:
    """Customers that may be the same party: your own in full, a sister company's only as whom to call."""
    actor = actor_of(request)
    require(actor, _customers(), "read")
    found = collision.look_alikes(actor, name=params.name, credit_code=params.credit_code, phone=params.phone, exclude=params.exclude)
    return raw(encode([collision.told(item) for item in found]))


class PastedInput(Strict):
    """Text of a business card, an e-mail signature, a chat."""

    text: Annotated[str, Field(max_length=5000)]


@router.post("/pasted", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_pasted")
def pasted(request: HttpRequest, body: PastedInput) -> Any:
    """Propose fields out of pasted text; nothing is saved."""
    from .domain.pasted import propose

    require(actor_of(request), _customers(), "create")
    return raw(encode({"fields": [vars_of(proposal) for proposal in propose(body.text.replace("\x00", ""))]}))


def vars_of(value: Any) -> dict[str, Any]:
    """The fields of a frozen dataclass."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


class TimelineInput(Strict):
    """Where to go on."""

    before: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 30


@router.get("/{uuid:pk}/timeline", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_timeline")
def timeline_of(request: HttpRequest, pk: UUID, params: Query[TimelineInput]) -> Any:
    """All that happened with a customer, newest first."""
    actor, customer = _customer(request, pk)
    try:
        before = timeline.Place.of(params.before) if params.before else None
    except ValueError as error:
        raise invalid({"before": [_("翻页标记已失效，请从第一页重新打开列表。")]}) from error
    items = timeline.timeline(actor, customer, before=before, limit=params.limit)
    items = [{**item, "id": str(item["id"])} for item in items]
    return raw(encode({"items": items, "next": timeline.place_of(items[-1]) if len(items) == params.limit else None}))


@router.get("/{uuid:pk}/summary", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_summary")
def summary_of(request: HttpRequest, pk: UUID) -> Any:
    """The head of the 360° page: counts, sums, value with reasons, completeness with what to fill next, credit."""
    actor, customer = _customer(request, pk)
    return raw(encode({**timeline.summary(actor, customer), **ranking.explained(actor, customer)}))


class CommunicationInput(Strict):
    """Which customer or person, how far back."""

    customer: UUID | None = None
    owner: UUID | None = None
    months: Annotated[int, Field(ge=1, le=60)] = 12


@router.get("/communication", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_communication")
def communication(request: HttpRequest, params: Query[CommunicationInput]) -> Any:
    """Frequency and effect of communication (R108)."""
    actor = actor_of(request)
    require(actor, by_model(Interaction), "read")
    customer = get_visible(actor, _customers(), params.customer) if params.customer else None
    return raw(
        encode(timeline.communication(actor, customer=customer, owner=params.owner, months=params.months, today=timezone.localdate()))
    )


class RankingInput(Strict):
    """By person or by company."""

    by: Annotated[str, Field(pattern="^(owner|company)$")] = "owner"


@router.get("/completeness", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_completeness")
def completeness(request: HttpRequest, params: Query[RankingInput]) -> Any:
    """Completeness per person or company against the target of each (R19)."""
    actor = actor_of(request)
    require(actor, _customers(), "read")
    return raw(encode(ranking.ranking(actor, by=params.by)))


class FixNextInput(Strict):
    """Whose list."""

    owner: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@router.get("/fix-next", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="customers_fix_next")
def fix_next(request: HttpRequest, params: Query[FixNextInput]) -> Any:
    """The customers whose gaps are worth filling first, each with what is missing (X4)."""
    actor = actor_of(request)
    require(actor, _customers(), "read")
    return raw(encode(ranking.fix_next(actor, owner=params.owner, limit=params.limit)))


class MergePreviewInput(Strict):
    """The other side."""

    other: UUID


@router.get("/{uuid:pk}/merge-preview", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_merge_preview")
def merge_preview(request: HttpRequest, pk: UUID, params: Query[MergePreviewInput]) -> Any:
    """Both sides field by field, what would move, and what stands against it."""
    actor = actor_of(request)
    require(actor, _customers(), "merge")
    kept, other = (get_visible(actor, _customers(), key, "merge") for key in (pk, params.other))
    return raw(encode(ranking.preview(actor, kept, other)))


@router.get("/{uuid:pk}/merges", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="customers_merges")
def merges(request: HttpRequest, pk: UUID) -> Any:
    """What was merged into this customer, newest first."""
    _actor, customer = _customer(request, pk)
    rows = Merge.objects.filter(kept=customer).select_related("merged", "created_by").order_by("-created_at")[:50]
    return raw(encode([merge_out(row) for row in rows]))


def merge_out(row: Merge) -> dict[str, Any]:
    """One merge for the screen."""
    moved: dict[str, int] = {}
    for part in row.moved:
        moved[part["model"]] = moved.get(part["model"], 0) + len(part["ids"])
    by = row.created_by.name if row.created_by else ""
    at: dt.datetime = row.created_at
    return {
        "id": row.pk,
        "merged": {"id": row.merged_id, "label": row.merged.name},
        "at": at,
        "by": by,
        "moved": moved,
        "undone_at": row.undone_at,
    }
