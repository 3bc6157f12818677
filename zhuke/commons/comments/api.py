"""Routes of comments around a record."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from zhuke.commons.files import services as files
from zhuke.commons.files.api import FileOut
from zhuke.commons.files.api import shown as shown_file
from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Ref, Strict, Text
from zhuke.kernel.access import Actor

from . import reading, services
from .models import Comment
from .pictures import CARRIER, files_of

router = Router(tags=["comments"])
routers = [("/r", router)]

Body = Annotated[Text, Field(max_length=5000)]
People = Annotated[list[UUID], Field(max_length=50)]


class CommentAnswered(BaseModel):
    """What a comment answers; without a text it was deleted since."""

    id: UUID
    author: Ref | None
    body: str
    deleted: bool


class CommentOut(BaseModel):
    """One comment."""

    id: UUID
    body: str
    author: Ref | None
    mentions: list[Ref]
    created_at: dt.datetime
    edited_at: dt.datetime | None
    reply_to: CommentAnswered | None
    files: list[FileOut]
    can_edit: bool
    can_delete: bool


class CommentsInput(Strict):
    """Without ``limit`` all; with it the newest so many, ``before`` a comment that one has already."""

    before: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] | None = None


class CommentFileInput(Strict):
    """The client's id of the file makes sending twice harmless."""

    id: UUID | None = None


class CommentsUnread(BaseModel):
    """What is new since the actor last looked."""

    count: int
    first: UUID | None
    read_at: dt.datetime | None


class CommentInput(Strict):
    """A new comment; the client's id makes sending twice harmless."""

    id: UUID | None = None
    body: Body
    mentions: People = []
    reply_to: UUID | None = None


class CommentChange(Strict):
    """A new wording; without ``mentions`` those stay."""

    body: Body
    mentions: People | None = None


def shown(actor: Actor, comments: Sequence[Comment]) -> list[dict[str, Any]]:
    """Comments as the API answers them."""
    ids = {person for comment in comments for person in comment.mentions}
    names = dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name"))
    hung: dict[UUID, list[dict[str, Any]]] = {}
    authors = {comment.pk: comment.created_by_id for comment in comments}
    for file in files_of(authors):
        if file.created_by_id == authors[file.object_id]:
            hung.setdefault(file.object_id, []).append(shown_file(file))
    return [
        {
            **{name: getattr(comment, name) for name in ("id", "body", "created_at", "edited_at")},
            "author": _author(comment),
            "mentions": [{"id": person, "label": names[person]} for person in comment.mentions if person in names],
            "reply_to": _answered(comment.reply_to),
            "files": hung.get(comment.pk, []),
            "can_edit": services.may_change(actor, comment),
            "can_delete": comment.created_by_id == actor.id,
        }
        for comment in comments
    ]


def _author(comment: Comment) -> dict[str, Any] | None:
    return {"id": comment.created_by_id, "label": str(comment.created_by)} if comment.created_by_id else None


def _answered(comment: Comment | None) -> dict[str, Any] | None:
    if comment is None:
        return None
    gone = comment.archived_at is not None
    return {"id": comment.pk, "author": None if gone else _author(comment), "body": "" if gone else comment.body[:120], "deleted": gone}


@router.get("/{name}/{uuid:pk}/comments", response={200: list[CommentOut], **REFUSALS}, operation_id="comments_list")
def list_comments(request: HttpRequest, name: str, pk: UUID, params: Query[CommentsInput]) -> Any:
    """The comments on a record, oldest first."""
    actor = actor_of(request)
    found = services.comments_of(actor, resource_or_404(name), pk, before=params.before, limit=params.limit)
    return raw(encode(shown(actor, found)))


@router.get("/{name}/{uuid:pk}/comments/unread", response={200: CommentsUnread, **REFUSALS}, operation_id="comments_unread")
def unread_comments(request: HttpRequest, name: str, pk: UUID) -> Any:
    """How many comments of others the actor has not read yet."""
    return raw(encode(reading.unread(actor_of(request), resource_or_404(name), pk)))


@router.post("/{name}/{uuid:pk}/comments/read", response={204: None, **REFUSALS}, operation_id="comments_read")
def read_comments(request: HttpRequest, name: str, pk: UUID) -> Any:
    """Everything up to now is read."""
    reading.mark_read(actor_of(request), resource_or_404(name), pk)
    return HttpResponse(status=204)


@router.post(
    "/{name}/{uuid:pk}/comments/{uuid:comment_id}/files", response={200: FileOut, 201: FileOut, **REFUSALS}, operation_id="comments_file"
)
def add_comment_file(
    request: HttpRequest, name: str, pk: UUID, comment_id: UUID, file: File[UploadedFile], fields: Form[CommentFileInput]
) -> Any:
    """Hang a file (at most 50 MB, nine of them) on one's own comment, or on the id that the comment will have."""
    actor = actor_of(request)
    services.check_upload(actor, resource_or_404(name), pk, comment_id)
    made, fresh = files.hang(actor, CARRIER, comment_id, file, file_id=fields.id)
    return raw(encode(shown_file(made)), 201 if fresh else 200)


@router.post("/{name}/{uuid:pk}/comments", response={200: CommentOut, 201: CommentOut, **REFUSALS}, operation_id="comments_add")
def add_comment(request: HttpRequest, name: str, pk: UUID, body: CommentInput) -> Any:
    """Comment on a record that one may read."""
    actor = actor_of(request)
    comment, fresh = services.add(actor, resource_or_404(name), pk, body.body, body.mentions, comment_id=body.id, reply_to=body.reply_to)
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
