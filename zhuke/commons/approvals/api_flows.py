"""Routes around flows: what can be chosen when designing one, versions, who would be asked."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Ref, Strict, Text
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.resource import by_model

from .models import Flow
from .services import designing, flows

router = Router(tags=["approvals"])

Name = Annotated[Text, Field(min_length=1, max_length=40)]


class FlowVersionOut(BaseModel):
    """One published version."""

    number: int
    published_at: dt.datetime
    published_by: Ref | None
    note: str
    running: int
    current: bool
    definition: Any


class FlowSimulateInput(Strict):
    """Who would approve a record, perhaps with other values, if somebody submitted it? Without flow and definition: the one that holds."""

    resource: Name
    verb: Name
    flow: UUID | None = None
    definition: dict[str, Any] | None = None
    record: UUID | None = None
    values: Annotated[dict[str, Any], Field(max_length=50)] = {}
    submitter: UUID | None = None


class FlowSimulatedOut(BaseModel):
    """The nodes in their order, what is wrong with the flow, and on which record it was tried."""

    nodes: list[dict[str, Any]]
    problems: list[dict[str, str]]
    flow: dict[str, Any] | None
    record: Ref | None
    outcome: str


@router.get("/options", response={200: dict[str, Any], **REFUSALS}, operation_id="approval_flows_choices")
def options(request: HttpRequest) -> Any:
    """Everything a flow can name."""
    actor = actor_of(request)
    require(actor, by_model(Flow), "read")
    return raw(encode(designing.choices(actor)))


@router.get("/{uuid:pk}/versions", response={200: list[FlowVersionOut], **REFUSALS}, operation_id="approval_flows_versions")
def versions(request: HttpRequest, pk: UUID) -> Any:
    """Every version, the newest first."""
    actor = actor_of(request)
    require(actor, by_model(Flow), "read")
    flow = get_visible(actor, by_model(Flow), pk)
    return raw(encode([designing.version_view(flow, version) for version in flows.versions_of(flow)]))


@router.post("/simulate", response={200: FlowSimulatedOut, **REFUSALS}, operation_id="approval_flows_simulate")
def simulate(request: HttpRequest, body: FlowSimulateInput) -> Any:
    """Try a flow on a record; nothing is kept."""
    actor = actor_of(request)
    require(actor, by_model(Flow), "read")
    return raw(encode(designing.simulate(actor, designing.Trial(**body.model_dump()))))
