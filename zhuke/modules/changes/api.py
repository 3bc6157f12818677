"""Routes of changes that are no resource: what a change brings about, what changes come to, where site variations can be written."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.resource import by_model
from zhuke.modules.contracts.models import Variation

from .models import ChangeRequest
from .services import effects, sites, totals

router = Router(tags=["change_requests"])
around = Router(tags=["change_requests"])
routers = [("/r/change_requests", router), ("/changes", around)]


class ChangeTotalsInput(Strict):
    """Of which project; none: of all that one may see."""

    project: UUID | None = None


class ChangeSitesInput(Strict):
    """Words of the project's name or number."""

    q: Annotated[Text, StringConstraints(max_length=80)] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


@router.get("/{uuid:pk}/effects", response={200: dict[str, Any], **REFUSALS}, operation_id="change_requests_effects")
def effects_of(request: HttpRequest, pk: UUID) -> Any:
    """What the change does to plan, budget and contract: before and after, foreseen or done; nothing is written."""
    actor, resource = actor_of(request), by_model(ChangeRequest)
    require(actor, resource, "read")
    row = get_visible(actor, resource, pk)
    return raw(encode({"change": row.pk, "state": row.state, "items": effects.shown(actor, row)}))


@around.get("/totals", response={200: dict[str, Any], **REFUSALS}, operation_id="changes_totals")
def totals_of(request: HttpRequest, params: Query[ChangeTotalsInput]) -> Any:
    """What was asked for, what waits, what was approved and carried out, and the site variations beside it."""
    actor = actor_of(request)
    require(actor, by_model(ChangeRequest), "read")
    return raw(encode(totals.totals(actor, params.project)))


@around.get("/sites", response={200: dict[str, Any], **REFUSALS}, operation_id="changes_sites")
def sites_of(request: HttpRequest, params: Query[ChangeSitesInput]) -> Any:
    """Running projects with the contracts to which site variations can be written."""
    actor = actor_of(request)
    require(actor, by_model(Variation), "create")
    return raw(encode({"items": sites.sites(actor, params.q, params.limit)}))
