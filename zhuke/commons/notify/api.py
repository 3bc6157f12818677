"""Routes of one's own inbox."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict
from zhuke.kernel.errors import invalid

from . import kinds, services
from .models import Notice

router = Router(tags=["inbox"])
routers = [("/inbox", router)]


class Who(BaseModel):
    """Whose doing it was; a part of the system has no id."""

    id: UUID | None
    label: str


class NoticeOut(BaseModel):
    """One message; ``by_rule``: a rule of automation sent it, and ``/automation/why`` says why."""

    id: UUID
    kind: str
    title: str
    body: str
    resource: str | None
    object_id: UUID | None
    actor: Who | None
    by_rule: bool
    created_at: dt.datetime
    read_at: dt.datetime | None


class InboxPage(BaseModel):
    """Messages, newest first."""

    items: list[NoticeOut]
    next: UUID | None


class Count(BaseModel):
    """How many messages wait."""

    unread: int


class KindOut(BaseModel):
    """A kind of message and where it goes when the person chose nothing."""

    name: str
    label: str
    channels: list[str]


class Kinds(BaseModel):
    """What can be tuned, and whether e-mail works in this installation."""

    kinds: list[KindOut]
    email: bool


class InboxInput(Strict):
    """Query string of the inbox."""

    unread: bool = False
    cursor: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 30


class ReadInput(Strict):
    """Which messages have been read: these, or all."""

    ids: Annotated[list[UUID], Field(max_length=500)] | None = None
    all: bool = False


def shown(notice: Notice) -> dict[str, Any]:
    """A notice as the API answers it."""
    return {
        **{name: getattr(notice, name) for name in ("id", "kind", "title", "body", "object_id", "created_at", "read_at")},
        "resource": notice.resource or None,
        "by_rule": notice.key.startswith("rule:"),
        "actor": {"id": notice.actor_id, "label": notice.actor_name} if notice.actor_name else None,
    }


@router.get("", response={200: InboxPage, **REFUSALS}, operation_id="inbox_list")
def list_notices(request: HttpRequest, params: Query[InboxInput]) -> Any:
    """One's own messages."""
    found, following = services.page(actor_of(request), unread=params.unread, before=params.cursor, limit=params.limit)
    return raw(encode({"items": [shown(n) for n in found], "next": following}))


@router.get("/count", response={200: Count, **REFUSALS}, operation_id="inbox_count")
def count(request: HttpRequest) -> Any:
    """How many wait."""
    return raw(encode({"unread": services.unread(actor_of(request))}))


@router.get("/kinds", response={200: Kinds, **REFUSALS}, operation_id="inbox_kinds")
def list_kinds(request: HttpRequest) -> Any:
    """What the settings screen offers."""
    found = [{"name": k.name, "label": str(k.label), "channels": list(k.channels)} for k in kinds.all_kinds()]
    return raw(encode({"kinds": found, "email": kinds.email_works()}))


@router.post("/read", response={200: Count, **REFUSALS}, operation_id="inbox_read")
def read(request: HttpRequest, body: ReadInput) -> Any:
    """Mark messages as read; answers how many still wait. Ids of others are passed over."""
    if body.all == bool(body.ids):
        raise invalid({"ids": [_("请选择要标为已读的消息，或选择全部。")]})
    services.mark_read(actor_of(request), None if body.all else body.ids)
    return raw(encode({"unread": services.unread(actor_of(request))}))
