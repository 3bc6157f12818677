"""The calls of an address."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict

from .models import Call
from .services import calling

router = Router(tags=["webhooks"])
routers = [("/webhooks", router)]


class WebhookCallOut(BaseModel):
    """One call: what was sent, and what became of it."""

    id: UUID
    event: str
    payload: dict[str, Any]
    state: str
    state_label: str
    tries: int
    status: int | None
    error: str
    created_at: dt.datetime
    next_at: dt.datetime | None
    ended_at: dt.datetime | None


class WebhookCallPage(BaseModel):
    """Calls, newest first."""

    items: list[WebhookCallOut]
    next: UUID | None


class WebhookCallsInput(Strict):
    """Query string of the calls."""

    cursor: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 30


def _shown(call: Call) -> dict[str, Any]:
    names = ("id", "event", "payload", "state", "tries", "status", "error", "created_at", "next_at", "ended_at")
    return {**{name: getattr(call, name) for name in names}, "state_label": call.get_state_display()}


@router.get("/{uuid:pk}/calls", response={200: WebhookCallPage, **REFUSALS}, operation_id="webhooks_calls")
def calls(request: HttpRequest, pk: UUID, params: Query[WebhookCallsInput]) -> Any:
    """What was sent to this address, newest first."""
    found, following = calling.page(actor_of(request), pk, before=params.cursor, limit=params.limit)
    return raw(encode({"items": [_shown(call) for call in found], "next": following}))


@router.post("/{uuid:pk}/calls/{uuid:call_id}/again", response={200: WebhookCallOut, **REFUSALS}, operation_id="webhooks_call_again")
def again(request: HttpRequest, pk: UUID, call_id: UUID) -> Any:
    """Try a failed call again."""
    return raw(encode(_shown(calling.call_again(actor_of(request), pk, call_id))))
