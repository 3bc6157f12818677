"""Routes of comments around a record."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Ref, Strict, Text
from zhuke.kernel.access import Actor

from . import services
from .models import Comment

router = Router(tags=["comments"])
routers = [("/r", router)]

Body = Annotated[Text, Field(max_length=5000)]
People = Annotated[list[UUID], Field(max_length=50)]


class CommentOut(BaseModel):
    """One comment."""

    id: UUID
    body: str
    author: Ref | None
    mentions: list[Ref]
    created_at: dt.datetime
    edited_at: dt.datetime | None
    can_edit: bool


class CommentInput(Strict):
    """A new comment; the client's id makes sending twice harmless."""

    id: UUID | None = None
    body: Body
    mentions: People = []


class CommentChange(Strict):
    """A new wording; without ``mentions`` those stay."""

    body: Body
    mentions: People | None = None


def shown(actor: Actor, comments: Sequence[Comment]) -> list[dict[str, Any]]:
    """Comments as the API answers them."""
    ids = {person for comment in comments for person in comment.mentions}
    names = dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        {
            **{name: getattr(comment, name) for name in ("id", "body", "created_at", "edited_at")},
            "author": {"id": comment.created_by_id, "label": str(comment.created_by)} if comment.created_by_id else None,
            "mentions": [{"id": person, "label": names[person]} for person in comment.mentions if person in names],
            "can_edit": comment.created_by_id == actor.id,
        }
        for comment in comments
    ]


@router.get("/{name}/{uuid:pk}/comments", response={200: list[CommentOut], **REFUSALS}, operation_id="comments_list")
def list_comments(request: HttpRequest, name: str, pk: UUID) -> Any:
    """The comments on a record, oldest first."""
    actor = actor_of(request)
    return raw(encode(shown(actor, services.comments_of(actor, resource_or_404(name), pk))))


@router.post("/{name}/{uuid:pk}/comments", response={200: CommentOut, 201: CommentOut, **REFUSALS}, operation_id="comments_add")
def add_comment(request: HttpRequest, name: str, pk: UUID, body: CommentInput) -> Any:
    """Comment on a record that one may read."""
    actor = actor_of(request)
    comment, fresh = services.add(actor, resource_or_404(name), pk, body.body, body.mentions, comment_id=body.id)
    return raw(encode(shown(actor, [comment])[0]), 201 if fresh else 200)


@router.patch("/{name}/{uuid:pk}/comments/{uuid:comment_id}", response={200: CommentOut, **REFUSALS}, operation_id="comments_change")
def change_comment(request: HttpRequest, name: str, pk: UUID, comment_id: UUID, body: CommentChange) -> Any:
    """Reword one's own comment."""
    actor = actor_of(request)
    return raw(encode(shown(actor, [services.change(actor, resource_or_404(name), pk, comment_id, body.body, body.mentions)])[0]))


@router.delete("/{name}/{uuid:pk}/comments/{uuid:comment_id}", response={204: None, **REFUSALS}, operation_id="comments_remove")
def remove_comment(request: HttpRequest, name: str, pk: UUID, comment_id: UUID) -> Any:
    """Delete one's own comment."""
    services.remove(actor_of(request), resource_or_404(name), pk, comment_id)
    return HttpResponse(status=204)
