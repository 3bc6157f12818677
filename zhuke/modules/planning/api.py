"""Routes of plans that are no resource: the network, its edits, taking them back."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict

from .api_files import router as files
from .inputs import PlanEditInput
from .services import changes, editing, network, undoing

router = Router(tags=["planning"])
routers = [("/r/plans", router), ("/r/plans", files)]


class PlanNetworkInput(Strict):
    """``baseline``: also the dates that were agreed then."""

    baseline: UUID | None = None


class PlanChangesInput(Strict):
    """``before``: only what was changed before this revision."""

    before: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.get("/{uuid:pk}/network", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_network")
def read_network(request: HttpRequest, pk: UUID, params: Query[PlanNetworkInput]) -> Any:
    """The whole plan for the Gantt view."""
    return raw(encode(network.network(actor_of(request), pk, params.baseline)))


@router.post("/{uuid:pk}/edit", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_edit")
def edit(request: HttpRequest, pk: UUID, body: PlanEditInput) -> Any:
    """Change the plan, or only tell what a change would bring about. Needs plans.update."""
    answer = editing.edit(actor_of(request), pk, body.plain(), revision=body.revision, preview=body.preview)
    return raw(encode(answer))


@router.post("/{uuid:pk}/undo", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_undo")
def undo(request: HttpRequest, pk: UUID) -> Any:
    """Take back one's own last change."""
    return raw(encode(undoing.undo(actor_of(request), pk)))


@router.post("/{uuid:pk}/redo", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_redo")
def redo(request: HttpRequest, pk: UUID) -> Any:
    """Do again what one has taken back last."""
    return raw(encode(undoing.redo(actor_of(request), pk)))


@router.get("/{uuid:pk}/changes", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_changes")
def read_changes(request: HttpRequest, pk: UUID, params: Query[PlanChangesInput]) -> Any:
    """Who changed what, newest first, and whether one can undo or redo."""
    return raw(encode(changes.changes(actor_of(request), pk, before=params.before, limit=params.limit)))
