"""Calendar feeds of a project."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import BaseModel

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.kernel.access import get_visible
from zhuke.kernel.resource import by_model
from zhuke.modules.projects.models import Project

from .models import ProjectFeed
from .services import feeds

router = Router(tags=["effort"])
public = Router(tags=["effort"])


class ProjectFeedOut(BaseModel):
    """An address; ``url`` is told once, when it is made."""

    id: UUID
    created_at: dt.datetime
    last_used_at: dt.datetime | None
    url: str | None = None


@router.get("/{uuid:pk}/feeds", response={200: list[ProjectFeedOut], **REFUSALS}, operation_id="projects_feeds_list")
def list_feeds(request: HttpRequest, pk: UUID) -> Any:
    """One's own addresses for this project."""
    actor = actor_of(request)
    project = get_visible(actor, by_model(Project), pk)
    return raw(encode([_shown(feed) for feed in feeds.live(actor, project)]))


@router.post("/{uuid:pk}/feeds", response={201: ProjectFeedOut, **REFUSALS}, operation_id="projects_feeds_create")
def create_feed(request: HttpRequest, pk: UUID) -> Any:
    """Make an address."""
    actor = actor_of(request)
    feed, secret = feeds.make(actor, get_visible(actor, by_model(Project), pk))
    address = reverse("api-1:project_feed", kwargs={"secret": secret})
    return raw(encode({**_shown(feed), "url": request.build_absolute_uri(address)}), 201)


@router.delete("/{uuid:pk}/feeds/{uuid:feed}", response={204: None, **REFUSALS}, operation_id="projects_feeds_revoke")
def revoke_feed(request: HttpRequest, pk: UUID, feed: UUID) -> Any:
    """End an address at once."""
    actor = actor_of(request)
    feeds.revoke(actor, get_visible(actor, by_model(Project), pk), feed)
    return HttpResponse(status=204)


@public.get(
    "/project-feed/{secret}.ics", response={200: None, **REFUSALS}, auth=None, operation_id="project_feed", url_name="project_feed"
)  # fmt: skip
def read_feed(request: HttpRequest, secret: str) -> Any:
    """The key days as text/calendar. No sign-in: who knows the address reads it, with the rights of its owner."""
    body, tag = feeds.fetch(secret[:200], request.META.get("REMOTE_ADDR", ""))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="project.ics"'
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    answer["ETag"] = tag
    return answer


def _shown(feed: ProjectFeed) -> dict[str, Any]:
    return {"id": feed.pk, "created_at": feed.created_at, "last_used_at": feed.last_used_at, "url": None}
