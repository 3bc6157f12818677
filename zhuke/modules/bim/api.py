"""Routes of models: the file, what a viewer draws, links to tasks, quantities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from zhuke.commons.files.serving import serve
from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Ref, Strict
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import Resource, by_model

from .models import BimModel, BimVersion
from .services import budgeting, linking, reading, versions

router = Router(tags=["bim"])
routers = [("/r/bim_models", router)]

Guid = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z_$]+$")]


class BimVersionOut(BaseModel):
    """One uploaded file. ``failure``: a code; the sentence stands in the model."""

    id: UUID
    number: int
    name: str
    size: int
    state: str
    failure: str
    ifc_schema: str
    elements: int
    seconds: float | None
    uploaded_by: Ref | None
    created_at: dt.datetime
    shown: bool


class BimLinksInput(Strict):
    """Elements and the task that builds them; null: none."""

    guids: Annotated[list[Guid], Field(min_length=1, max_length=5000)]
    task: UUID | None = None


class BimQuantitiesInput(Strict):
    """Per type, or per storey and type."""

    by: Literal["type", "storey"] = "storey"


class BimPricedInput(Strict):
    """Elements of a type at a price (¥ per piece, m, m², m³), on a cost item."""

    type: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9]+$")]
    storey: Annotated[int, Field(ge=0, le=100_000)] | None = None
    measure: Literal["count", "length", "area", "volume"]
    price: Annotated[Decimal, Field(gt=0, le=10**9, decimal_places=2)]
    cost_item: UUID


class BimBudgetInput(Strict):
    """What is priced."""

    rows: Annotated[list[BimPricedInput], Field(min_length=1, max_length=200)]


def _resource() -> Resource:
    return by_model(BimModel)


def _model(request: HttpRequest, pk: UUID) -> BimModel:
    actor = actor_of(request)
    require(actor, _resource(), "read")
    found: BimModel = get_visible(actor, _resource(), pk)
    return found


def _version(row: BimVersion, shown: BimVersion | None) -> dict[str, Any]:
    by = row.uploaded_by
    return {
        **{name: getattr(row, name) for name in ("id", "number", "state", "failure", "ifc_schema", "seconds", "created_at")},
        "name": row.file.name, "size": row.file.size, "elements": row.elements_count,
        "uploaded_by": {"id": by.pk, "label": str(by)} if by else None, "shown": shown is not None and row.pk == shown.pk,
    }  # fmt: skip


@router.post("/{uuid:pk}/file", response={201: BimVersionOut, **REFUSALS}, operation_id="bim_file")
def upload(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Any:
    """Upload an IFC file as the next version; a job converts it."""
    actor = actor_of(request)
    require(actor, _resource(), "read")
    with writing(actor):
        model = get_visible(actor, _resource(), pk, "update", lock=True)
        version = versions.receive(actor, model, file)
    return raw(encode(_version(version, versions.shown(model))), status=201)


@router.get("/{uuid:pk}/versions", response={200: list[BimVersionOut], **REFUSALS}, operation_id="bim_versions")
def all_versions(request: HttpRequest, pk: UUID) -> Any:
    """The versions, newest first."""
    model = _model(request, pk)
    shown = versions.shown(model)
    rows = BimVersion.objects.filter(model=model).select_related("file", "uploaded_by")[:200]
    return raw(encode([_version(row, shown) for row in rows]))


@router.get("/{uuid:pk}/scene", response={200: dict[str, Any], **REFUSALS}, operation_id="bim_scene")
def scene(request: HttpRequest, pk: UUID) -> Any:
    """Storeys, types, elements and the tasks that build them."""
    model = _model(request, pk)
    return raw(encode(reading.scene(actor_of(request), model)))


@router.get("/{uuid:pk}/drawing", response={200: None, 206: None, 304: None, 416: None, **REFUSALS}, operation_id="bim_drawing")
def drawing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The shown version as GLB (binary glTF 2.0, metres, Y up; each node is named by its element's GlobalId)."""
    version = reading.version_of(_model(request, pk))
    file = default_storage.open(version.drawing)
    return serve(  # type: ignore[return-value]
        request, file, version.drawing_size, content_type="model/gltf-binary", name=f"{version.pk}.glb", inline=False,
        tag=str(version.pk), cache="private, max-age=86400",
    )  # fmt: skip


@router.get("/{uuid:pk}/elements/{str:guid}", response={200: dict[str, Any], **REFUSALS}, operation_id="bim_element")
def element(request: HttpRequest, pk: UUID, guid: str) -> Any:
    """One element: properties, quantities, task."""
    return raw(encode(reading.element(actor_of(request), _model(request, pk), guid[:32])))


@router.post("/{uuid:pk}/links", response={200: dict[str, int], **REFUSALS}, operation_id="bim_link")
def link(request: HttpRequest, pk: UUID, body: BimLinksInput) -> Any:
    """Say by hand which task builds these elements."""
    actor = actor_of(request)
    require(actor, _resource(), "read")
    with writing(actor):
        model = get_visible(actor, _resource(), pk, "update", lock=True)
        return raw(encode({"linked": linking.link_by_hand(actor, model, body.guids, body.task)}))


@router.get("/{uuid:pk}/quantities", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="bim_quantities")
def quantities(request: HttpRequest, pk: UUID, params: Query[BimQuantitiesInput]) -> Any:
    """Counts, lengths (m), areas (m²) and volumes (m³)."""
    return raw(encode(reading.quantities(_model(request, pk), by_storey=params.by == "storey")))


@router.post("/{uuid:pk}/budget", response={200: dict[str, int], **REFUSALS}, operation_id="bim_budget")
def to_budget(request: HttpRequest, pk: UUID, body: BimBudgetInput) -> Any:
    """Quantities at a price become lines of the project's budget."""
    actor = actor_of(request)
    rows = [budgeting.Priced(row.type, row.storey, row.measure, row.price, row.cost_item) for row in body.rows]
    return raw(encode({"lines": len(budgeting.to_budget(actor, _model(request, pk), rows))}))
