"""One click from the search to the request."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Day, Ref, Strict, Text
from zhuke.kernel.resource import by_model

from .models import ResourceRequest
from .services import requests

router = Router(tags=["workforce"])
routers = [("/workforce", router)]


class WorkforceAskInput(Strict):
    """Which resource is wanted for which project and when."""

    resource: UUID
    project: UUID
    since: Day
    until: Day
    percent: Annotated[Decimal, Field(ge=1, le=100, decimal_places=2)] = Decimal(100)
    role: Annotated[Text, StringConstraints(max_length=40)] = ""
    note: Annotated[Text, StringConstraints(max_length=300)] = ""


class WorkforceAskOut(Ref):
    """The request, and which unit was asked."""

    unit: Ref
    state: str


@router.post("/ask", response={201: WorkforceAskOut, **REFUSALS}, operation_id="workforce_ask")
def ask(request: HttpRequest, body: WorkforceAskInput) -> Any:
    """Ask the unit of a resource for it."""
    row = requests.ask_for(actor_of(request), body.resource, body.model_dump(exclude={"resource"}))
    label = str(by_model(ResourceRequest).label)
    return raw(encode({"id": row.pk, "label": label, "unit": {"id": row.unit.pk, "label": row.unit.name}, "state": row.state}), 201)
