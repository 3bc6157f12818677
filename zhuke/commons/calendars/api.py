"""The calendar and its feeds."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import Query, Router
from pydantic import BaseModel, Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Day, Ref, Strict, Text
from zhuke.kernel.errors import NotFound

from . import feeds, gathering
from .models import CalendarFeed
from .sources import Entry

router = Router(tags=["calendar"])
routers = [("/calendar", router)]

Who = Annotated[Text, StringConstraints(max_length=36, pattern=r"^(me|team|[0-9a-fA-F-]{32,36})$")]
Kind = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]


class CalendarInput(Strict):
    """Query string of the calendar; ``kinds`` is a comma list, empty: all."""

    since: Day
    until: Day
    who: Who = "me"
    kinds: Annotated[str, Field(max_length=400, pattern=r"^[a-z_,]*$")] = ""


class CalendarKindOut(BaseModel):
    """A kind of entry that one may see."""

    kind: str
    label: str
    color: str
    background: bool


class MoveOut(BaseModel):
    """How an entry is put elsewhere: PATCH /r/<resource>/<id> with ``version`` and ``field``."""

    resource: str
    id: UUID
    version: int
    field: str


class EntryOut(BaseModel):
    """One entry. ``start`` and ``end`` are dates where ``all_day``, else times."""

    key: str
    kind: str
    title: str
    start: str
    end: str | None
    all_day: bool
    resource: str
    object_id: UUID | None
    person: Ref | None
    done: bool
    overdue: bool
    note: str
    place: str
    move: MoveOut | None


class CalendarOut(BaseModel):
    """Entries in the order of time; ``cut``: a shorter period shows more."""

    items: list[EntryOut]
    kinds: list[CalendarKindOut]
    cut: bool


class FeedInput(Strict):
    """A feed to make. ``kinds`` empty: all there are at that time."""

    name: Annotated[Text, StringConstraints(min_length=1, max_length=60)]
    kinds: Annotated[list[Kind], Field(max_length=40)] = []
    who: Who = "me"


class WhoOut(BaseModel):
    """Whose calendar: ``me``, ``team`` or a person with the name."""

    id: str
    label: str


class FeedOut(BaseModel):
    """A feed; its ``url`` is told once, when it is made."""

    id: UUID
    name: str
    kinds: list[str]
    who: WhoOut
    created_at: dt.datetime
    last_used_at: dt.datetime | None
    url: str | None = None


@router.get("", response={200: CalendarOut, **REFUSALS}, operation_id="calendar_read")
def read_calendar(request: HttpRequest, params: Query[CalendarInput]) -> Any:
    """What stands in a calendar between two days (both included, at most 430)."""
    kinds = [kind for kind in params.kinds.split(",") if kind]
    found = gathering.gather(actor_of(request), params.who, params.since, params.until, kinds)
    offered = [{"kind": s.kind, "label": str(s.label), "color": s.color, "background": s.background} for s in found.sources]
    return raw(encode({"items": [_shown(entry, found.people) for entry in found.entries], "kinds": offered, "cut": found.cut}))


@router.get("/feeds", response={200: list[FeedOut], **REFUSALS}, operation_id="calendar_feeds_list")
def list_feeds(request: HttpRequest) -> Any:
    """One's own feeds."""
    actor = actor_of(request)
    return raw(encode([_feed(actor, feed) for feed in feeds.live_feeds(actor)]))


@router.post("/feeds", response={201: FeedOut, **REFUSALS}, operation_id="calendar_feeds_create")
def create_feed(request: HttpRequest, body: FeedInput) -> Any:
    """Make a feed; the secret address is in this answer and never again."""
    actor = actor_of(request)
    feed, secret = feeds.create_feed(actor, name=body.name, kinds=body.kinds, who=body.who)
    address = reverse("api-1:calendar_feed", kwargs={"secret": secret})
    return raw(encode({**_feed(actor, feed), "url": request.build_absolute_uri(address)}), 201)


@router.delete("/feeds/{uuid:pk}", response={204: None, **REFUSALS}, operation_id="calendar_feeds_revoke")
def revoke_feed(request: HttpRequest, pk: UUID) -> Any:
    """End a feed at once."""
    feeds.revoke_feed(actor_of(request), pk)
    return HttpResponse(status=204)


@router.get("/feed/{secret}.ics", response={200: None, **REFUSALS}, auth=None, operation_id="calendar_feed", url_name="calendar_feed")
def read_feed(request: HttpRequest, secret: str) -> Any:
    """The feed as text/calendar. No sign-in: who knows the address reads it, until it is revoked or its owner is switched off."""
    found = feeds.fetch(secret[:200], request.META.get("REMOTE_ADDR", ""))
    answer = HttpResponse(found.body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="zhuke.ics"'
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    changed = int(found.changed_at.timestamp())
    answer["ETag"], answer["Last-Modified"] = found.etag, http_date(changed)
    return get_conditional_response(request, found.etag, changed, answer)


def _feed(actor: Any, feed: CalendarFeed) -> dict[str, Any]:
    try:
        name = "" if feed.who in ("me", "team") else next(iter(gathering.people_of(actor, feed.who).values()))
    except NotFound:
        name = ""
    values = {key: getattr(feed, key) for key in ("id", "name", "kinds", "created_at", "last_used_at")}
    return {**values, "who": {"id": feed.who, "label": name}, "url": None}


def _shown(entry: Entry, people: dict[UUID, str]) -> dict[str, Any]:
    name = people.get(entry.person) if entry.person else None
    return {
        "key": entry.uid,
        "kind": entry.kind,
        "title": entry.title,
        "start": _when(entry.start),
        "end": _when(entry.end),
        "all_day": entry.all_day,
        "resource": entry.resource,
        "object_id": entry.id,
        "person": {"id": entry.person, "label": name} if name else None,
        "done": entry.done,
        "overdue": entry.overdue and not entry.done,
        "note": entry.note,
        "place": entry.place,
        "move": entry.move,
    }


def _when(moment: dt.datetime | dt.date | None) -> str | None:
    return timezone.localtime(moment).isoformat() if isinstance(moment, dt.datetime) else moment.isoformat() if moment else None
