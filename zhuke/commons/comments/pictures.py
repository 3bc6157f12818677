"""Files of comments: they hang on the comment's id, which the client makes, so that a photo can be on its way before its text."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from zhuke.commons.files.models import Attachment
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.resource import by_name

from .models import Comment

CARRIER = "comments"


def files_of(comments: Iterable[UUID]) -> list[Attachment]:
    """The files of these comments, in the order in which they came."""
    rows = Attachment.objects.filter(resource=CARRIER, object_id__in=list(comments), archived_at=None)
    return list(rows.prefetch_related("versions__uploaded_by").order_by("created_at", "pk"))


def has_files(actor: Actor, comment_id: UUID) -> bool:
    """Whether the actor hung a file on this id."""
    return Attachment.objects.filter(resource=CARRIER, object_id=comment_id, created_by_id=actor.id, archived_at=None).exists()


def check_sight(actor: Actor, file: Attachment) -> None:
    """A file is seen by whoever sees the record of its comment; before there is a comment, by whoever sent it. Raises not_found."""
    comment = Comment.objects.filter(pk=file.object_id).first()
    if comment is None:
        if actor.id is None or file.created_by_id != actor.id:
            raise NotFound
        return
    resource = by_name(comment.resource)
    if resource is None or comment.archived_at or comment.created_by_id != file.created_by_id:
        raise NotFound
    get_visible(actor, resource, comment.object_id)
